/**
 * What can read the past: `gru`, the reference; `lstm`, `pooled`, `transformer`, `snail`; `none` sees only the present
 * observation: the Markov ablation.
 */
export type EncoderName = 'gru' | 'lstm' | 'pooled' | 'transformer' | 'snail' | 'none';
