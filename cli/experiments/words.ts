import type { Experiment } from '../../schemas/experiment.js';

/** Name of a run with a seed: of its job, of its folder and of what is kept of it. */
export function jobId(run: string, seed: number): string {
  return `${run}-${seed}`;
}

/** What follows `moving-cheese train` for a run with a seed, but for the folder. */
export function trainWords(
  { train }: Experiment['runs'][number],
  seed: number,
  steps?: number,
): string[] {
  const given = wordsOf(train);
  const words = steps === undefined ? given : withoutFlag(given, '--steps');
  return [
    ...words,
    ...(steps === undefined ? [] : ['--steps', String(steps)]),
    ...['--seed', String(seed), '--workers', '1'],
  ];
}

/** What follows `moving-cheese adapt` for an arm with a seed. */
export function adaptWords(
  { adapt }: Experiment['arms'][number],
  seed: number,
  folder: string,
): string[] {
  return [folder, ...wordsOf(adapt), '--seed', String(seed)];
}

/** Words do not hold blanks, so that nothing needs quotes. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function withoutFlag(words: readonly string[], flag: string): string[] {
  return words.filter(
    (word, i) => word !== flag && words[i - 1] !== flag && !word.startsWith(`${flag}=`),
  );
}
