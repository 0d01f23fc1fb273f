import { MetaEpisodes, type Split, sizeOf, type TaskDistribution } from '../../core/index.js';
import type { Sight } from './bounds.js';
import { type Actor, actAtRandom } from './playing.js';
import { Sightings, tellingElements } from './sightings.js';
import { suiteStream } from './subjects.js';
import { NOWHERE, type Plan, TableModel } from './table-model.js';

const SLOTS = 64;
/** Decisions from which it is told what in an observation is worth looking at. */
const LOOKS = 4096;
/** Decisions from which is learnt. */
const DECISIONS = 160_000;

/** What was learnt about one sight. */
export interface Learnt {
  readonly sight: Sight;
  /** How many different things were seen. */
  readonly seen: number;
  /** Acts by the sight alone. */
  readonly begin: (slots: number) => Actor;
}

/**
 * Plays at random in tasks of the split and learns, for each sight, the policy that would earn most if what is seen
 * were the state of an MDP. Where it is not, such as in a maze whose cheese is hidden, this is merely a policy; where
 * an observation tells of the task, it is soon a very good one. Actions must be discrete.
 */
export function learnBlindly(
  distribution: TaskDistribution<unknown>,
  split: Split,
  sights: readonly Sight[],
): Learnt[] {
  const { family, horizon } = distribution;
  const { actionSpace } = family;
  if (actionSpace.kind !== 'discrete') return [];
  const actAnyhow = actAtRandom(distribution);
  const elements = lookAround(distribution, split, actAnyhow);
  const learners = sights.map((sight) => ({
    sight,
    model: new TableModel(actionSpace.size, horizon),
    from: new Int32Array(SLOTS).fill(NOWHERE),
  }));
  const sightings = new Sightings(elements, SLOTS);
  live(distribution, split, 'learn', DECISIONS, (life, rng) => {
    sightings.look(life);
    const { transition, episodeEnded } = life;
    for (const { sight, model, from } of learners) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const state = model.stateOf(sightings.of(sight, slot));
        const to = episodeEnded[slot] === 1 ? NOWHERE : state;
        model.record(from[slot]!, transition.action[slot]!, transition.reward[slot]!, to);
        from[slot] = state;
      }
    }
    return actAnyhow(life, rng);
  });
  return learners.map(({ sight, model }) => {
    const plan = model.plan();
    const begin = (slots: number) => actBy(sight, plan, new Sightings(elements, slots), actAnyhow);
    return { sight, seen: model.size, begin };
  });
}

/** Which elements of observations are worth looking at. */
function lookAround(
  distribution: TaskDistribution<unknown>,
  split: Split,
  act: Actor,
): readonly number[] {
  const width = sizeOf(distribution.family.observationSpace);
  const rows: Float32Array[] = [];
  live(distribution, split, 'look', LOOKS, (life, rng) => {
    for (let slot = 0; slot < SLOTS; slot++) {
      rows.push(life.observation.slice(slot * width, (slot + 1) * width));
    }
    return act(life, rng);
  });
  return tellingElements(rows);
}

/** Lives through so many decisions, in new tasks as they come. */
function live(
  distribution: TaskDistribution<unknown>,
  split: Split,
  purpose: string,
  decisions: number,
  act: Actor,
): void {
  const rng = suiteStream(`${purpose} in ${split}`);
  const life = new MetaEpisodes({ distribution, split, slots: SLOTS, rng: rng.fork('life') });
  const actions = rng.fork('actions');
  for (let done = 0; done < decisions; done += SLOTS) life.advance(act(life, actions));
  life.dispose();
}

/** Follows the plan, and does anything where it has none. */
function actBy(sight: Sight, plan: Plan, sightings: Sightings, actAnyhow: Actor): Actor {
  return (life, rng) => {
    const actions = Float32Array.from(actAnyhow(life, rng));
    sightings.look(life);
    for (let slot = 0; slot < life.slots; slot++) {
      actions[slot] = plan(life.step[slot]!, sightings.of(sight, slot)) ?? actions[slot]!;
    }
    return actions;
  };
}
