/**
 * The TensorFlow.js module, handed in by the caller: which backend it runs on, and which copy of it
 * is loaded, is the application's choice.
 */
export type TensorFlow = typeof import('@tensorflow/tfjs');
