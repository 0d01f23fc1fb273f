import type { Reference } from '../../core/index.js';

/**
 * What a policy goes by, besides the step of the episode, from little to much: the present observation; also the
 * first one of the episode; also the first one of the meta-episode; or the task, of which it is told.
 */
export type Sight = 'present' | 'episode' | 'meta-episode' | 'task';

/** The sights in this order. */
export const SIGHTS: readonly Sight[] = ['present', 'episode', 'meta-episode', 'task'];

/** In words, after "goes by". */
export const ABOUT_SIGHT: Readonly<Record<Sight, string>> = {
  present: 'the present observation alone, without rewards and without memory',
  episode: 'the present observation and the first one of the episode, without rewards',
  'meta-episode':
    'the present observation and the first ones of episode and meta-episode, without rewards',
  task: 'the present observation and the task, which it is told',
};

/** Names of references that no policy of such a sight can exceed. */
const BOUNDS: Readonly<Record<Sight, readonly string[]>> = {
  present: ['markov', 'wipedMemory', 'taskBlind', 'bayesOptimal', 'upperBound', 'oracle'],
  episode: ['wipedMemory', 'taskBlind', 'bayesOptimal', 'upperBound', 'oracle'],
  'meta-episode': ['taskBlind', 'bayesOptimal', 'upperBound', 'oracle'],
  task: ['oracle'],
};

/** References by these names are bounds also where they are not exact. */
const ALWAYS_BOUNDS: readonly string[] = ['taskBlind', 'upperBound'];

/** The lowest reference that bounds what policies of this sight earn; undefined where none is known. */
export function boundOf(sight: Sight, references: readonly Reference[]): Reference | undefined {
  return references
    .filter(({ name, exact }) => exact || ALWAYS_BOUNDS.includes(name))
    .filter(({ name }) => BOUNDS[sight].includes(name))
    .toSorted((a, b) => a.total - b.total)[0];
}
