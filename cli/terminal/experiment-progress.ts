import type { ExperimentJob } from '../../schemas/experiment-results.js';
import type { Job } from '../experiments/plan.js';
import type { JobsView } from '../experiments/run-jobs.js';
import { duration, figure, painter } from './text.js';

const REDRAW_MILLISECONDS = 200;

export interface ExperimentProgress extends JobsView {
  /** Clears what is drawn in place. */
  end(): void;
}

/** A line for every job that ends; in a terminal also one, redrawn in place, for those that run. */
export function experimentProgress(
  jobs: number,
  done: number,
  stream: NodeJS.WriteStream,
): ExperimentProgress {
  const paint = painter(stream);
  const isTerminal = stream.isTTY && process.env.TERM !== 'dumb';
  const begun = performance.now();
  const running = new Map<string, { readonly begun: number; fraction: number }>();
  let ended = done;
  let finished = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (isTerminal) stream.write('\r\x1b[2K');
  };
  const draw = () => {
    if (!isTerminal || performance.now() - drawnAt < REDRAW_MILLISECONDS) return;
    drawnAt = performance.now();
    const all = [...running].map(([id, { fraction }]) => `${id} ${Math.floor(100 * fraction)} %`);
    const share = finished + [...running.values()].reduce((sum, each) => sum + each.fraction, 0);
    const seconds = (performance.now() - begun) / 1000;
    const left = share > 0 ? `  ${duration((seconds * (jobs - done - share)) / share)} left` : '';
    stream.write(`\r\x1b[?7l\x1b[2K${ended} of ${jobs} jobs  ${all.join('  ')}${left}\x1b[?7h`);
  };
  const line = (text: string) => {
    clear();
    stream.write(`${text}\n`);
    drawnAt = Number.NEGATIVE_INFINITY;
    draw();
  };
  const end = (job: Job): string => {
    const seconds = (performance.now() - (running.get(job.id)?.begun ?? begun)) / 1000;
    running.delete(job.id);
    ended++;
    finished++;
    return `${String(ended).padStart(String(jobs).length)} of ${jobs}  ${job.run}, seed ${job.seed}  ${paint('dim', duration(seconds))}`;
  };
  return {
    started(job) {
      running.set(job.id, { begun: performance.now(), fraction: 0 });
      draw();
    },
    progress(job, fraction) {
      const its = running.get(job.id);
      if (its) its.fraction = fraction;
      draw();
    },
    done(job, result) {
      line(`${paint('green', '✓')} ${end(job)}  ${totals(result)}`);
    },
    failed(job, reason) {
      line(`${paint('red', '✗')} ${end(job)}  ${reason}`);
    },
    end: clear,
  };
}

function totals({ results }: ExperimentJob): string {
  return Object.entries(results)
    .map(([arm, { total }]) => `${arm} ${figure(total)}`)
    .join('  ');
}
