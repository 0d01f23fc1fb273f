import { randomPolicy } from '../agents/baselines.js';
import { informationByEpisode } from '../agents/information.js';
import { type MetaTestResult, metaTest } from '../agents/meta-test.js';
import { presetFor } from '../agents/presets.js';
import { summariseQuantities } from '../agents/quantities.js';
import type { RnnAgent } from '../agents/rnn-agent.js';
import { shuffledMemory } from '../agents/shuffled-memory.js';
import type { Split, TaskDistribution } from '../core/distribution.js';
import { randomStream } from '../core/random.js';
import { normalised } from '../core/references.js';
import type { Results } from '../schemas/results.js';
import { UserError } from './failures.js';

/** Tasks of an evaluation unless asked otherwise. */
export function defaultTasks({ family }: TaskDistribution): number {
  return presetFor(family.actionSpace).testTasks;
}

export interface EvaluationOptions {
  readonly agent: RnnAgent;
  /** Its family must be loaded. */
  readonly distribution: TaskDistribution;
  readonly split: Split;
  readonly tasks: number;
  readonly seed: number;
  readonly greedy: boolean;
  readonly wipeMemory: boolean;
  /** Ablation: show the memory the past in shuffled order. */
  readonly shuffleMemory?: boolean;
  /** Say how much is found out about the task, where that is known. */
  readonly information?: boolean;
  /** How far training was. */
  readonly iteration: number;
  readonly steps: number;
}

/** Meta-tests the agent. Returns what `adapt --json` prints, and every task's returns and lengths. */
export function evaluate(options: EvaluationOptions): {
  readonly results: Results;
  readonly details: MetaTestResult;
} {
  const { agent, distribution, split, seed, greedy, wipeMemory, iteration, steps } = options;
  const { shuffleMemory = false, information = false } = options;
  assertSplit(distribution, split);
  agent.greedy = greedy;
  const details = metaTest({
    policy: shuffleMemory ? shuffledMemory(agent, randomStream(seed).fork('order')) : agent,
    distribution,
    split,
    tasks: options.tasks,
    seed,
    wipeMemory,
    measure: true,
    keepActions: information,
  });
  const known = information ? informationByEpisode(distribution, split, details) : undefined;
  const references = referencesOf(distribution, split, details, seed);
  const score = normalised(
    details.total,
    Object.entries(references).map(([name, each]) => ({ name, ...each })),
  );
  const results = {
    distribution: distribution.id,
    split,
    tasks: details.tasks.length,
    seed,
    greedy,
    wipeMemory,
    ...(shuffleMemory && { shuffleMemory }),
    iteration,
    steps,
    returnByEpisode: [...details.returnByEpisode],
    total: details.total,
    ...(score !== undefined && { normalised: score }),
    confidence95: [...details.confidence95],
    confidence95ByEpisode: details.confidence95ByEpisode.map((interval) => [...interval]),
    stepsByEpisode: [...details.stepsByEpisode],
    ...(known && { informationByEpisode: [...known] }),
    ...quantitiesOf(details, distribution),
    references,
  };
  return { results, details };
}

/** What the family measured, as results say it. */
function quantitiesOf(
  { measurements }: MetaTestResult,
  { episodes, horizon }: TaskDistribution,
): Pick<Results, 'quantities'> {
  if (!measurements) return {};
  const quantities: NonNullable<Results['quantities']> = {};
  const summaries = summariseQuantities(measurements, episodes, horizon);
  for (const [id, summary] of Object.entries(summaries)) {
    const { mean, meanAfterTenth, meanOfSecondHalf, largest, settling } = summary;
    quantities[id] = {
      mean: [...mean],
      meanAfterTenth: [...meanAfterTenth],
      meanOfSecondHalf: [...meanOfSecondHalf],
      largest: [...largest],
      ...(settling && {
        settling: {
          ...settling,
          share: [...settling.share],
          medianSteps: [...settling.medianSteps],
        },
      }),
    };
  }
  return { quantities };
}

/** What is known of the split, by name. Where nobody knows what chance earns, it is measured. */
function referencesOf(
  distribution: TaskDistribution,
  split: Split,
  { tasks }: MetaTestResult,
  seed: number,
): Results['references'] {
  const references: Results['references'] = {};
  for (const each of distribution.references?.(split, tasks) ?? []) {
    const { name, returnByEpisode, total, exact, about } = each;
    references[name] = { returnByEpisode: [...returnByEpisode], total, exact, about };
  }
  if (!references.random) {
    const policy = randomPolicy(distribution.family.actionSpace);
    const { returnByEpisode, total } = metaTest({ policy, distribution, tasks, split, seed });
    const about = 'A uniformly random policy, measured on the same tasks.';
    references.random = { returnByEpisode: [...returnByEpisode], total, exact: false, about };
  }
  return references;
}

/** Throws `UserError` when the distribution has no such split. */
export function assertSplit({ id, splits }: TaskDistribution, split: Split): void {
  if (splits.includes(split)) return;
  throw new UserError({
    subject: '--split',
    rule: `must be one of ${splits.join(', ')}, the splits of ${id}`,
    received: split,
    remedy: 'Choose one of them.',
  });
}

/** The agent's total as a share of what perfect adaptation earns, where that is known. */
export function shareOfBayesOptimal({ total, references }: Results): number | undefined {
  const best = references.bayesOptimal;
  return best && best.total > 0 ? total / best.total : undefined;
}
