import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { loadTensorFlow } from '../../cli/backend.js';

/** The tensor backends that load here: `tensorflow` only where tfjs-node is installed. */
export const installedBackends: readonly ('cpu' | 'wasm' | 'tensorflow')[] = await loadTensorFlow(
  'tensorflow',
).then(
  () => ['cpu', 'wasm', 'tensorflow'],
  () => ['cpu', 'wasm'],
);

/** TensorFlow.js on the named backend. */
export async function tensorFlowOn(backend: 'cpu' | 'wasm' | 'tensorflow'): Promise<TensorFlow> {
  return (await loadTensorFlow(backend)).tf;
}
