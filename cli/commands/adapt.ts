import { continuousPreset, discretePreset } from '../../agents/presets.js';
import type { Results } from '../../schemas/results.js';
import { type Arguments, type Flags, parseArguments, type Values } from '../arguments.js';
import { defineCommand } from '../command.js';
import { defaultTasks, evaluate } from '../evaluation.js';
import { loadRun } from '../run.js';
import { columnsOf, episodeList } from '../terminal/episodes.js';
import {
  bayesOptimalSentence,
  evaluationTitle,
  resultsTable,
  settlingLines,
} from '../terminal/results-table.js';
import { figure, painter } from '../terminal/text.js';
import { warn } from '../terminal/warnings.js';
import { withRunEpisodes } from '../training.js';
import { CHECKPOINTS, episodesFlag, splitOf, taskFlags } from './task-flags.js';

const POSITIONALS = [
  { name: 'run', about: 'The run folder that train wrote.', required: true },
] as const;

const flags = {
  ...taskFlags,
  tasks: {
    kind: 'integer',
    value: 'n',
    minimum: 1,
    maximum: 10_000_000,
    about: `How many tasks, one meta-episode each. Default ${discretePreset.testTasks}, or ${continuousPreset.testTasks} for continuous actions.`,
  },
  episodes: episodesFlag,
  'shuffle-memory': {
    kind: 'switch',
    about:
      'Ablation: show the memory the past in shuffled order, anew at every decision. Takes T² / 2 steps for T decisions.',
  },
  information: {
    kind: 'switch',
    about:
      'Say how many bits each episode finds out about the task, where tasks can be listed and nothing is left to chance.',
  },
  json: { kind: 'switch', about: 'Print one JSON object.' },
} as const satisfies Flags;

export const adapt = defineCommand({
  name: 'adapt',
  about:
    "Meta-tests a run's agent: lets it adapt to fresh tasks and reports the return by episode.",
  positionals: POSITIONALS,
  flags,
  async run({ values, positionals }) {
    const results = await adaptation(values, positionals);
    if (values.switch('json')) {
      process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
      return 0;
    }
    const paint = painter(process.stdout);
    const columns = columnsOf(process.stdout);
    const list = (title: string, values: readonly number[]) =>
      episodeList(title, values.map(figure), columns);
    const { informationByEpisode: bits } = results;
    const lines = [
      paint('bold', evaluationTitle(results)),
      '',
      resultsTable(results, { paint, columns }),
      '',
      list('steps by episode', results.stepsByEpisode),
      ...(bits ? [list('bits found out by episode', bits)] : []),
      ...settlingLines(results, columns),
      ...[bayesOptimalSentence(results) ?? []].flat(),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  },
});

/** Reads what would follow `adapt` on a command line. Throws `UserError`. */
export function parseAdaptation(words: readonly string[]): Arguments<typeof flags> {
  return parseArguments('adapt', flags, POSITIONALS, words);
}

/** What `adapt --json` prints. Throws on user mistakes. */
export async function adaptation(
  values: Values<typeof flags>,
  [path = '']: readonly string[],
): Promise<Results> {
  const run = await loadRun(path, values.choice('checkpoint', CHECKPOINTS));
  run.warnings.forEach(warn);
  const distribution = withRunEpisodes(
    run.configuration,
    run.distribution,
    values.number('episodes') ?? run.distribution.episodes,
  );
  await distribution.family.load?.();
  const { results } = evaluate({
    agent: run.agent,
    distribution,
    split: splitOf(values.text('split')),
    tasks: values.number('tasks') ?? defaultTasks(distribution),
    seed: values.number('seed') ?? 0,
    greedy: values.switch('greedy') ?? false,
    wipeMemory: values.switch('wipe-memory') ?? false,
    shuffleMemory: values.switch('shuffle-memory') ?? false,
    information: values.switch('information') ?? false,
    iteration: run.manifest.iteration,
    steps: run.manifest.steps,
  });
  return results;
}
