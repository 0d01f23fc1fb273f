import { figure } from './chart.js';
import type { CheetahName } from './use-cheetah.js';

/** A trained agent, by what it must find out. */
export interface Choice {
  readonly name: CheetahName;
  readonly title: string;
  /** Targets it was trained on: m/s, or of a direction −1 and 1. */
  readonly low: number;
  readonly high: number;
  readonly first: number;
  /** Velocities of the chart, m/s. */
  readonly edges: readonly [low: number, high: number];
}

export const choices: readonly [Choice, ...Choice[]] = [
  {
    ...{ name: 'velocity', title: 'a speed, 0 to 3 m/s' },
    ...{ low: 0, high: 3, first: 2, edges: [-0.5, 3.5] },
  },
  {
    ...{ name: 'eitherWay', title: 'a speed either way, −3 to 3 m/s' },
    ...{ low: -3, high: 3, first: -2, edges: [-3.6, 3.6] },
  },
  {
    ...{ name: 'direction', title: 'a direction, as fast as can be' },
    ...{ low: -1, high: 1, first: 1, edges: [-7, 7] },
  },
];

export function isDirection({ name }: Choice): boolean {
  return name === 'direction';
}

/** `1.5 m/s`. */
export function speedInWords(speed: number): string {
  return `${figure(speed, 1)} m/s`;
}

/** `keep 1.5 m/s`, or `run backward`. */
export function taskInWords(choice: Choice, target: number): string {
  if (!isDirection(choice)) return `keep ${speedInWords(target)}`;
  return target > 0 ? 'run forward' : 'run backward';
}

/** Another target, far from the last one and the same for the same seed: the `count`-th surprise. */
export function surprisingTarget(choice: Choice, target: number, seed: number, count: number) {
  if (isDirection(choice)) return -target;
  const { low, high } = choice;
  const share = (0.618034 * count + 0.414214 * seed) % 1;
  return Math.round(10 * (low + share * (high - low))) / 10;
}
