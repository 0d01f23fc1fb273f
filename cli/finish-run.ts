import type { MetaTestResult } from '../agents/meta-test.js';
import { type Recording, recordMetaEpisode } from '../agents/recording.js';
import type { Results } from '../schemas/results.js';
import { writeAtomically } from './atomic-file.js';
import { defaultTasks, evaluate } from './evaluation.js';
import { MetricsFile } from './metrics-file.js';
import { renderReport } from './report/report.js';
import { loadChosen } from './run.js';
import type { RunFolder } from './run-folder.js';
import { ownerOf, type Training } from './training.js';

/** How a trained run fares on the test split. */
export interface FinishedRun {
  /** Of the most likely actions. */
  readonly results: Results;
  /** Of drawn actions. */
  readonly drawn: Results;
  /** With the memory wiped between episodes. */
  readonly wiped: Results;
  /** Every task's returns and lengths, and the tasks, of `results`. */
  readonly details: MetaTestResult;
  /** The same of `wiped`. */
  readonly wipedDetails: MetaTestResult;
  readonly recording: Recording;
}

/** Evaluates a trained agent on the test split and writes the report. */
export function finishRun(training: Training, folder: RunFolder): FinishedRun {
  const { configuration, distribution, agent } = training;
  const checkpoint = loadChosen(folder, ownerOf(configuration, distribution, agent), 'best');
  const { iteration, steps, parameters } = checkpoint?.state ?? { iteration: 0, steps: 0 };
  if (parameters) agent.parameters.values.set(parameters);
  agent.parametersChanged();
  const common = {
    ...{ agent, distribution, iteration, steps, seed: configuration.seed },
    split: 'test' as const,
    tasks: defaultTasks(distribution),
    wipeMemory: configuration.wipeMemory,
  };
  const { results, details } = evaluate({ ...common, greedy: true });
  const drawn = evaluate({ ...common, greedy: false }).results;
  const { results: wiped, details: wipedDetails } = evaluate({
    ...common,
    greedy: true,
    wipeMemory: true,
  });
  agent.greedy = true;
  const recording = recordMetaEpisode({
    policy: agent,
    distribution,
    task: tellingTask(details, distribution.episodes),
    seed: configuration.seed,
    wipeMemory: configuration.wipeMemory,
  });
  const metrics = MetricsFile.read(folder.metrics);
  writeAtomically(
    folder.report,
    renderReport({
      ...{ configuration, distribution, metrics, results, drawn, wiped, recording, details },
    }),
  );
  return { results, drawn, wiped, details, wipedDetails, recording };
}

/** A task that shows what memory does: at the upper quartile of the last episode's gain on the first. */
function tellingTask({ tasks, returns }: MetaTestResult, episodes: number): unknown {
  const gain = (task: number) =>
    (returns[(task + 1) * episodes - 1] ?? 0) - (returns[task * episodes] ?? 0);
  const order = tasks.map((_, task) => task).sort((a, b) => gain(a) - gain(b));
  return tasks[order[Math.floor(0.75 * order.length)] ?? 0] ?? null;
}
