import { type FirstTraining, firstTraining } from './first-training.js';
import { flagWords } from './flag-words.js';

const KEEP = '--keep-run';

/** What is to be measured. */
export interface LearningArguments {
  readonly distribution: string;
  /** Of training, whole ones. */
  readonly seconds: string;
  readonly seeds: readonly number[];
  readonly tasks: number;
  /** What every seed is trained on before. */
  readonly first?: FirstTraining;
  /** Flags of `train`. */
  readonly trainFlags: readonly string[];
  /** All that was said but the seeds and tasks, for a title. */
  readonly said: readonly string[];
  /** Whether the run of the median seed is kept. */
  readonly keepsRun: boolean;
  /** Of the result's file, without the ending. */
  readonly name: string;
}

/** What the words after `npm run bench:learning --` ask for. Throws `UserError` before hours are spent on training. */
export async function learningArguments(words: readonly string[]): Promise<LearningArguments> {
  const [
    distribution = 'maze/gridnavi-v0',
    seconds = '15',
    list = '1,2,3,4,5',
    tasks = '2000',
    ...flags
  ] = words;
  const { first, flags: trainFlags } = firstTraining(flags.filter((flag) => flag !== KEEP));
  const said = [
    ...(first ? ['--first', `${first.distribution}:${first.seconds}`] : []),
    ...trainFlags,
  ];
  return {
    ...{ distribution, seconds, tasks: Number(tasks), trainFlags, said },
    ...(first && { first }),
    seeds: list.split(',').map(Number),
    keepsRun: flags.includes(KEEP),
    name: `${distribution.replaceAll('/', '-')}-${seconds}s${await flagWords(said)}`,
  };
}
