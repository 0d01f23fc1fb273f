import { type Remote, wrap } from 'comlink';
import type { Cheetah, Course } from './cheetah.js';
import { fetchRun } from './stored-run.js';

/** Which of the trained agents. */
export type CheetahName = 'velocity' | 'eitherWay' | 'direction';

/** The half-cheetah's worker, which starts, and loads library, physics and agent, when it is first asked for. */
export function useCheetah(): {
  /** Exchanges the agent; what ran before is gone. */
  load(name: CheetahName): Promise<{ readonly cheetah: Remote<Cheetah>; readonly course: Course }>;
  close(): void;
} {
  let worker: Worker | undefined;
  let cheetah: Remote<Cheetah> | undefined;

  return {
    async load(name) {
      worker ??= new Worker(new URL('./cheetah.worker.ts', import.meta.url), { type: 'module' });
      cheetah ??= wrap<Cheetah>(worker);
      const { runs } = await import('./cheetah.runs.js');
      return { cheetah, course: await cheetah.open(await fetchRun(runs[name])) };
    },
    close: () => worker?.terminate(),
  };
}
