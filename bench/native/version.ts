import { createRequire } from 'node:module';
import { loadTensorFlow } from '../../cli/backend.js';
import { UserError } from '../../cli/failures.js';

/** `TensorFlow 2.16.2 through @tensorflow/tfjs-node 4.22.0`. Throws `UserError` where the native backend is not there. */
export async function nativeVersion(): Promise<string> {
  const { tf, backend } = await loadTensorFlow();
  if (backend !== 'tensorflow') {
    throw new UserError(
      `This part measures the native backend, and TensorFlow.js runs on ${backend} here. Run bench/native/run.sh, which sets it up in a copy of the repository.`,
    );
  }
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  const { version }: { version: string } = createRequire(import.meta.url)(
    '@tensorflow/tfjs-node/package.json',
  );
  return `TensorFlow ${binding.TF_Version} through @tensorflow/tfjs-node ${version}`;
}
