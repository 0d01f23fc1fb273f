import type { DecisionBatch, MetaEpisodes, Policy } from '../../core/index.js';
import { advanceAll, joined } from './joined-batch.js';
import { textOf } from './plain-data.js';
import { violated } from './rule.js';
import { type PolicySubject, suiteStream } from './subjects.js';

/** How long each run of a policy is watched. */
export const STEPS = 60;

/** One decision, copied. The stream depends on the time alone, never on what was drawn before. */
export function decide(policy: Policy, batch: DecisionBatch, time: number): number[] {
  return Array.from(policy.act(batch, suiteStream('policy').fork(time)));
}

/**
 * Lets the policy act in lives side by side, starting with `begin`, and returns the decisions.
 * `disturb` is called before each step.
 */
export function decisions(
  { policy, distribution }: PolicySubject,
  lives: readonly MetaEpisodes<unknown>[],
  disturb: (time: number) => void = () => {},
): number[][] {
  policy.begin(lives.length);
  return Array.from({ length: STEPS }, (_, time) => {
    disturb(time);
    const actions = decide(policy, joined(lives), time);
    advanceAll(distribution, lives, actions);
    return actions;
  });
}

/** Breaks the rule where two runs decided differently, and says when. */
export function compare(
  one: readonly number[][],
  other: readonly number[][],
  seen: string,
  remedy: string,
) {
  const time = one.findIndex((actions, t) => textOf(actions) !== textOf(other[t]));
  if (time < 0) return;
  violated(
    `${seen}: at decision ${time}, ${textOf(one[time])} and ${textOf(other[time])}.`,
    remedy,
  );
}
