import { continuousPreset, discretePreset } from '../../agents/presets.js';
import { defineCommand } from '../command.js';
import { withEpisodes } from '../distribution-source.js';
import { defaultTasks, evaluate } from '../evaluation.js';
import { loadRun } from '../run.js';
import {
  bayesOptimalSentence,
  evaluationTitle,
  resultsTable,
  settlingLines,
} from '../terminal/results-table.js';
import { figure, painter } from '../terminal/text.js';
import { warn } from '../terminal/warnings.js';
import { CHECKPOINTS, episodesFlag, splitOf, taskFlags } from './task-flags.js';

export const adapt = defineCommand({
  name: 'adapt',
  about:
    "Meta-tests a run's agent: lets it adapt to fresh tasks and reports the return by episode.",
  positionals: [{ name: 'run', about: 'The run folder that train wrote.', required: true }],
  flags: {
    ...taskFlags,
    tasks: {
      kind: 'integer',
      value: 'n',
      minimum: 1,
      maximum: 10_000_000,
      about: `How many tasks, one meta-episode each. Default ${discretePreset.testTasks}, or ${continuousPreset.testTasks} for continuous actions.`,
    },
    episodes: episodesFlag,
    json: { kind: 'switch', about: 'Print one JSON object.' },
  },
  async run({ values, positionals }) {
    const run = await loadRun(positionals[0] ?? '', values.choice('checkpoint', CHECKPOINTS));
    run.warnings.forEach(warn);
    const distribution = withEpisodes(
      run.configuration.distribution,
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
      iteration: run.manifest.iteration,
      steps: run.manifest.steps,
    });
    if (values.switch('json')) {
      process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
      return 0;
    }
    const paint = painter(process.stdout);
    const steps = results.stepsByEpisode.map(figure).join('  ');
    const lines = [
      paint('bold', evaluationTitle(results)),
      '',
      resultsTable(results, paint),
      '',
      `steps by episode  ${steps}`,
      ...settlingLines(results),
      ...[bayesOptimalSentence(results) ?? []].flat(),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  },
});
