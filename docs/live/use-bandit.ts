import { type Remote, wrap } from 'comlink';
import type { BanditGame, Rules } from './bandit-game.js';
import { fetchRun } from './stored-run.js';

interface Table {
  readonly game: Remote<BanditGame>;
  readonly rules: Rules;
}

/** The bandit's worker, which starts, and loads the library and the agent, when it is first asked for. */
export function useBandit(): { load(): Promise<Table>; close(): void } {
  let worker: Worker | undefined;
  let table: Promise<Table> | undefined;

  const start = async (): Promise<Table> => {
    worker = new Worker(new URL('./bandit.worker.ts', import.meta.url), { type: 'module' });
    const game = wrap<BanditGame>(worker);
    const run = await fetchRun(await import('./bandit.run.js'));
    return { game, rules: await game.open(run) };
  };

  return {
    load() {
      table ??= start().catch((error: unknown) => {
        worker?.terminate();
        table = undefined;
        throw error;
      });
      return table;
    },
    close: () => worker?.terminate(),
  };
}
