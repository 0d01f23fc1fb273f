import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Collective } from '../../agents/collective.js';
import type { TrainingState } from '../../agents/meta-train.js';
import { MovingCheeseError } from '../../core/errors.js';
import type { RunConfiguration } from '../../schemas/run.js';
import {
  AbandonedError,
  abandon,
  createSharedMemory,
  type SharedMemory,
  sharedCollective,
} from './shared-collective.js';

/** What a further copy of a run is told at its start. */
export interface CopyAssignment {
  readonly rank: number;
  readonly memory: SharedMemory;
  readonly configuration: RunConfiguration;
  readonly resume: TrainingState | undefined;
}

/** `ready` when it has loaded, `finished` when its loop has ended as it should. */
export type CopyMessage = 'ready' | 'finished';

export interface SupervisorAssignment {
  readonly copies: readonly CopyAssignment[];
  /** URL of what each copy runs. */
  readonly script: string;
  readonly memory: SharedMemory;
}

export type SupervisorMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly rank: number; readonly reason: string };

/** The further copies of a run, at work in threads. */
export interface Copies {
  /** For copy 0, in this thread. */
  readonly collective: Collective;
  /** The failure that made copy 0 throw: a copy's own one instead of `AbandonedError`. */
  explain(error: unknown): Promise<unknown>;
  /** Ends the threads, whatever they do. */
  stop(): Promise<void>;
}

/** How long the supervisor's word is waited for. */
const PATIENCE_MILLISECONDS = 5000;

/**
 * Starts copies 1 … workers − 1 of a run and waits until all of them have loaded. Throws when one
 * cannot.
 */
export async function startCopies(
  configuration: RunConfiguration,
  resume: TrainingState | undefined,
  script: URL = new URL('./copy-thread.js', import.meta.url),
): Promise<Copies> {
  const { workers } = configuration;
  const memory = createSharedMemory(workers);
  const copies = Array.from({ length: workers - 1 }, (_, index) => ({
    rank: index + 1,
    memory,
    configuration,
    resume,
  }));
  const supervisor = new Worker(new URL('./supervisor-thread.js', import.meta.url), {
    workerData: { copies, script: script.href, memory } satisfies SupervisorAssignment,
  });
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  supervisor.on('error', fail);
  await new Promise<void>((resolve, reject) => {
    supervisor.on('message', (message: SupervisorMessage) => {
      if (message.kind === 'ready') resolve();
      else fail(new MovingCheeseError(`Worker ${message.rank} failed: ${message.reason}.`));
    });
    failure.then(reject);
  });
  return {
    collective: sharedCollective(memory, 0),
    explain: async (error) => {
      if (!(error instanceof AbandonedError)) return error;
      return Promise.race([failure, delay(PATIENCE_MILLISECONDS, error)]);
    },
    stop: async () => {
      abandon(memory);
      await supervisor.terminate();
    },
  };
}
