import { proxy, type Remote, wrap } from 'comlink';
import type { Tell, TrainHere } from './train-here.js';

/** The worker that trains, which starts, and loads the library, when it is first asked for. */
export function useTrainHere(): {
  trainer(): Remote<TrainHere>;
  train(tell: Tell): Promise<void>;
  close(): void;
} {
  let worker: Worker | undefined;
  let remote: Remote<TrainHere> | undefined;

  const trainer = () => {
    worker ??= new Worker(new URL('./train-here.worker.ts', import.meta.url), { type: 'module' });
    remote ??= wrap<TrainHere>(worker);
    return remote;
  };

  return {
    trainer,
    train: (tell) => trainer().train(proxy(tell)),
    close: () => worker?.terminate(),
  };
}
