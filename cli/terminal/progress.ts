import type { Progress } from '../../agents/meta-train.js';
import { columnsOf, episodeList } from './episodes.js';
import { count, duration, figure, painter } from './text.js';

/** Shows training as it goes. */
export interface ProgressView {
  update(progress: Progress): void;
  /** Leaves the last state on screen. */
  end(): void;
}

const BAR_WIDTH = 24;
/** Columns of what follows the returns in their line: total and sparkline. */
const AFTER = 42;
const REDRAW_SECONDS = 0.1;
const LINE_SECONDS = 5;
const BLOCKS = '▁▂▃▄▅▆▇█';
/** Returns are noisy from one iteration to the next: shown is a mean that forgets like this. */
const SMOOTHING = 0.9;

/** In a terminal: two lines, redrawn in place. Elsewhere: a line now and then. */
export function progressView(title: string, stream: NodeJS.WriteStream): ProgressView {
  const isTerminal = stream.isTTY && process.env.TERM !== 'dumb';
  const paint = painter(stream);
  const begun = performance.now();
  const smoothed: number[] = [];
  const history: number[] = [];
  let first: Progress | undefined;
  let latest: Progress | undefined;
  let shown: Progress | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  let hasDrawn = false;

  const lines = (progress: Progress): [string, string] => {
    const seconds = (performance.now() - begun) / 1000;
    const { fraction, steps } = progress;
    // A run that is resumed begins with what was done before.
    const gained = fraction - (first?.fraction ?? 0);
    const rate = (steps - (first?.steps ?? 0)) / seconds;
    const left =
      fraction >= 1 ? duration(seconds) : `${duration((seconds * (1 - fraction)) / gained)} left`;
    const filled = Math.round(fraction * BAR_WIDTH);
    const bar = `${paint('green', '█'.repeat(filled))}${paint('dim', '░'.repeat(BAR_WIDTH - filled))}`;
    const total = smoothed.reduce((sum, value) => sum + value, 0);
    return [
      [
        paint('bold', title),
        ...(isTerminal ? [bar] : []),
        `${String(Math.floor(fraction * 100)).padStart(3)} %`,
        `${count(steps)} steps`,
        ...(gained > 0 ? [`${count(rate)}/s`, left] : []),
      ].join('  '),
      [
        episodeList('return by episode', smoothed.map(figure), columnsOf(stream) - AFTER, (text) =>
          paint('cyan', text),
        ),
        `total ${figure(total)}`,
        ...(isTerminal ? [paint('dim', sparkline(history))] : []),
      ].join('  '),
    ];
  };
  const draw = (progress: Progress) => {
    const [above, below] = lines(progress);
    // In place: up one line, without wrapping, each line cleared before it is written.
    if (isTerminal) {
      const home = hasDrawn ? '\x1b[1A\r' : '';
      stream.write(`${home}\x1b[?7l\x1b[2K${above}\n\x1b[2K${below}\x1b[?7h\r`);
    } else stream.write(`${above}  ${below}\n`);
    hasDrawn = true;
    shown = progress;
    shownAt = performance.now();
  };
  return {
    update(progress) {
      first ??= progress;
      progress.returnByEpisode.forEach((value, i) => {
        const before = smoothed[i] ?? value;
        smoothed[i] = SMOOTHING * before + (1 - SMOOTHING) * value;
      });
      history.push(smoothed.reduce((sum, value) => sum + value, 0));
      latest = progress;
      const wait = isTerminal ? REDRAW_SECONDS : LINE_SECONDS;
      if (performance.now() - shownAt >= wait * 1000) draw(progress);
    },
    end() {
      if (latest && latest !== shown) draw(latest);
      latest = undefined;
      if (isTerminal && hasDrawn) stream.write('\n');
    },
  };
}

/** A row of small bars, the values' means over equal parts of the time so far. */
function sparkline(values: readonly number[], width = 24): string {
  const bins = Math.min(width, values.length);
  const means = Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * values.length) / bins);
    const part = values.slice(from, Math.floor(((bin + 1) * values.length) / bins));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const low = Math.min(...means);
  const range = Math.max(...means) - low || 1;
  return means
    .map((value) => BLOCKS[Math.min(7, Math.floor(((value - low) / range) * 8))])
    .join('');
}
