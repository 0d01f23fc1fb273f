// How cost grows, along one axis at a time: whether what theory calls linear is linear, and where it bends.

import { rounded } from './fidelity/statistics.js';
import type { Measurement } from './result-file.js';
import { type Effort, type Grown, measureAxis } from './scaling/axis.js';
import { ENGINE_SLOTS, engineAxes } from './scaling/engine-axes.js';
import { learnerAxes } from './scaling/learner-axes.js';
import { memoryAxes } from './scaling/memory-axes.js';
import { judge, scalingTable, TOLERANCE } from './scaling/verdict.js';

const FULL: Effort = { isSmall: false, rounds: 7, seconds: 0.2, warmUpSeconds: 1 };
const SMALL: Effort = { isSmall: true, rounds: 3, seconds: 0.1, warmUpSeconds: 0.6 };
/** Env steps of the run that is extrapolated to. */
const LONG_RUN = 1e9;

/** Ends with curves that grow faster than theory says in `missed`. Progress goes to `say`. */
export async function measureScaling(
  say: (text: string) => void,
  isSmall: boolean,
): Promise<Measurement> {
  const effort = isSmall ? SMALL : FULL;
  const curves: Grown[] = [];
  for (const axis of [...engineAxes, ...learnerAxes, ...memoryAxes]) {
    say(`${axis.curves[0]!.what} by ${axis.size} (${axis.base}) …\n`);
    curves.push(...(await measureAxis(axis, effort)));
  }
  return {
    file: 'scaling',
    title: 'How cost grows with sizes',
    seed: 1,
    numbers: {
      ...longRun(curves),
      ...Object.fromEntries(
        curves.map((curve) => [
          `${nameOf(curve)}, ${curve.unit}, at ${curve.points.map(([x]) => x).join(', ')}`,
          curve.points.map(([, y]) => y),
        ]),
      ),
    },
    table: scalingTable(curves),
    missed: curves
      .filter((curve) => judge(curve).isMore)
      .map((curve) => `${nameOf(curve)}: more than theory says`),
    tolerance: TOLERANCE,
    measured: curves.map((curve) => ({ ...curve, ...judge(curve) })),
  };
}

function nameOf({ what, axis: { size, base } }: Grown): string {
  return `${what} by ${size} (${base})`;
}

/** Nobody has run it: what a step costs here, times so many. */
function longRun(curves: readonly Grown[]): Measurement['numbers'] {
  const costOf = (what: string, size: string, x: number) => {
    const curve = curves.find((one) => one.what === what && one.axis.size === size);
    const cost = curve?.points.find(([at]) => at === x)?.[1];
    if (cost === undefined) throw new Error(`${what} was not measured at ${x} ${size}.`);
    return cost;
  };
  const hours = (microseconds: number) => rounded((microseconds * LONG_RUN) / 1e6 / 3600);
  return {
    'hours of 10⁹ env steps of GridNavi, extrapolated: engine alone, trained by one worker, by two':
      [
        hours(costOf('an env step of the engine', 'slots', ENGINE_SLOTS)),
        hours(costOf('a trained env step', 'workers', 1)),
        hours(costOf('a trained env step', 'workers', 2)),
      ],
  };
}
