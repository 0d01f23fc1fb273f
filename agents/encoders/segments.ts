import type { Tensor3D } from '@tensorflow/tfjs';
import type { TensorFlow } from '../kernels/tensorflow.js';
import type { Sequences } from '../networks.js';

/** What is remembered at every decision is a segment: the decisions since the memory was last cleared. */
export type Cleared = Pick<Sequences, 'steps' | 'slots' | 'cleared'>;

/** How many decisions of its segment come before each decision, [T, B]: 0 where the memory is cleared. */
export function positions({ steps, slots, cleared }: Cleared): Int32Array {
  const result = new Int32Array(steps * slots);
  for (let i = slots; i < result.length; i++) {
    result[i] = cleared[i] === 1 ? 0 : result[i - slots]! + 1;
  }
  return result;
}

/** [B, T, T]: 1 at (b, t, s) where decision t of slot b remembers decision s, which is itself or an earlier one. */
export function segmentMask(tf: TensorFlow, sequences: Cleared): Tensor3D {
  const { steps, slots } = sequences;
  const before = positions(sequences);
  const mask = new Float32Array(slots * steps * steps);
  for (let slot = 0; slot < slots; slot++) {
    for (let t = 0; t < steps; t++) {
      const row = (slot * steps + t) * steps;
      mask.fill(1, row + t - before[t * slots + slot]!, row + t + 1);
    }
  }
  return tf.tensor3d(mask, [slots, steps, steps]);
}

/** [T·B, C] as [B, T, C]. */
export function bySlot(flat: Tensor3D): Tensor3D {
  return flat.transpose([1, 0, 2]);
}
