import { describe, expect, it } from 'vitest';
import type { DecisionBatch, Policy, RandomStream } from '../../../core/index.js';
import { checkPolicy, policyRules } from '../../conformance/index.js';
import { lineDistribution } from './line-family.js';

const distribution = lineDistribution();

/** Where a policy may go wrong; each hook is right by default. */
interface Faults {
  readonly begin?: (memory: number[], slots: number) => number[];
  readonly clears?: (batch: DecisionBatch, slot: number) => boolean;
  readonly remember?: (batch: DecisionBatch, slot: number, memory: readonly number[]) => number;
  readonly choose?: (memory: number, rng: RandomStream) => number;
}

/** A correct recurrent policy: sums what it saw of each transition, and acts on it and a draw. */
function summingPolicy({
  begin = (_memory, slots) => Array<number>(slots).fill(0),
  clears = (batch, slot) => batch.firstStep[slot] === 1,
  remember = ({ transition }, slot, memory) =>
    memory[slot]! + transition.reward[slot]! * 100 + transition.nextObservation[slot * 2 + 1]! * 10,
  choose = (memory, rng) => (Math.floor(Math.abs(memory)) + rng.integer(2)) % 3,
}: Faults = {}): Policy {
  let memory: number[] = [];
  return {
    begin(slots) {
      memory = begin(memory, slots);
    },
    act(batch, rng) {
      memory = memory.map((_, slot) => (clears(batch, slot) ? 0 : remember(batch, slot, memory)));
      return memory.map((value) => choose(value, rng));
    },
  };
}

async function broken(policy: Policy) {
  const report = await checkPolicy(policy, distribution);
  return report.results.filter(({ passed }) => !passed).map(({ rule }) => rule);
}

describe('a correct policy', () => {
  for (const { name, check } of policyRules) {
    it(name, () => check({ policy: summingPolicy(), distribution }));
  }

  it('may be without memory or randomness', async () => {
    expect(await broken({ begin() {}, act: ({ slots }) => new Int32Array(slots) })).toEqual([]);
  });
});

describe('a planted fault breaks its rule', () => {
  it('one action too few', async () => {
    const policy: Policy = { begin() {}, act: ({ slots }) => Array(slots - 1).fill(0) };
    expect(await broken(policy)).toContain('actions are of the action space');
  });

  it('an action outside the space', async () => {
    expect(await broken(summingPolicy({ choose: () => 3 }))).toContain(
      'actions are of the action space',
    );
    expect(await broken(summingPolicy({ choose: () => Number.NaN }))).toContain(
      'actions are of the action space',
    );
  });

  it('writing to the batch', async () => {
    const policy: Policy = {
      begin() {},
      act(batch) {
        batch.observation.fill(0.25);
        return new Int32Array(batch.slots);
      },
    };
    expect(await broken(policy)).toEqual(['actions are of the action space']);
  });

  it('global randomness', async () => {
    expect(await broken(summingPolicy({ choose: () => Math.floor(Math.random() * 3) }))).toContain(
      'the same stream gives the same actions',
    );
  });

  it('begin keeps the memory', async () => {
    const policy = summingPolicy({
      begin: (memory, slots) => Array.from({ length: slots }, (_, i) => memory[i] ?? 0),
      clears: (batch, slot) => batch.metaEpisodeEnded[slot] === 1,
    });
    expect(await broken(policy)).toContain('begin clears the memory');
  });

  it('memory outlives the meta-episode', async () => {
    expect(await broken(summingPolicy({ clears: () => false }))).toContain(
      'memory is cleared at the first step',
    );
  });

  it('the last transition is read after clearing', async () => {
    const policy = summingPolicy({
      clears: () => false,
      remember: (batch, slot, memory) =>
        (batch.firstStep[slot] === 1 ? 0 : memory[slot]!) +
        batch.transition.nextObservation[slot * 2 + 1]! * 10,
    });
    expect(await broken(policy)).toEqual(['memory is cleared at the first step']);
  });

  it('all slots are cleared together', async () => {
    const policy = summingPolicy({ clears: (batch) => batch.firstStep.includes(1) });
    expect(await broken(policy)).toEqual(['slots do not influence each other']);
  });

  it('slots share a memory', async () => {
    const policy = summingPolicy({
      remember: ({ transition, slots }, slot, memory) =>
        memory[slot]! + (transition.nextObservation.reduce((sum, x) => sum + x, 0) / slots) * 10,
    });
    expect(await broken(policy)).toEqual(['slots do not influence each other']);
  });
});
