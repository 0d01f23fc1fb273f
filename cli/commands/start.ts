import type { MetaTestResult } from '../../agents/meta-test.js';
import { discretePreset } from '../../agents/presets.js';
import { movingCheeseDefinition } from '../../distributions/maze-moving-cheese.js';
import { distancesFrom, layoutOf, type MazeTask, mazeTaskSchema } from '../../envs/index.js';
import { checkSchema } from '../../schemas/check.js';
import { defineCommand } from '../command.js';
import { defaultWorkers, joinConfiguration } from '../configuration.js';
import { defaultFolder } from '../default-folder.js';
import type { FinishedRun } from '../finish-run.js';
import { createRunFolder } from '../run-folder.js';
import { columnsOf } from '../terminal/episodes.js';
import { metaEpisodeText } from '../terminal/meta-episode.js';
import { bayesOptimalSentence, resultsTable } from '../terminal/results-table.js';
import { figure, type Painter, table } from '../terminal/text.js';
import { warn } from '../terminal/warnings.js';
import { trainAndReport } from '../train-and-report.js';
import { loadTraining } from '../training.js';

/** How long the demonstration trains, on at most this many workers. */
const START_SECONDS = 60;
const START_WORKERS = 2;

export const start = defineCommand({
  name: 'start',
  about: 'Shows the whole: trains an agent to find moving cheese, and how it adapts.',
  positionals: [],
  flags: {
    seconds: {
      kind: 'number',
      value: 'n',
      above: 0,
      about: `Train for so long. Default ${START_SECONDS}.`,
    },
    seed: { kind: 'integer', value: 'n', minimum: 0, about: 'Default 1.' },
    out: { kind: 'text', value: 'dir', about: 'The run folder to create.' },
  },
  async run({ values }) {
    const budget = { seconds: values.number('seconds') ?? START_SECONDS };
    const configuration = joinConfiguration(
      {
        seed: values.number('seed') ?? 1,
        budget,
        workers: Math.min(START_WORKERS, defaultWorkers(budget)),
      },
      { id: movingCheeseDefinition.id },
      discretePreset,
    );
    const training = await loadTraining(configuration);
    training.warnings.forEach(warn);
    const folder = createRunFolder(
      values.text('out') ?? defaultFolder(movingCheeseDefinition.id, configuration.seed),
      training.configuration,
    );
    process.stdout.write(`${INTRODUCTION}\n\n`);
    return trainAndReport({ training, folder, resume: undefined, isJson: false, summarise });
  },
});

const INTRODUCTION =
  'A mouse looks for cheese in a maze. The cheese is hidden somewhere else in every task; in one task\nit stays where it is for four episodes. Nobody tells the agent: it must learn to search, to remember\nand to go straight back.';

function summarise(finished: FinishedRun, paint: Painter): string[] {
  const { results, wiped, details, wipedDetails, recording } = finished;
  const shortest = meanShortestPath(details.tasks);
  const row = (name: string, values: readonly number[]) => [
    name,
    ...values.map((steps) => steps.toFixed(2)),
  ];
  const episodes = details.stepsByEpisode.map((_, i) => `episode ${i + 1}`);
  const last = details.stepsByEpisode.at(-1) ?? 0;
  return [
    `Adaptation to ${results.tasks} tasks of the test split, most likely actions:`,
    '',
    resultsTable(results, {
      paint,
      columns: columnsOf(process.stdout),
      more: [{ ...wiped, name: 'agent, memory wiped', note: 'ablation' }],
    }),
    ...[bayesOptimalSentence(results) ?? []].flat(),
    '',
    table([
      ['steps to the cheese', ...episodes].map((text) => paint('dim', text)),
      row('agent', details.stepsByEpisode).map((text) => paint('bold', text)),
      row('agent, memory wiped', wipedDetails.stepsByEpisode),
      row('shortest path', Array<number>(episodes.length).fill(shortest)),
    ]),
    `In the last episode ${figure(last / shortest)} times the shortest path.`,
    '',
    'One of these tasks (at the upper quartile of what the last episode gains on the first):',
    '',
    metaEpisodeText(recording, process.stdout),
  ];
}

/** Mean over tasks of the fewest steps from the start to the cheese. */
function meanShortestPath(tasks: MetaTestResult['tasks']): number {
  const { width, height, walls, start: from } = movingCheeseDefinition.configuration;
  const [x = 0, y = 0] = from;
  const distances = distancesFrom(layoutOf(width, height, walls), y * width + x);
  const steps = tasks.filter(isMazeTask).map(({ cheeses }) => {
    return Math.min(...cheeses.map((cheese) => distances[cheese.y * width + cheese.x] ?? 0));
  });
  return steps.reduce((sum, each) => sum + each, 0) / steps.length;
}

function isMazeTask(value: unknown): value is MazeTask {
  return checkSchema(mazeTaskSchema, value).length === 0;
}
