import type { Reference, TaskDistribution } from '../../core/index.js';
import { learnBlindly } from './blind-learner.js';
import { ABOUT_SIGHT, boundOf, SIGHTS, type Sight } from './bounds.js';
import { compared, extentOf, shown } from './earned.js';
import { type Actor, actAtRandom, play, tasksToPlay } from './playing.js';
import { defineRule, type Rule, violated } from './rule.js';
import { firstDifference, Session, withEnv } from './session.js';
import { type DistributionSubject, differentTasks, suiteStream } from './subjects.js';

/** Steps in which a policy shows what it earns. Actions of a box belong to bodies, whose physics takes longer. */
const STEPS = {
  discrete: { steps: 100_000, least: 100, most: 2000 },
  box: { steps: 6000, least: 12, most: 500 },
};

/** A policy that is held against a bound. */
interface Candidate {
  readonly about: string;
  readonly sight: Sight;
  readonly begin: (slots: number) => Actor;
}

/** Random play, and what was learnt; a wider sight only where it shows more than a narrower one. */
function candidatesOf(
  distribution: TaskDistribution<unknown>,
  sights: readonly Sight[],
): Candidate[] {
  const learnt = learnBlindly(distribution, 'train', sights);
  const wider = learnt.filter(
    ({ seen }, i) => !learnt.slice(0, i).some((narrower) => narrower.seen === seen),
  );
  return [
    {
      about: 'A policy that acts at random',
      sight: 'present',
      begin: () => actAtRandom(distribution),
    },
    ...wider.map(({ sight, seen, begin }) => ({
      about: `A policy that was learnt in ${seen} different states and goes by ${ABOUT_SIGHT[sight]},`,
      sight,
      begin,
    })),
  ];
}

/** Where two tasks first look different after the same actions on the same stream, for the message. */
function placeOfDifference(distribution: TaskDistribution<unknown>): string {
  const rng = suiteStream('look for a leak');
  const tasks = differentTasks(Array.from({ length: 12 }, () => distribution.sample('train', rng)));
  const live = (task: unknown) =>
    withEnv(distribution.family, (env) =>
      new Session(distribution.family, env, { task, seed: 'leak' }).play(30),
    );
  const first = tasks[0] === undefined ? [] : live(tasks[0]);
  for (const task of tasks.slice(1)) {
    const difference = firstDifference(first, live(task));
    if (difference?.includes('of the observation')) {
      return ` For example, after equal actions in two tasks, ${difference}.`;
    }
  }
  return '';
}

function remedyFor(distribution: TaskDistribution<unknown>, sight: Sight, bound: Reference) {
  if (sight === 'task') return `Look for an error in the planner: ${bound.name} is too low.`;
  return `Either the observation tells of the task, by reset or by step, and be it in its last bits, or ${bound.name} is too low.${placeOfDifference(distribution)}`;
}

const boundsRule = defineRule<DistributionSubject>(
  'what is seen earns no more than is possible',
  'Where references bound what can be earned, no policy earns more that goes by observations alone and was learnt by play, nor one that plays at random.',
  ({ distribution }) => {
    const kind = distribution.family.actionSpace.kind;
    const tasks = tasksToPlay(distribution, 'train', STEPS[kind]);
    const references = distribution.references?.('train', tasks) ?? [];
    // Only tasks that come back can be learnt by heart.
    const sights = SIGHTS.filter(
      (sight) =>
        boundOf(sight, references) && (sight !== 'task' || distribution.support !== undefined),
    );
    if (sights.length === 0) return;
    const played = candidatesOf(distribution, sights).map((candidate, i) => ({
      ...candidate,
      returns: play({ distribution, tasks, begin: candidate.begin, purpose: `earn ${i}` }),
    }));
    const extent = extentOf(
      played.map(({ returns }) => returns),
      references.filter(({ name }) => name === 'oracle').map(({ total }) => total),
    );
    for (const { about, sight, returns } of played) {
      const bound = boundOf(sight, references);
      if (!bound) continue;
      const { verdict, words } = compared(returns, bound.total, extent);
      if (verdict !== 'more') continue;
      violated(
        `${about} earned ${words}, more than ${bound.name}, ${shown(bound.total)}, the most that such a policy can.`,
        remedyFor(distribution, sight, bound),
      );
    }
  },
);

/** That nobody knows what cannot be known. */
export const leakRules: readonly Rule<DistributionSubject>[] = [boundsRule];
