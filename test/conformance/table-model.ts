import { backwardInduction } from '../../core/index.js';

/** States beyond these are not kept apart. */
const MOST_STATES = 20_000;
/** Values of actions that are kept, over all steps of an episode: 32 MB. */
const MOST_VALUES = 4_000_000;

/** The end of an episode, or a state that is not kept. */
export const NOWHERE = -1;

/** What followed when an action was taken in a state: how often, and the rewards. */
interface Outcome {
  readonly pair: number;
  readonly to: number;
  count: number;
  reward: number;
}

/** The best action at each step of the episode in each state; undefined in a state that was not met. */
export type Plan = (step: number, sight: number) => number | undefined;

/** An MDP as it was met, with sights for states: counts and mean rewards in a table. */
export class TableModel {
  readonly #actions: number;
  readonly #horizon: number;
  readonly #mostStates: number;
  readonly #states = new Map<number, number>();
  readonly #outcomes = new Map<number, Outcome>();

  constructor(actions: number, horizon: number) {
    this.#actions = actions;
    this.#horizon = horizon;
    const affordable = Math.floor(MOST_VALUES / (actions * horizon));
    this.#mostStates = Math.min(MOST_STATES, Math.max(1, affordable));
  }

  /** How many different states were met. */
  get size(): number {
    return this.#states.size;
  }

  /** The state that is so seen, a new one if need be; {@link NOWHERE} when there are too many. */
  stateOf(sight: number): number {
    const known = this.#states.get(sight);
    if (known !== undefined) return known;
    if (this.#states.size >= this.#mostStates) return NOWHERE;
    this.#states.set(sight, this.#states.size);
    return this.#states.size - 1;
  }

  /** One transition. */
  record(from: number, action: number, reward: number, to: number): void {
    if (from === NOWHERE) return;
    const pair = from * this.#actions + action;
    const key = pair * (MOST_STATES + 1) + to + 1;
    const outcome = this.#outcomes.get(key);
    if (outcome) {
      outcome.count++;
      outcome.reward += reward;
    } else {
      this.#outcomes.set(key, { pair, to, count: 1, reward });
    }
  }

  /** What is best if an episode goes on as it did in the mean. */
  plan(): Plan {
    const states = this.#states.size;
    const actions = this.#actions;
    const outcomesOf: Outcome[][] = Array.from({ length: states * actions }, () => []);
    for (const outcome of this.#outcomes.values()) outcomesOf[outcome.pair]!.push(outcome);
    const counts = outcomesOf.map((all) => all.reduce((sum, { count }) => sum + count, 0));
    const wasTried = new Uint8Array(states);
    for (const [pair, count] of counts.entries()) {
      if (count > 0) wasTried[Math.floor(pair / actions)] = 1;
    }
    const { actionValues } = backwardInduction(
      { states, actions, horizon: this.#horizon },
      (pair, next) => {
        const count = counts[pair]!;
        // What was never tried is not chosen; where nothing was, nothing is known.
        if (count === 0) return wasTried[Math.floor(pair / actions)] ? Number.NEGATIVE_INFINITY : 0;
        let sum = 0;
        for (const outcome of outcomesOf[pair]!) {
          sum += outcome.reward;
          if (outcome.to !== NOWHERE) sum += outcome.count * next[outcome.to]!;
        }
        return sum / count;
      },
    );
    return (step, sight) => {
      const state = this.#states.get(sight);
      if (state === undefined || wasTried[state] === 0) return undefined;
      const from = (step * states + state) * actions;
      const values = actionValues.subarray(from, from + actions);
      return values.indexOf(Math.max(...values));
    };
  }
}
