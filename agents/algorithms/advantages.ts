import { ArgumentError } from '../../core/errors.js';

export interface AdvantageInputs {
  /** Decisions a slot, T. */
  readonly steps: number;
  /** Slots, B. */
  readonly slots: number;
  /** [T, B], time-major. */
  readonly rewards: Float32Array;
  /** V of every decision and of the one after the last, [T + 1, B]. */
  readonly values: Float32Array;
  /** 1 where the transition at t ended the meta-episode, [T, B]. */
  readonly metaEpisodeEnded: Uint8Array;
  /** What is still worth having where the meta-episode ended at t, [T, B]; nothing when absent. */
  readonly endValues?: Float32Array;
  readonly discount: number;
  /** λ of GAE. */
  readonly traceDecay: number;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016, eq. 16) over whole meta-episodes:
 * δ_t = r_t + γ V_{t+1} − V_t and A_t = δ_t + γ λ A_{t+1}, where V_{t+1} and A_{t+1} count as zero
 * only past the end of a **meta-episode**. Across the end of an episode inside one, the value
 * bootstraps: what is learnt there is worth reward in the next episode. With `endValues`, V_{t+1} at the
 * end of a meta-episode is the value given there.
 *
 * Returns A, [T, B]. Throws {@link ArgumentError} when a shape does not fit.
 */
export function generalisedAdvantages({
  steps,
  slots,
  rewards,
  values,
  metaEpisodeEnded,
  endValues,
  discount,
  traceDecay,
}: AdvantageInputs): Float32Array {
  const size = steps * slots;
  if (
    rewards.length !== size ||
    metaEpisodeEnded.length !== size ||
    values.length !== size + slots ||
    (endValues !== undefined && endValues.length !== size)
  ) {
    throw new ArgumentError({
      subject: 'inputs of generalisedAdvantages',
      rule: `must be rewards and ends of ${size} and values of ${size + slots} numbers`,
      received: [rewards.length, metaEpisodeEnded.length, values.length],
      remedy: 'Arrays are time-major, [T, B]; values have one row more.',
    });
  }
  const advantages = new Float32Array(size);
  const running = new Float64Array(slots);
  for (let t = steps - 1; t >= 0; t--) {
    for (let slot = 0; slot < slots; slot++) {
      const i = t * slots + slot;
      const future = metaEpisodeEnded[i] === 1 ? 0 : discount;
      const endValue = endValues ? discount * endValues[i]! : 0;
      const delta = rewards[i]! + future * values[i + slots]! + endValue - values[i]!;
      running[slot] = delta + future * traceDecay * running[slot]!;
      advantages[i] = running[slot]!;
    }
  }
  return advantages;
}
