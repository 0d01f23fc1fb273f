import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRnnAgent, metaTest, randomPolicy } from '../agents/index.js';
import type { Policy, TaskDistribution } from '../core/index.js';
import { randomStream } from '../core/index.js';
import { builtInDefinitions, getDistribution } from '../distributions/index.js';
import { familyKinds } from '../envs/index.js';
import { compared, extentOf } from './conformance/earned.js';
import { distributionRules, policyRules } from './conformance/index.js';

// Everything that is in a built-in list runs the same suite as a stranger's part: what is added to a
// list is tested here without another line.

/** With weights drawn by chance; takes its most likely actions. */
async function untrained({ family }: TaskDistribution, encoder: 'gru' | 'none') {
  const agent = await createRnnAgent({ family, hidden: 8, encoder });
  agent.parameters.initialise(randomStream('untrained'));
  agent.parametersChanged();
  agent.greedy = true;
  return agent;
}

describe.each(builtInDefinitions.map(({ id }) => id))('%s', (id) => {
  const distribution = getDistribution(id);
  beforeAll(() => distribution.family.load?.());

  // Rules share the tasks that they draw for one subject, and those are let go afterwards.
  let subject = { distribution };
  afterAll(() => {
    subject = { distribution };
  });
  for (const { name, check } of distributionRules) it(name, () => check(subject));

  const policies: [string, () => Policy | Promise<Policy>][] = [
    ['a random policy', () => randomPolicy(distribution.family.actionSpace)],
    ['an untrained agent', () => untrained(distribution, 'gru')],
  ];
  describe.each(policies)('%s', (_, make) => {
    let policy: Policy;
    beforeAll(async () => {
      policy = await make();
    });

    for (const { name, check } of policyRules) it(name, () => check({ policy, distribution }));
  });

  // Whatever weights it was given, they were drawn before any task was.
  const some = [distribution.sample('train', randomStream('some'))];
  const bounds = (distribution.references?.('train', some) ?? []).filter(
    ({ name, exact }) => exact && ['bayesOptimal', 'wipedMemory', 'markov'].includes(name),
  );
  it.each(bounds.map(({ name, total }) => [name, total] as const))(
    'the bound %s, %d, is not exceeded by an untrained agent',
    async (name, total) => {
      const tasks = 500;
      const { returns } = metaTest({
        policy: await untrained(distribution, name === 'markov' ? 'none' : 'gru'),
        wipeMemory: name !== 'bayesOptimal',
        ...{ distribution, split: 'train', tasks, seed: 0 },
      });
      const totals = new Float64Array(tasks);
      for (const [i, value] of returns.entries()) {
        totals[Math.floor(i / distribution.episodes)]! += value;
      }
      expect(compared(totals, total, extentOf([totals], [total])).verdict).not.toBe('more');
    },
  );

  const known = distribution.referencePolicies?.('train') ?? [];
  describe.each(known.map((each) => [each.name, each] as const))('the policy of %s', (_, each) => {
    for (const { name, check } of policyRules) it(name, () => check(each));
  });
});

it('every built-in kind of family has a built-in distribution, and so is checked above', () => {
  const used = builtInDefinitions.map(({ family }) => family);
  expect(familyKinds.map(({ id }) => id).filter((id) => !used.includes(id))).toEqual([]);
});
