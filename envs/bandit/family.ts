import type { Env, Family, Outcome } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { box, discrete } from '../../core/spaces.js';
import { banditScene } from './scene.js';
import { type BanditConfiguration, type BanditTask, banditTaskSchemaOf } from './schema.js';

/** What is measured of each pull, in the order of the row. */
const QUANTITIES = [
  {
    id: 'regret',
    unit: '',
    about: 'Mean of the best arm minus mean of the arm that was pulled; 0 is best.',
  },
  { id: 'bestArm', unit: '', about: '1 where no arm has a larger mean, else 0.' },
] as const;

/**
 * A bandit: one state, k arms, and a reward at each pull whose mean is hidden. There is nothing to see, so the
 * observation is the constant 1, [1]; all that is known comes from past actions and rewards. The action is the
 * arm, 0 … k − 1. Episodes never terminate: the horizon is the number of pulls.
 *
 * @example
 * const family = banditFamily({ arms: 5, reward: { kind: 'bernoulli' } });
 */
export function banditFamily(configuration: BanditConfiguration): Family<BanditTask, number> {
  const { arms } = configuration;
  return {
    id: 'bandit',
    about: 'Tasks differ in how much each arm pays on average.',
    taskSchema: banditTaskSchemaOf(configuration),
    observationSpace: box([1], 1, 1),
    actionSpace: discrete(arms),
    quantities: QUANTITIES,
    context: {
      size: arms,
      write({ means }, row) {
        row.set(means);
      },
    },
    create: () => new BanditEnv(configuration),
  };
}

class BanditEnv implements Env<BanditTask, number> {
  readonly #reward: BanditConfiguration['reward'];
  readonly #means: Float64Array;
  /** For the scene, [k]. */
  readonly #pulls: Int32Array;
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  #best = 0;
  #arm = -1;
  #rng: RandomStream | undefined;

  constructor({ arms, reward }: BanditConfiguration) {
    this.#reward = reward;
    this.#means = new Float64Array(arms);
    this.#pulls = new Int32Array(arms);
  }

  reset(task: BanditTask, rng: RandomStream, observation: Float32Array): void {
    this.#means.set(task.means);
    this.#best = Math.max(...task.means);
    this.#pulls.fill(0);
    this.#arm = -1;
    this.#rng = rng;
    observation[0] = 1;
  }

  step(action: number, observation: Float32Array): Outcome {
    this.#arm = action;
    this.#pulls[action]!++;
    this.#outcome.reward = this.#draw(this.#means[action]!);
    observation[0] = 1;
    return this.#outcome;
  }

  scene(): Scene {
    return banditScene(this.#reward, this.#means, this.#pulls, this.#arm);
  }

  measure(row: Float32Array): void {
    const regret = this.#best - (this.#means[this.#arm] ?? this.#best);
    row[0] = regret;
    row[1] = regret === 0 ? 1 : 0;
  }

  #draw(mean: number): number {
    const rng = this.#rng!;
    const reward = this.#reward;
    return reward.kind === 'bernoulli'
      ? Number(rng.uniform() < mean)
      : mean + reward.deviation * rng.normal();
  }
}
