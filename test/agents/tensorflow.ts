import { afterEach } from 'vitest';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { loadTensorFlow } from '../../cli/backend.js';

/** What TensorFlow.js can run on; `tensorflow` only where tfjs-node is installed. */
export const tensorBackends = ['cpu', 'wasm', 'tensorflow'] as const;
export type TensorBackend = (typeof tensorBackends)[number];

/** Names the backend of all tests that go through TensorFlow.js; without it they run on those they are written for. */
const VARIABLE = 'MOVING_CHEESE_TEST_BACKEND';
const named = backendNamed(process.env[VARIABLE]);

/** Why each backend that does not load here does not. */
export const missingBackends: ReadonlyMap<TensorBackend, string> = await findMissing();

if (named && missingBackends.has(named)) {
  throw new Error(`${VARIABLE} is ${named}, and ${missingBackends.get(named)}`);
}

/** For tests that run on every backend: those that load here, or the one that is named. */
export const testedBackends: readonly TensorBackend[] = named
  ? [named]
  : tensorBackends.filter((backend) => !missingBackends.has(backend));

let inUse: { readonly tf: TensorFlow; readonly backend: TensorBackend } | undefined;

// A backend that gave way to another one would pass tests that it never ran.
afterEach(() => {
  if (inUse) assertRunsOn(inUse.tf, inUse.backend);
});

/** TensorFlow.js on this very backend. */
export async function tensorFlowOn(backend: TensorBackend): Promise<TensorFlow> {
  const { tf } = await loadTensorFlow(backend);
  assertRunsOn(tf, backend);
  inUse = { tf, backend };
  return tf;
}

/** TensorFlow.js for tests to which the backend does not matter: the one that is named, or else their usual one. */
export function someTensorFlow(usual: 'cpu' | 'wasm'): Promise<TensorFlow> {
  return tensorFlowOn(named ?? usual);
}

/** Only the native backend has a binding to a library. */
function assertRunsOn(tf: TensorFlow, backend: TensorBackend): void {
  const isNative = 'binding' in tf.backend();
  if (tf.getBackend() === backend && isNative === (backend === 'tensorflow')) return;
  const library = isNative ? 'with libtensorflow' : 'without libtensorflow';
  throw new Error(`this test is about ${backend}, but ran on ${tf.getBackend()}, ${library}`);
}

async function findMissing(): Promise<Map<TensorBackend, string>> {
  const missing = new Map<TensorBackend, string>();
  for (const backend of tensorBackends) {
    try {
      await loadTensorFlow(backend);
    } catch (error) {
      missing.set(backend, error instanceof Error ? error.message : String(error));
    }
  }
  return missing;
}

function backendNamed(text: string | undefined): TensorBackend | undefined {
  if (!text) return undefined;
  const found = tensorBackends.find((backend) => backend === text);
  if (found) return found;
  throw new Error(`${VARIABLE} must be one of ${tensorBackends.join(', ')}; received ${text}.`);
}
