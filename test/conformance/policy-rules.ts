import { contains, type DecisionBatch, type MetaEpisodes, sizeOf } from '../../core/index.js';
import { compare, decide, decisions, STEPS } from './acting.js';
import { advanceAll, following, joined, lifeOf } from './joined-batch.js';
import { textOf } from './plain-data.js';
import { impureCalls } from './purity.js';
import { type ConformanceReport, defineRule, type Rule, runRules, violated } from './rule.js';
import { type PolicySubject, suiteStream } from './subjects.js';

const LONGEST = 2000;

const actionsRule = defineRule<PolicySubject>(
  'actions are of the action space',
  'A policy returns one action of the action space for each slot, from plain arrays, which it only reads.',
  ({ policy, distribution }) => {
    const { actionSpace } = distribution.family;
    const size = sizeOf(actionSpace);
    for (const slots of [1, 3]) {
      const lives = Array.from({ length: slots }, (_, i) => lifeOf(distribution, `actions ${i}`));
      policy.begin(slots);
      for (let time = 0; time < STEPS; time++) {
        const batch = joined(lives);
        const actions = decide(policy, batch, time);
        if (actions.length !== slots * size) {
          violated(
            `For ${slots} slots it returned ${actions.length} numbers.`,
            `Return ${slots} × ${size}.`,
          );
        }
        for (let slot = 0; slot < slots; slot++) {
          const action = actions.slice(slot * size, (slot + 1) * size);
          if (!contains(actionSpace, action)) {
            violated(`The action of slot ${slot} is ${textOf(action)}.`, 'Clip it to the space.');
          }
        }
        if (!sameBatch(batch, joined(lives))) violated('It wrote to the batch.', 'Copy first.');
        advanceAll(distribution, lives, actions);
      }
    }
  },
);

function sameBatch(one: DecisionBatch, other: DecisionBatch): boolean {
  const { transition: a, ...rest } = one;
  const { transition: b, ...others } = other;
  return textOf(rest) + textOf(a) === textOf(others) + textOf(b);
}

const repeatableRule = defineRule<PolicySubject>(
  'the same stream gives the same actions',
  'Decisions are a function of the batches since begin and the stream, and of nothing global.',
  (subject) => {
    const run = () => decisions(subject, [lifeOf(subject.distribution, 'repeat')]);
    const once = run();
    compare(once, run(), 'Two equal runs differ', 'Take all randomness from rng.');
    const calls = impureCalls(() => void run());
    if (calls.includes('Math.random')) violated('It called Math.random.', 'Draw from rng.');
  },
);

const beginRule = defineRule<PolicySubject>(
  'begin clears the memory',
  'After begin, a policy decides as if it had never acted.',
  (subject) => {
    const run = (seed: string, slots: number) =>
      decisions(
        subject,
        Array.from({ length: slots }, (_, i) => lifeOf(subject.distribution, `${seed} ${i}`)),
      );
    const first = run('begin', 2);
    run('something else', 2);
    compare(
      first,
      run('begin', 2),
      'It decided otherwise after another life',
      'Clear all in begin.',
    );
    run('something else', 5);
    compare(first, run('begin', 2), 'It decided otherwise after more slots', 'Clear all in begin.');
  },
);

const firstStepRule = defineRule<PolicySubject>(
  'memory is cleared at the first step',
  'Where firstStep is 1, nothing of the meta-episode before is remembered, nor its last transition.',
  (subject) => {
    const { policy, distribution } = subject;
    const live = (life: MetaEpisodes<unknown>, firstBatch: DecisionBatch) => {
      const all: number[][] = [];
      for (let time = 0; time < STEPS; time++) {
        const actions = decide(policy, time === 0 ? firstBatch : joined([life]), time);
        all.push(actions);
        life.advance(actions);
      }
      return all;
    };
    const alone = lifeOf(distribution, 'present');
    policy.begin(1);
    const expected = live(alone, joined([alone]));
    policy.begin(1);
    const before = lifeOf(distribution, 'past');
    for (let time = 0; time < LONGEST && before.metaEpisodeEnded[0] === 0; time++) {
      before.advance(decide(policy, joined([before]), time));
    }
    const present = lifeOf(distribution, 'present');
    compare(
      expected,
      live(present, following(before, present)),
      'It decided otherwise after another meta-episode',
      'Where firstStep is 1, clear the slot and leave the last transition unread.',
    );
  },
);

const slotsRule = defineRule<PolicySubject>(
  'slots do not influence each other',
  "What a policy does in one slot does not depend on its neighbours' lives.",
  (subject) => {
    const { distribution } = subject;
    const size = sizeOf(distribution.family.actionSpace);
    const slots = 3;
    for (let place = 0; place < slots; place++) {
      const run = (neighbours: string) => {
        const lives = Array.from({ length: slots }, (_, i) =>
          lifeOf(distribution, i === place ? 'observed' : `${neighbours} ${i}`),
        );
        // Neighbours begin anew at their own times, so that their firstStep is seen apart.
        const disturb = (time: number) => {
          if (neighbours === 'restless' && time % 7 === 3) {
            for (const [i, life] of lives.entries())
              if (i !== place) life.restart(suiteStream(`anew ${time} ${i}`));
          }
        };
        const all = decisions(subject, lives, disturb);
        return all.map((actions) => actions.slice(place * size, (place + 1) * size));
      };
      compare(
        run('calm'),
        run('restless'),
        `Slot ${place} acted otherwise beside other neighbours`,
        'Clear only slots whose firstStep is 1, share no statistics, and draw equally often for every slot.',
      );
    }
  },
);

/**
 * What every policy must obey. Stochastic policies are checked with streams that depend on the time
 * alone; one that draws a varying number of times for a slot must fork a stream for each
 * (`rng.fork(slot)`), or its slots influence each other. Policies see plain arrays only: one that
 * looks at the engine's tasks, such as an oracle, cannot be checked.
 *
 * @example
 * for (const { name, check } of policyRules) it(name, () => check({ policy, distribution }));
 */
export const policyRules: readonly Rule<PolicySubject>[] = [
  actionsRule,
  repeatableRule,
  beginRule,
  firstStepRule,
  slotsRule,
];

/**
 * Loads the family and runs {@link policyRules}. Does not throw where a rule is broken: the report says so.
 *
 * @example
 * const { passed, results } = await checkPolicy(policy, distribution);
 */
export async function checkPolicy(
  policy: PolicySubject['policy'],
  distribution: PolicySubject['distribution'],
): Promise<ConformanceReport> {
  await distribution.family.load?.();
  return runRules(`policy in ${distribution.id}`, policyRules, { policy, distribution });
}
