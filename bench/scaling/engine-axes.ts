// The meta-episode engine alone, with actions that were drawn beforehand.
import type { TaskDistribution } from '../../core/distribution.js';
import { engineOn } from '../engine.js';
import { processorTime } from '../processor-time.js';
import type { Axis, Curve, Subject } from './axis.js';
import { gridNaviWith, meetAllTasks } from './mazes.js';

export const ENGINE_SLOTS = 256;
/** Env steps between two looks at the clock, at least: a look costs as much as some dozen steps. */
const STEPS_BETWEEN_LOOKS = 20_000;

const envStep = (most: number): Curve => ({
  what: 'an env step of the engine',
  unit: 'µs',
  theory: [0, most],
});

export const engineAxes: readonly Axis[] = [
  {
    size: 'slots',
    base: 'GridNavi',
    sizes: [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536],
    fewSizes: [1, 16, 256, 4096],
    curves: [envStep(0)],
    create: (slots) => engineSubject(gridNaviWith({}), slots),
  },
  ...(['coordinates', 'position'] as const).map(
    (observation): Axis => ({
      size: 'cells of the maze',
      base: `${ENGINE_SLOTS} slots, the mouse sees its ${observation === 'position' ? 'cell, one-hot' : 'two coordinates'}`,
      sizes: [5, 8, 16, 32, 64].map((side) => side ** 2),
      fewSizes: [5, 8, 16].map((side) => side ** 2),
      // One-hot is a number a cell, which the engine copies. Coordinates are two numbers and a step looks up three,
      // but in tables of kilobytes to a hundred megabytes: that they leave the caches costs, yet nothing near a number a cell.
      curves: [envStep(observation === 'position' ? 1 : 0.5)],
      create: (cells) => engineSubject(gridNaviWith({ side: Math.sqrt(cells), observation })),
    }),
  ),
  {
    size: 'horizon',
    base: `${ENGINE_SLOTS} slots, 4 episodes`,
    sizes: [15, 30, 60, 120, 240, 480, 960],
    fewSizes: [15, 60, 240],
    curves: [envStep(0)],
    create: (horizon) => engineSubject(gridNaviWith({ horizon })),
  },
  {
    size: 'episodes',
    base: `${ENGINE_SLOTS} slots, horizon 15`,
    sizes: [1, 2, 4, 10, 20, 50, 100],
    fewSizes: [1, 4, 20],
    curves: [envStep(0)],
    create: (episodes) => engineSubject(gridNaviWith({ episodes })),
  },
];

function engineSubject(distribution: TaskDistribution, slots = ENGINE_SLOTS): Subject {
  meetAllTasks(distribution);
  // Whole meta-episodes at a time.
  const { horizon, episodes } = distribution;
  const { advance, dispose } = engineOn(distribution, slots, horizon * episodes);
  return {
    dispose,
    turn(seconds) {
      let steps = 0;
      const begun = processorTime();
      do {
        for (const until = steps + STEPS_BETWEEN_LOOKS; steps < until; ) steps += advance();
      } while (processorTime() - begun < seconds);
      return [((processorTime() - begun) * 1e6) / steps];
    },
  };
}
