import type { RandomStream } from '../../core/random.js';
import type { BatchedPhysics } from '../../envs/half-cheetah/physics.js';

/** Env steps after which a body begins anew, as in the built-in distributions. */
export const EPISODE = 200;

/** Writes the next action in place of the last one, [6]. */
export type Driver = (action: Float64Array, rng: RandomStream) => void;

/** Rough ways to treat a body. */
export const DRIVERS = {
  /** Uniform in [−1, 1]. */
  random: (action, rng) => {
    for (let i = 0; i < action.length; i++) action[i] = rng.between(-1, 1);
  },
  /** Full torque, now one way, now the other, turned in a fifth of all steps. */
  bangBang: (action, rng) => {
    for (let i = 0; i < action.length; i++) {
      if (action[i] === 0) action[i] = 1;
      if (rng.uniform() < 0.2) action[i] = -action[i]!;
    }
  },
} as const satisfies { readonly [name: string]: Driver };

/** Begins anew, all in the same state, which is as noisy as that of the family. */
export function beginEpisode(rng: RandomStream, ...bodies: readonly BatchedPhysics[]): void {
  const qpos = Array.from({ length: 9 }, () => rng.between(-0.1, 0.1));
  const qvel = Array.from({ length: 9 }, () => 0.1 * rng.normal());
  for (const body of bodies) body.reset(qpos, qvel);
}
