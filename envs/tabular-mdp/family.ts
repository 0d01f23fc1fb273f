import type { Env, Family, Outcome, TaskFault } from '../../core/env.js';
import { InvalidDataError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { box, discrete } from '../../core/spaces.js';
import { tabularMdpScene } from './scene.js';
import {
  type TabularMdpConfiguration,
  type TabularMdpTask,
  tabularMdpTaskSchemaOf,
} from './schema.js';

/** How far from 1 the sum of a row of probabilities may be. */
const TOLERANCE = 1e-6;

/**
 * MDPs with few states and actions, of which nothing is known beforehand but how many. The observation is the
 * state, one-hot, [S]; the action 0 … A − 1. Episodes never terminate. Throws `InvalidDataError` when the start
 * is no state.
 *
 * @example
 * const family = tabularMdpFamily({ states: 10, actions: 5, start: 0, rewardDeviation: 1 });
 */
export function tabularMdpFamily(
  configuration: TabularMdpConfiguration,
): Family<TabularMdpTask, number> {
  const { states, actions, start } = configuration;
  if (start >= states) {
    throw new InvalidDataError('configuration of tabular-mdp', [
      {
        pointer: '/start',
        rule: `must be one of the states, 0 to ${states - 1}`,
        received: start,
        remedy: 'Choose one of them, or configure more states.',
      },
    ]);
  }
  return {
    id: 'tabular-mdp',
    about: 'Tasks differ in every mean reward and every transition probability.',
    taskSchema: tabularMdpTaskSchemaOf(configuration),
    observationSpace: box([states], 0, 1),
    actionSpace: discrete(actions),
    context: {
      // Mean rewards, then probabilities as multiples of 1 / S.
      size: states * actions * (1 + states),
      write({ rewards, transitions }, row) {
        row.set(rewards.flat());
        row.set(
          transitions.flat(2).map((probability) => probability * states),
          states * actions,
        );
      },
    },
    create: () => new TabularMdpEnv(configuration),
    taskFaults: ({ transitions }) => sumFaults(transitions),
  };
}

function sumFaults(transitions: TabularMdpTask['transitions']): readonly TaskFault[] {
  return transitions.flatMap((rows, state) =>
    rows.flatMap((row, action) => {
      const sum = row.reduce((total, probability) => total + probability, 0);
      return Math.abs(sum - 1) <= TOLERANCE
        ? []
        : [
            {
              pointer: `/transitions/${state}/${action}`,
              rule: `must add up to 1, but adds up to ${sum}`,
              remedy: 'Divide each probability by their sum.',
            },
          ];
    }),
  );
}

class TabularMdpEnv implements Env<TabularMdpTask, number> {
  readonly #configuration: TabularMdpConfiguration;
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  #task: TabularMdpTask | undefined;
  #rng: RandomStream | undefined;
  #state: number;
  /** The state and action of the last step, for the scene. */
  #last: readonly [state: number, action: number] | undefined;

  constructor(configuration: TabularMdpConfiguration) {
    this.#configuration = configuration;
    this.#state = configuration.start;
  }

  reset(task: TabularMdpTask, rng: RandomStream, observation: Float32Array): void {
    this.#task = task;
    this.#rng = rng;
    this.#state = this.#configuration.start;
    this.#last = undefined;
    this.#observe(observation);
  }

  step(action: number, observation: Float32Array): Outcome {
    const { rewards, transitions } = this.#task!;
    const rng = this.#rng!;
    const state = this.#state;
    const mean = rewards[state]![action]!;
    this.#outcome.reward = mean + this.#configuration.rewardDeviation * rng.normal();
    this.#state = rng.categorical(transitions[state]![action]!);
    this.#last = [state, action];
    this.#observe(observation);
    return this.#outcome;
  }

  scene(): Scene {
    return tabularMdpScene(this.#configuration, this.#task, this.#last);
  }

  #observe(row: Float32Array): void {
    row.fill(0);
    row[this.#state] = 1;
  }
}
