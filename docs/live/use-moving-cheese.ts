import { type Remote, wrap } from 'comlink';
import type { MovingCheese } from './mouse-trial.js';
import { fetchRun } from './stored-run.js';

/** The demo's worker, which starts, and loads the library and the trained agent, when it is first asked for. */
export function useMovingCheese(): {
  load(tell: (status: string) => void): Promise<Remote<MovingCheese>>;
  close(): void;
} {
  let worker: Worker | undefined;
  let mice: Promise<Remote<MovingCheese>> | undefined;

  const start = async (tell: (status: string) => void) => {
    tell('Loading the library and the trained agent …');
    worker = new Worker(new URL('./moving-cheese.worker.ts', import.meta.url), { type: 'module' });
    const remote = wrap<MovingCheese>(worker);
    await remote.open(await fetchRun(await import('./moving-cheese.run.js')));
    return remote;
  };

  return {
    load(tell) {
      mice ??= start(tell).catch((error: unknown) => {
        worker?.terminate();
        mice = undefined;
        throw error;
      });
      return mice;
    },
    close: () => worker?.terminate(),
  };
}
