import type * as tfjs from '@tensorflow/tfjs';

/** TensorFlow.js, handed in by the caller, who loads it and chooses the backend. */
export type TensorFlow = typeof tfjs;
