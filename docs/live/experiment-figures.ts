import {
  type ArmResults,
  armColour,
  comparedWith,
  curveGroups,
  pair,
} from '../../cli/experiments/figures.js';
import { referenceTitle } from '../../cli/report/reference-titles.js';
import type { ExperimentResults } from '../../schemas/experiment-results.js';

export type Interval = readonly [low: number, high: number];

/** One seed of an arm. */
interface Dot {
  readonly seed: number;
  readonly value: number;
}

/** A row of the strip chart: an arm. */
export interface Strip {
  readonly name: string;
  readonly colour: number;
  readonly dots: readonly Dot[];
  readonly mean: number;
  /** Absent with one seed. */
  readonly interval?: Interval;
  /** Values that claims compare it with. */
  readonly compared: readonly number[];
}

/** A dot by the place of its arm, and by its own among that arm's. */
export interface DotPlace {
  readonly arm: number;
  readonly dot: number;
}

/** Return by episode of an arm, or of a reference. */
export interface Curve {
  readonly id: string;
  readonly name: string;
  readonly kind: 'arm' | 'reference';
  /** Which of the colours of arms, or of the dashes of references. */
  readonly style: number;
  /** The mean over seeds of each episode, [K]. */
  readonly values: readonly number[];
  /** 95 %, [K]; absent with one seed, and of references. */
  readonly intervals?: readonly Interval[];
  /** What a reference is. */
  readonly about?: string;
}

/** Curves that can be compared: arms that were tested on the same, and what is known of it. */
export interface CurveChart {
  readonly title: string;
  readonly episodes: number;
  readonly curves: readonly Curve[];
}

export function stripsOf(results: ExperimentResults): Strip[] {
  return results.arms.map((arm, i) => ({
    name: arm.name,
    colour: armColour(i, results.arms),
    dots: arm.seeds.map(({ seed, measured }) => ({ seed, value: measured })),
    mean: arm.mean,
    ...(arm.interval && { interval: pair(arm.interval) }),
    compared: comparedWith(results, arm),
  }));
}

/**
 * Where an arrow key leads from a dot: to the next smaller or larger one of its arm, or to the same seed of the arm
 * above or below. Undefined where there is none, and for other keys.
 */
export function moved(
  strips: readonly Strip[],
  { arm, dot }: DotPlace,
  key: string,
): DotPlace | undefined {
  const dots = strips[arm]?.dots ?? [];
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const order = dots.map((_, i) => i).sort((a, b) => dots[a]!.value - dots[b]!.value);
    const next = order[order.indexOf(dot) + (key === 'ArrowRight' ? 1 : -1)];
    return next === undefined ? undefined : { arm, dot: next };
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const other = arm + (key === 'ArrowDown' ? 1 : -1);
  const same = strips[other]?.dots.findIndex(({ seed }) => seed === dots[dot]?.seed) ?? -1;
  return same < 0 ? undefined : { arm: other, dot: same };
}

/** The nearest of some points, by its place among them, if it is within reach. */
export function nearest(
  points: readonly { readonly x: number; readonly y: number }[],
  to: { readonly x: number; readonly y: number },
  reach: number,
): number | undefined {
  const distances = points.map(({ x, y }) => Math.hypot(x - to.x, y - to.y));
  const least = Math.min(...distances);
  return least <= reach ? distances.indexOf(least) : undefined;
}

/** A chart for each group of arms; of references, as they are of the group's first arm. */
export function curveCharts({ arms }: Pick<ExperimentResults, 'arms'>): CurveChart[] {
  return curveGroups(arms).map(({ title, arms: group }) => ({
    title,
    episodes: group[0]!.returnByEpisode.length,
    curves: [
      ...group.map((arm) => armCurve(arm, armColour(arms.indexOf(arm), arms))),
      ...Object.entries(group[0]!.references).map(
        ([name, { returnByEpisode, about }], i): Curve => ({
          id: `reference ${name}`,
          name: referenceTitle(name),
          kind: 'reference',
          style: i,
          values: returnByEpisode,
          about,
        }),
      ),
    ],
  }));
}

function armCurve({ name, returnByEpisode, intervalByEpisode }: ArmResults, style: number): Curve {
  return {
    id: `arm ${name}`,
    name,
    kind: 'arm',
    style,
    values: returnByEpisode,
    ...(intervalByEpisode && { intervals: intervalByEpisode.map(pair) }),
  };
}

/** The episode, from 1, whose place on an axis from `left` to `right` is nearest to x. */
export function episodeAt(
  x: number,
  axis: { readonly left: number; readonly right: number; readonly episodes: number },
): number {
  const share = (x - axis.left) / (axis.right - axis.left);
  const episode = 1 + Math.round(share * (axis.episodes - 1));
  return Math.min(axis.episodes, Math.max(1, episode));
}
