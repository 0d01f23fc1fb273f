// What stays in memory, and what the tables of mazes take to be made. Counted memory is the same in every turn, however long it is.
import { createRnnAgent } from '../../agents/create-agent.js';
import { collect } from '../../agents/rollout.js';
import type { TaskDistribution } from '../../core/distribution.js';
import { MetaEpisodes } from '../../core/meta-episodes.js';
import { randomStream } from '../../core/random.js';
import { bytesInUse } from '../memory-in-use.js';
import { processorTime } from '../processor-time.js';
import type { Axis, Subject } from './axis.js';
import { gridNaviWith, meetAllTasks } from './mazes.js';

/** What is small is made as often as gives so many slots, or cells: the heap is never still to the kilobyte. */
const MANY_SLOTS = 16_384;
const MANY_CELLS = 4096;

const MAZES = {
  size: 'cells of the maze',
  base: 'as many tasks, less four',
  sizes: [5, 8, 16, 32, 64].map((side) => side ** 2),
  fewSizes: [5, 8, 16].map((side) => side ** 2),
};

export const memoryAxes: readonly Axis[] = [
  {
    size: 'slots',
    base: 'GridNavi',
    sizes: [256, 1024, 4096, 16_384, 65_536],
    fewSizes: [256, 1024, 4096],
    curves: [{ what: 'a slot of the engine', unit: 'bytes', theory: [0, 0] }],
    create: engineMemory,
  },
  {
    size: 'slots',
    base: 'GridNavi, 60 decisions',
    sizes: [64, 256, 1024, 4096],
    fewSizes: [64, 256, 1024],
    curves: [{ what: 'a slot of a rollout', unit: 'bytes', theory: [0, 0] }],
    create: rolloutMemory,
  },
  {
    ...MAZES,
    curves: [
      { what: 'making the distribution', unit: 's', theory: [1, 1] },
      { what: 'making the tables of all its tasks', unit: 's', theory: [1, 2] },
    ],
    create: timeOfTables,
  },
  {
    ...MAZES,
    // Every task has tables of its own, over all cells.
    curves: [{ what: 'distribution and tables', unit: 'bytes', theory: [1, 2] }],
    create: (cells) => ({
      turn: () => [bytesOf(() => withTables(cells), Math.ceil(MANY_CELLS / cells))],
    }),
  },
];

/** Bytes in use after `make` more than before, while what it made is kept; of one of so many `copies`. */
function bytesOf(make: () => unknown, copies = 1): number {
  const before = bytesInUse();
  const kept = Array.from({ length: copies }, make);
  const grown = bytesInUse() - before;
  return grown / kept.length;
}

function engineMemory(slots: number): Subject {
  const distribution = gridNaviWith({});
  meetAllTasks(distribution);
  const make = () => new MetaEpisodes({ distribution, slots, rng: randomStream(0) });
  return { turn: () => [bytesOf(make, Math.ceil(MANY_SLOTS / slots)) / slots] };
}

async function rolloutMemory(slots: number): Promise<Subject> {
  const distribution = gridNaviWith({});
  const { family, horizon, episodes: episodeCount } = distribution;
  const agent = await createRnnAgent({ family });
  agent.parameters.initialise(randomStream(1));
  agent.parametersChanged();
  const episodes = new MetaEpisodes<unknown>({ distribution, slots, rng: randomStream(0) });
  const steps = horizon * episodeCount;
  const options = { agent, episodes, steps, episodeCount, rng: randomStream(2), discount: 0.99 };
  return { turn: () => [bytesOf(() => collect(options)) / slots] };
}

function withTables(cells: number): TaskDistribution {
  const distribution = gridNaviWith({ side: Math.sqrt(cells) });
  meetAllTasks(distribution);
  return distribution;
}

function timeOfTables(cells: number): Subject {
  return {
    turn(seconds) {
      const begun = processorTime();
      let [times, all, made] = [0, 0, 0];
      do {
        const before = processorTime();
        const distribution = gridNaviWith({ side: Math.sqrt(cells) });
        made += processorTime() - before;
        meetAllTasks(distribution);
        all = processorTime() - begun;
        times++;
      } while (all < seconds);
      return [made / times, (all - made) / times];
    },
  };
}
