import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Progress } from '../agents/meta-train.js';
import { checkSchema } from '../schemas/check.js';
import { type MetricsLine, metricsLineSchema } from '../schemas/run.js';
import { writeAtomically } from './atomic-file.js';

/** `metrics.jsonl`: one line of JSON an iteration, in order, from iteration 1. */
export class MetricsFile {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * Opens the file for appending after the given iteration. What a killed process wrote beyond it,
   * half a line included, is cut away.
   */
  static open(path: string, iteration: number): MetricsFile {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const kept = linesOf(text).slice(0, iteration);
    const content = kept.map(({ text: line }) => `${line}\n`).join('');
    if (content !== text || text === '') writeAtomically(path, content);
    return new MetricsFile(openSync(path, 'a'));
  }

  /** How many whole lines, one an iteration, the file has. */
  static count(path: string): number {
    return existsSync(path) ? linesOf(readFileSync(path, 'utf8')).length : 0;
  }

  /** All whole lines, up to the first that is broken. */
  static read(path: string): MetricsLine[] {
    return existsSync(path) ? linesOf(readFileSync(path, 'utf8')).map(({ line }) => line) : [];
  }

  append(line: MetricsLine): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  /** Brings what was appended to the disk, before a checkpoint relies on it. */
  flush(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** What an iteration leaves in the file. `seconds` for a budget by the clock alone. */
export function metricsLineOf(progress: Progress, seconds: number | undefined): MetricsLine {
  return {
    iteration: progress.iteration,
    steps: progress.steps,
    returnByEpisode: [...progress.returnByEpisode],
    loss: progress.loss,
    entropy: progress.entropy,
    divergence: progress.divergence,
    gradientNorm: progress.gradientNorm,
    learningRate: progress.learningRate,
    ...(seconds === undefined ? {} : { seconds }),
  };
}

function linesOf(text: string): { readonly text: string; readonly line: MetricsLine }[] {
  const lines: { text: string; line: MetricsLine }[] = [];
  // What follows the last line break is half a line, or nothing.
  for (const line of text.split('\n').slice(0, -1)) {
    const parsed = parsedLine(line);
    if (parsed?.iteration !== lines.length + 1) break;
    lines.push({ text: line, line: parsed });
  }
  return lines;
}

function parsedLine(text: string): MetricsLine | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isMetricsLine(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isMetricsLine(value: unknown): value is MetricsLine {
  return checkSchema(metricsLineSchema, value).length === 0;
}
