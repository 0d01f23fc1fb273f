import {
  type Action,
  type Env,
  type Family,
  type RandomStream,
  sample,
  sizeOf,
  taskInEpisode,
} from '../../core/index.js';
import { suiteStream } from './subjects.js';

/** One call of `reset` or `step`, with copies of all it gave back. */
export interface Moment {
  readonly call: 'reset' | 'step';
  readonly observation: readonly number[];
  readonly reward: unknown;
  readonly terminated: unknown;
}

/** How a session lives. Every row is filled with NaN before it is handed to the env. */
export interface SessionOptions {
  readonly task: unknown;
  /** Names the streams of the env and of the actions. */
  readonly seed: string;
  /** Steps after which an episode is abandoned, so that resets are seen too; 9 by default. */
  readonly horizon?: number;
  /** Fills rows of observations and actions with rubbish once the env had them. */
  readonly spoilRows?: boolean;
}

/** A random policy in one env, one task and a stream: a function of its options. */
export class Session {
  readonly moments: Moment[] = [];
  /** Rows of box actions as they were given, and copies from before. */
  readonly actions: { readonly given: Float32Array; readonly copy: Float32Array }[] = [];
  /** The row handed over last. */
  row = new Float32Array(0);
  readonly #env: Env<unknown>;
  readonly #family: Family<unknown>;
  readonly #options: SessionOptions;
  readonly #envStream: RandomStream;
  readonly #actionStream: RandomStream;
  #stepsLeft = 0;
  #episode = 0;

  constructor(family: Family<unknown>, env: Env<unknown>, options: SessionOptions) {
    this.#family = family;
    this.#env = env;
    this.#options = options;
    this.#envStream = suiteStream(options.seed).fork('env');
    this.#actionStream = suiteStream(options.seed).fork('actions');
  }

  /** One call: `reset` where an episode is due, else `step` with a random action. */
  advance(): Moment {
    const row = new Float32Array(sizeOf(this.#family.observationSpace)).fill(Number.NaN);
    this.row = row;
    let moment: Moment;
    if (this.#stepsLeft === 0) {
      const task = taskInEpisode(this.#family, this.#options.task, this.#episode++);
      this.#env.reset(task, this.#envStream, row);
      this.#stepsLeft = this.#options.horizon ?? 9;
      moment = { call: 'reset', observation: [...row], reward: 0, terminated: false };
    } else {
      const action = this.#randomAction();
      const { reward, terminated } = this.#env.step(action, row);
      this.#stepsLeft = terminated ? 0 : this.#stepsLeft - 1;
      moment = { call: 'step', observation: [...row], reward, terminated };
    }
    if (this.#options.spoilRows) {
      row.fill(-12345);
      this.actions.at(-1)?.given.fill(-12345);
    }
    this.moments.push(moment);
    return moment;
  }

  /** Advances so many calls and returns all moments. */
  play(calls: number): Moment[] {
    for (let i = 0; i < calls; i++) this.advance();
    return this.moments;
  }

  #randomAction(): Action {
    const { actionSpace } = this.#family;
    const action = new Float32Array(sizeOf(actionSpace));
    sample(actionSpace, this.#actionStream, action);
    if (actionSpace.kind === 'discrete') return action[0]!;
    this.actions.push({ given: action, copy: action.slice() });
    return action;
  }
}

/** Plays in an env, does something with it, and disposes of it, whatever happens. */
export function withEnv<Result>(
  family: Family<unknown>,
  use: (env: Env<unknown>) => Result,
): Result {
  const env = family.create();
  try {
    return use(env);
  } finally {
    env.dispose?.();
  }
}

/** Where two runs first differ, in words; nothing when they are the same bit for bit. */
export function firstDifference(a: readonly Moment[], b: readonly Moment[]): string | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const one = a[i];
    const other = b[i];
    if (!one || !other) return `one run has ${a.length} calls, the other ${b.length}`;
    const at = `at call ${i} (${one.call})`;
    if (one.call !== other.call) return `${at} the other run was at a ${other.call}`;
    const element = one.observation.findIndex((x, j) => !Object.is(x, other.observation[j]));
    if (element >= 0) {
      return `${at} element ${element} of the observation was ${one.observation[element]} in one run and ${other.observation[element]} in the other`;
    }
    for (const field of ['reward', 'terminated'] as const) {
      if (!Object.is(one[field], other[field])) {
        return `${at} ${field} was ${String(one[field])} in one run and ${String(other[field])} in the other`;
      }
    }
  }
  return undefined;
}
