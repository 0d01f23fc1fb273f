import type { TaskSampler } from '../../core/distribution.js';
import { InvalidDataError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import { listSampler } from '../list-sampler.js';
import { tabularMdpFamily } from './family.js';
import type { TabularMdpSampler } from './sampler-schema.js';
import type { TabularMdpConfiguration, TabularMdpTask } from './schema.js';

/**
 * Drawn numbers are multiples of 1 / GRAIN: a task of ten states and five actions is 4 kB of JSON instead of
 * 11, and is hashed, for the splits, in half the time. Nobody can tell the difference: to see one of 10⁻⁴ in a
 * probability takes some 10⁷ transitions from one state and action.
 */
const GRAIN = 10_000;

/** Throws `InvalidDataError` when the sampler cannot draw from this configuration. */
export function tabularMdpSampler(
  configuration: TabularMdpConfiguration,
  sampler: TabularMdpSampler,
): TaskSampler<TabularMdpTask> {
  if (sampler.kind === 'list') return listSampler(tabularMdpFamily(configuration), sampler.tasks);
  const { states, actions } = configuration;
  const { branching, rewardMean, rewardDeviation } = sampler;
  if (branching > states) {
    throw new InvalidDataError('sampler of tabular-mdp', [
      {
        pointer: '/branching',
        rule: `must be at most ${states}, the number of states`,
        received: branching,
        remedy: 'Lower it, or configure more states.',
      },
    ]);
  }
  const table = <Item>(item: () => Item): Item[][] =>
    Array.from({ length: states }, () => Array.from({ length: actions }, item));
  return {
    sample: (rng) => ({
      rewards: table(() => rounded(rewardMean + rewardDeviation * rng.normal())),
      transitions: table(() => drawTransition(states, branching, rng)),
    }),
  };
}

/** A number to the grain; never −0, which JSON would lose. */
function rounded(value: number): number {
  return Math.round(value * GRAIN) / GRAIN + 0;
}

/**
 * Probabilities over all states, flat Dirichlet over `branching` of them: the gaps between uniform cuts of [0, 1]
 * are so distributed. Unlike normalised exponentials they need no logarithm, so a seed gives the same task on
 * every machine.
 */
function drawTransition(states: number, branching: number, rng: RandomStream): number[] {
  const cuts = drawCuts(branching - 1, rng);
  const row = Array<number>(states).fill(0);
  const followers = branching < states ? drawSubset(states, branching, rng) : undefined;
  let from = 0;
  for (let i = 0; i < branching; i++) {
    const to = cuts[i] ?? GRAIN;
    row[followers?.[i] ?? i] = (to - from) / GRAIN;
    from = to;
  }
  return row;
}

/** Uniform integers from 0 to GRAIN in ascending order, sorted by insertion, which is fast for few. */
function drawCuts(count: number, rng: RandomStream): number[] {
  const cuts: number[] = [];
  for (let i = 0; i < count; i++) {
    const cut = rng.integer(GRAIN + 1);
    let place = i;
    for (; place > 0 && cuts[place - 1]! > cut; place--) cuts[place] = cuts[place - 1]!;
    cuts[place] = cut;
  }
  return cuts;
}

/** So many different integers below `bound`, each subset as likely as any other. */
function drawSubset(bound: number, size: number, rng: RandomStream): number[] {
  return rng.shuffle(Array.from({ length: bound }, (_, i) => i)).slice(0, size);
}
