import {
  MetaEpisodes,
  type RandomStream,
  type Split,
  sample,
  sizeOf,
  type TaskDistribution,
} from '../../core/index.js';
import { violated } from './rule.js';
import { suiteStream } from './subjects.js';

const MOST_SLOTS = 64;

/** Chooses an action for every slot of a life, [B, A]. Unlike a policy it may look at the tasks. */
export type Actor = (life: MetaEpisodes<unknown>, rng: RandomStream) => ArrayLike<number>;

/** What is played, and by whom. */
export interface Play {
  readonly distribution: TaskDistribution<unknown>;
  /** One meta-episode in each. */
  readonly tasks: readonly unknown[];
  /** Makes room for so many slots. */
  readonly begin: (slots: number) => Actor;
  /** Names the streams. */
  readonly purpose: string;
}

/** The return of one meta-episode in each task, [tasks]. */
export function play({ distribution, tasks, begin, purpose }: Play): Float64Array {
  const slots = Math.min(MOST_SLOTS, tasks.length);
  const rng = suiteStream(purpose);
  const taskOf = new Int32Array(slots).map((_, slot) => slot - slots);
  const life = new MetaEpisodes({
    distribution,
    slots,
    rng: rng.fork('life'),
    // A slot that has played its share goes on in its first task, and nobody looks.
    nextTask: (slot) => tasks[(taskOf[slot]! += slots)] ?? tasks[slot],
  });
  const act = begin(slots);
  const actions = rng.fork('actions');
  const returns = new Float64Array(tasks.length);
  let left = tasks.length;
  const { horizon, episodes } = distribution;
  const longest = Math.ceil(tasks.length / slots) * Math.max(1, horizon) * episodes;
  for (let step = 0; left > 0; step++) {
    if (step > longest) {
      violated('Meta-episodes do not end.', 'Give a horizon and a number of episodes.');
    }
    const playing = taskOf.slice();
    life.advance(act(life, actions));
    for (const [slot, task] of playing.entries()) {
      if (task >= tasks.length) continue;
      returns[task]! += life.transition.reward[slot]!;
      if (life.metaEpisodeEnded[slot] === 1) left--;
    }
  }
  life.dispose();
  return returns;
}

/** Takes every action with the same probability; of a box, as `sample` does. */
export function actAtRandom({ family: { actionSpace } }: TaskDistribution<unknown>): Actor {
  const size = sizeOf(actionSpace);
  return ({ slots }, rng) => {
    const actions = new Float32Array(slots * size);
    for (let slot = 0; slot < slots; slot++) {
      sample(actionSpace, rng, actions.subarray(slot * size, (slot + 1) * size));
    }
    return actions;
  };
}

/** Tasks of the split, as many as can be played in so many steps, but not fewer nor more than these. */
export function tasksToPlay(
  distribution: TaskDistribution<unknown>,
  split: Split,
  { steps, least, most }: { readonly steps: number; readonly least: number; readonly most: number },
): unknown[] {
  const longest = distribution.horizon * distribution.episodes;
  const count = Math.min(most, Math.max(least, Math.floor(steps / longest)));
  const rng = suiteStream(`tasks to play of ${split}`);
  return Array.from({ length: count }, () => distribution.sample(split, rng));
}
