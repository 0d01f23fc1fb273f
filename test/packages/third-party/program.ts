/** Registers the lock beside the built-in distributions, uses it by its id, and prints what it saw. */
import { distributions, make, metaTest, randomPolicy, registerDistribution } from 'moving-cheese';
import { checkDistribution } from 'moving-cheese/testing';
import { hiddenCombination } from './distribution.js';
import { tryInTurn } from './policy.js';

registerDistribution(hiddenCombination);
let twice = '';
try {
  registerDistribution(hiddenCombination);
} catch (error) {
  twice = String(error);
}

const env = await make('lock/hidden-combination-v0');
const task = env.sampleTask(1, 'test');
const first = env.reset(task, 2);
const { reward } = env.step(0);

const measured = { distribution: hiddenCombination, split: 'test', tasks: 200, seed: 3 } as const;
const inTurn = metaTest({ ...measured, policy: tryInTurn });
const random = metaTest({
  ...measured,
  policy: randomPolicy(hiddenCombination.family.actionSpace),
});

console.log(
  JSON.stringify({
    ids: distributions.ids(),
    twice,
    task,
    first: [...first],
    reward,
    inTurn: [...inTurn.returnByEpisode],
    random: [...random.returnByEpisode],
    passed: (await checkDistribution(hiddenCombination)).passed,
  }),
);
