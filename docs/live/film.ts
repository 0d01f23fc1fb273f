import {
  type HalfCheetahTask,
  MetaEpisodes,
  type RandomStream,
  type RnnAgent,
  randomStream,
  type Scene,
  type TaskDistribution,
} from '../../index.js';

/** Which tasks are filmed: where in the order of their targets they are. */
const FILMED = [0.2, 0.8];

/** What is seen after a step. */
export interface Frame {
  readonly scene: Scene;
  /** Mean over the step, m/s. */
  readonly velocity: number;
  /** What the reward was for: a velocity in m/s; of a direction, 1 or −1. */
  readonly target: number;
  readonly reward: number;
  /** Which step of which episode this was, both from 0. */
  readonly episode: number;
  readonly step: number;
}

/** A meta-episode, to be shown as it went. */
export interface Film {
  /** The velocity that was rewarded, m/s. */
  readonly target: number;
  readonly secondsPerStep: number;
  /** After every step of every episode, [K × horizon]. */
  readonly frames: readonly Frame[];
}

/**
 * Lets the agent take one step. The batch has one slot and measures, and the first quantity of its family is the velocity,
 * as of half-cheetahs.
 */
export function nextFrame(
  agent: RnnAgent,
  batch: MetaEpisodes<HalfCheetahTask>,
  actions: RandomStream,
  target: number,
): Frame {
  const episode = batch.episode[0]!;
  const step = batch.step[0]!;
  batch.advance(agent.act(batch, actions));
  return {
    scene: batch.env(0).scene!(),
    velocity: batch.quantities[0]!,
    target,
    reward: batch.transition.reward[0]!,
    episode,
    step,
  };
}

/** Of half-cheetahs' tasks two, of which one is slow and one is fast; of others none. */
export function filmedTasks(
  { family }: TaskDistribution,
  tasks: readonly unknown[],
): readonly HalfCheetahTask[] {
  if (family.id !== 'half-cheetah') return [];
  const sorted = (tasks as readonly HalfCheetahTask[]).toSorted(
    (a, b) => targetOf(a) - targetOf(b),
  );
  return FILMED.map((place) => sorted[Math.floor(place * sorted.length)]!);
}

/** Films one meta-episode of a half-cheetah. The same agent and task give the same film. */
export function filmOf(agent: RnnAgent, any: TaskDistribution, task: HalfCheetahTask): Film {
  const distribution = any as TaskDistribution<HalfCheetahTask>;
  const { family, horizon, episodes } = distribution;
  const target = targetOf(task);
  const rng = randomStream('film');
  const batch = new MetaEpisodes({
    ...{ distribution, slots: 1, rng, measure: true },
    nextTask: () => task,
  });
  const actions = rng.fork('actions');
  agent.begin(1);
  const frames = Array.from({ length: horizon * episodes }, () =>
    nextFrame(agent, batch, actions, target),
  );
  batch.dispose();
  return { target, secondsPerStep: family.film?.secondsPerStep ?? 1, frames };
}

function targetOf(task: HalfCheetahTask): number {
  return 'direction' in task ? task.direction : task.targetVelocity;
}
