/**
 * What can read the past: `gru`, the reference; `lstm` and `pooled`; `transformer` and `snail`, which
 * learn through TensorFlow.js; `none` sees only the present observation: the Markov ablation.
 */
export type EncoderName = 'gru' | 'lstm' | 'pooled' | 'transformer' | 'snail' | 'none';
