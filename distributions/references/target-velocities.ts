import type { HalfCheetahSampler, HalfCheetahTask } from '../../envs/index.js';
import type { ReferenceProblem } from './source.js';

/** Target velocities that are uniform from low to high, or all the same: low is high. m/s. */
export interface Piece {
  readonly low: number;
  readonly high: number;
  /** Of all pieces, 1. */
  readonly probability: number;
}

/** How a split's targets are distributed; undefined where they are directions. */
export function targetPieces({
  tasks,
  isWholeSplit,
  sampler,
}: ReferenceProblem<HalfCheetahTask, HalfCheetahSampler>): readonly Piece[] | undefined {
  if (!isWholeSplit && sampler.kind === 'uniform-velocity') {
    // Holding tasks out by their hash takes the same share of every part of the range.
    const total = sampler.ranges.reduce((sum, [low, high]) => sum + high - low, 0);
    return sampler.ranges.map(([low, high]) => ({ low, high, probability: (high - low) / total }));
  }
  const pieces: Piece[] = [];
  for (const { task, probability } of tasks) {
    if ('direction' in task) return undefined;
    pieces.push({ low: task.targetVelocity, high: task.targetVelocity, probability });
  }
  return pieces;
}

/** E|v − g| of a constant velocity v. */
export function meanError(pieces: readonly Piece[], velocity: number): number {
  return pieces.reduce((sum, { low, high, probability }) => {
    const isInside = velocity > low && velocity < high;
    const error = isInside
      ? ((velocity - low) ** 2 + (high - velocity) ** 2) / (2 * (high - low))
      : Math.abs(velocity - (low + high) / 2);
    return sum + probability * error;
  }, 0);
}

/** The least of E|v − g| over v, which is at a median of g. For one range, (high − low) / 4. */
export function leastMeanError(pieces: readonly Piece[]): number {
  const ends = pieces.flatMap(({ low, high }) => [low, high]).sort((a, b) => a - b);
  const candidates = ends.flatMap((end, i) => {
    // Between neighbouring ends P(g ≤ v) is a straight line; where it crosses a half, the median is.
    const next = ends[i + 1] ?? end;
    const from = chanceUpTo(pieces, end);
    const to = chanceUpTo(pieces, (end + next) / 2) * 2 - from;
    const share = to > from ? (0.5 - from) / (to - from) : 0;
    return share > 0 && share < 1 ? [end, end + share * (next - end)] : [end];
  });
  return Math.min(...candidates.map((velocity) => meanError(pieces, velocity)));
}

/** P(g ≤ v). */
function chanceUpTo(pieces: readonly Piece[], velocity: number): number {
  return pieces.reduce((sum, { low, high, probability }) => {
    const share = low === high ? Number(low <= velocity) : (velocity - low) / (high - low);
    return sum + probability * Math.min(1, Math.max(0, share));
  }, 0);
}

/** P(|v − g| ≤ tolerance) of a constant velocity v. */
export function chanceWithin(
  pieces: readonly Piece[],
  velocity: number,
  tolerance: number,
): number {
  const [from, to] = [velocity - tolerance, velocity + tolerance];
  return pieces.reduce((sum, { low, high, probability }) => {
    const share =
      low === high
        ? Number(low >= from && low <= to)
        : Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low);
    return sum + probability * share;
  }, 0);
}

/** The most of P(|v − g| ≤ tolerance) over v. For one range, 2 · tolerance / (high − low). */
export function mostChanceWithin(pieces: readonly Piece[], tolerance: number): number {
  // The chance rises and falls in straight lines, with corners where the window's edge meets an end.
  const corners = pieces.flatMap(({ low, high }) => [
    low - tolerance,
    low + tolerance,
    high - tolerance,
    high + tolerance,
  ]);
  return Math.max(...corners.map((velocity) => chanceWithin(pieces, velocity, tolerance)));
}
