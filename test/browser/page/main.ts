import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { StoredRun } from '../../../docs/live/stored-run.js';
import { live } from '../life.js';

/** Lives through the same as the test does in Node, and sends the outcome to where the page is from. */
async function report(): Promise<unknown> {
  tf.enableProdMode();
  setWasmPaths('/wasm/');
  if (!(await tf.setBackend('wasm'))) throw new Error('The backend wasm does not start.');
  const sent: unknown = await (await fetch('/runs.json')).json();
  const runs = Object.entries(sent as { [name: string]: StoredRun & { binary: string } });
  const decoded = runs.map(([name, run]) => {
    const { buffer } = Uint8Array.from(atob(run.binary), (letter) => letter.charCodeAt(0));
    return [name, { ...run, binary: buffer }] as const;
  });
  return live(tf, Object.fromEntries(decoded));
}

const outcome = await report().catch((error: unknown) => ({
  error: error instanceof Error ? (error.stack ?? error.message) : String(error),
}));
await fetch('/outcome', { method: 'POST', body: JSON.stringify(outcome) });
