import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { live } from '../life.js';

/** Lives through the same as the test does in Node, and sends the outcome to where the page is from. */
async function report(): Promise<unknown> {
  tf.enableProdMode();
  setWasmPaths('/wasm/');
  if (!(await tf.setBackend('wasm'))) throw new Error('The backend wasm does not start.');
  return live(tf);
}

const outcome = await report().catch((error: unknown) => ({
  error: error instanceof Error ? (error.stack ?? error.message) : String(error),
}));
await fetch('/outcome', { method: 'POST', body: JSON.stringify(outcome) });
