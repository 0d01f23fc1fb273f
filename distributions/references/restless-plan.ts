import { EQUAL } from './maze-values.js';
import type { SearchWalk } from './search-walks.js';

/** Something hidden in one of several places, which may move between the episodes of a meta-episode. */
export interface RestlessProblem {
  readonly episodes: number;
  /** The probability that it stays; else it moves to one of the other places, each as likely as the others. */
  readonly stays: number;
  /** Ways to search through an episode (see `searchWalks`). */
  readonly walks: readonly SearchWalk[];
  /** The return of an episode in which it is found in a place with a step, `returns[place][step]`; step 0 for never. */
  readonly returns: readonly Float64Array[];
}

/** How probable each place is at the beginning of an episode. */
export type PlaceBelief = Float64Array;

/** A policy: which walk to take, given what is believed at the beginning of an episode. */
export interface RestlessPlan {
  readonly first: PlaceBelief;
  walkIn(episode: number, belief: PlaceBelief): SearchWalk;
  /** What is believed in the next episode. */
  afterFinding(place: number): PlaceBelief;
  /** The same when a walk found nothing; undefined where that cannot be. */
  afterSearching(belief: PlaceBelief, walk: SearchWalk): PlaceBelief | undefined;
  /** What the plan earns in expectation, [K], exact. */
  returnByEpisode(): readonly number[];
}

/** A walk, and what is to be expected of this episode and all later ones. */
interface Decided {
  readonly walk: number;
  readonly value: number;
}

/**
 * The Bayes-optimal plan, by dynamic programming over (episode, belief). Within an episode nothing moves and
 * nothing is learnt but "not here", so that what to decide is the walk. Who finds the thing knows its place until the
 * episode ends; who does not knows that it is in none of the places seen. Between episodes the belief goes through
 * the move.
 *
 * Exact, and yet few of all walks are followed into later episodes, because a value is convex in the belief: no
 * walk is worth more than if, at the end of the episode, the place were told. Walks are taken in the order of that
 * bound, until it is no better than the best so far.
 *
 * Undefined once more than `effort` numbers were added up to compare walks: a thousand million take about a second.
 */
export function restlessPlan(
  { episodes, stays, walks, returns }: RestlessProblem,
  effort: number,
): RestlessPlan | undefined {
  const places = returns.length;
  const gains = Float64Array.from({ length: walks.length * places }, (_, i) => {
    const place = i % places;
    return returns[place]![walks[(i - place) / places]!.times[place]!]!;
  });
  const toEach = (1 - stays) / (places - 1);
  const moved = (belief: PlaceBelief): PlaceBelief =>
    belief.map((probability) => toEach + (stays - toEach) * probability);
  const first = new Float64Array(places).fill(1 / places);
  const found = returns.map((_, place) =>
    moved(new Float64Array(places).fill(1, place, place + 1)),
  );
  const decided = new Map<string, Decided>();
  const valuesOfFinding = new Map<number, Float64Array>();
  let added = 0;

  /** How probable it is that a walk finds nothing. */
  const missed = (belief: PlaceBelief, { times }: SearchWalk): number =>
    belief.reduce((sum, probability, place) => sum + (times[place] === 0 ? probability : 0), 0);

  const afterSearching = (belief: PlaceBelief, walk: SearchWalk): PlaceBelief | undefined => {
    const left = missed(belief, walk);
    if (left === 0) return undefined;
    return moved(belief.map((each, place) => (walk.times[place] === 0 ? each / left : 0)));
  };

  /** What each walk earns in the episode. */
  const earned = (belief: PlaceBelief): Float64Array => {
    added += gains.length;
    const sums = new Float64Array(walks.length);
    for (let walk = 0, i = 0; walk < walks.length; walk++) {
      let sum = 0;
      for (let place = 0; place < places; place++) sum += belief[place]! * gains[i++]!;
      sums[walk] = sum;
    }
    return sums;
  };

  /** What is to be expected from an episode on, by the place in which the thing was found in the one before. */
  const onceFound = (episode: number): Float64Array => {
    const known = valuesOfFinding.get(episode);
    if (known) return known;
    const values = Float64Array.from(found, (belief) => decide(episode, belief).value);
    valuesOfFinding.set(episode, values);
    return values;
  };

  const later = (episode: number, belief: PlaceBelief, walk: SearchWalk): number => {
    const values = onceFound(episode);
    let value = 0;
    for (let place = 0; place < places; place++) {
      if (walk.times[place] !== 0) value += belief[place]! * values[place]!;
    }
    const then = afterSearching(belief, walk);
    return then ? value + missed(belief, walk) * decide(episode, then).value : value;
  };

  const decide = (episode: number, belief: PlaceBelief): Decided => {
    const name = `${episode},${belief.join()}`;
    const known = decided.get(name);
    if (known) return known;
    if (added > effort) return { walk: 0, value: 0 };
    const sums = earned(belief);
    const isLast = episode === episodes - 1;
    const told = isLast
      ? 0
      : onceFound(episode + 1).reduce((sum, value, place) => sum + value * belief[place]!, 0);
    let best: Decided = { walk: 0, value: Number.NEGATIVE_INFINITY };
    for (;;) {
      const walk = indexOfLargest(sums);
      const sum = sums[walk]!;
      if (added > effort || sum + told <= best.value + EQUAL) break;
      const value = sum + (isLast ? 0 : later(episode + 1, belief, walks[walk]!));
      if (value > best.value) best = { walk, value };
      sums[walk] = Number.NEGATIVE_INFINITY;
    }
    decided.set(name, best);
    return best;
  };

  /** Expected returns of an episode and all later ones, the present one first. */
  const returnsFrom = (episode: number, belief: PlaceBelief): readonly number[] => {
    if (episode === episodes) return [];
    const walk = walks[decide(episode, belief).walk]!;
    const row = Array<number>(episodes - episode).fill(0);
    const add = (probability: number, values: readonly number[]) =>
      values.forEach((value, i) => {
        row[i + 1] = row[i + 1]! + probability * value;
      });
    for (const [place, probability] of belief.entries()) {
      const step = walk.times[place]!;
      row[0] = row[0]! + probability * returns[place]![step]!;
      if (step !== 0) add(probability, afterFindingFrom(episode + 1)[place]!);
    }
    const then = afterSearching(belief, walk);
    if (then) add(missed(belief, walk), returnsFrom(episode + 1, then));
    return row;
  };
  const returnsOfFinding = new Map<number, readonly (readonly number[])[]>();
  const afterFindingFrom = (episode: number) => {
    const known = returnsOfFinding.get(episode);
    const rows = known ?? found.map((belief) => returnsFrom(episode, belief));
    returnsOfFinding.set(episode, rows);
    return rows;
  };

  decide(0, first);
  if (added > effort) return undefined;
  // What it did not come by, it may still be asked.
  added = Number.NEGATIVE_INFINITY;
  return {
    first,
    walkIn: (episode, belief) => walks[decide(episode, belief).walk]!,
    afterFinding: (place) => found[place]!,
    afterSearching,
    returnByEpisode: () => returnsFrom(0, first),
  };
}

function indexOfLargest(values: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[largest]!) largest = i;
  return largest;
}
