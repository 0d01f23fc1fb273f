import { beforeAll, describe, expect, it } from 'vitest';
import { createRnnAgent, randomPolicy } from '../agents/index.js';
import type { Policy } from '../core/index.js';
import { randomStream } from '../core/index.js';
import { builtInDefinitions, getDistribution } from '../distributions/index.js';
import { familyKinds } from '../envs/index.js';
import { distributionRules, policyRules } from './conformance/index.js';

// Everything that is in a built-in list runs the same suite as a stranger's part: what is added to a
// list is tested here without another line.

describe.each(builtInDefinitions.map(({ id }) => id))('%s', (id) => {
  const distribution = getDistribution(id);
  beforeAll(() => distribution.family.load?.());

  for (const { name, check } of distributionRules) it(name, () => check({ distribution }));

  const policies: [string, () => Policy | Promise<Policy>][] = [
    ['a random policy', () => randomPolicy(distribution.family.actionSpace)],
    [
      'an untrained agent',
      async () => {
        const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
        agent.parameters.initialise(randomStream('untrained'));
        agent.parametersChanged();
        agent.greedy = true;
        return agent;
      },
    ],
  ];
  describe.each(policies)('%s', (_, make) => {
    let policy: Policy;
    beforeAll(async () => {
      policy = await make();
    });

    for (const { name, check } of policyRules) it(name, () => check({ policy, distribution }));
  });

  const known = distribution.referencePolicies?.('train') ?? [];
  describe.each(known.map((each) => [each.name, each] as const))('the policy of %s', (_, each) => {
    for (const { name, check } of policyRules) it(name, () => check(each));
  });
});

it('every built-in kind of family has a built-in distribution, and so is checked above', () => {
  const used = builtInDefinitions.map(({ family }) => family);
  expect(familyKinds.map(({ id }) => id).filter((id) => !used.includes(id))).toEqual([]);
});
