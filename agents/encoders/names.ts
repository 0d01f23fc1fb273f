/**
 * What can read the past: `gru`, the reference; `pooled`, `transformer` and `snail`, which learn through
 * TensorFlow.js; `none` sees only the present observation: the Markov ablation.
 */
export type EncoderName = 'gru' | 'pooled' | 'transformer' | 'snail' | 'none';
