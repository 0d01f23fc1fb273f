import type { TaskDistribution } from '../core/distribution.js';
import { ArgumentError } from '../core/errors.js';
import { MetaEpisodes } from '../core/meta-episodes.js';
import { randomStream } from '../core/random.js';
import { type AdamState, adamState } from './adam.js';
import type { Algorithm, UpdateMetrics } from './algorithms/algorithm.js';
import { ppo } from './algorithms/ppo.js';
import { alone, type Collective } from './collective.js';
import type { TensorFlow } from './kernels/tensorflow.js';
import { Workspace } from './kernels/workspace.js';
import type { NormaliserSums } from './normaliser.js';
import type { Parameters } from './parameters.js';
import { presetFor, slotsFor } from './presets.js';
import type { RnnAgent } from './rnn-agent.js';
import { collect } from './rollout.js';

/** Decisions a slot from which statistics are taken before training; they count towards no budget. */
const CALIBRATION_STEPS = 64;

/** γ of an algorithm that does not tell its own. */
const DEFAULT_DISCOUNT = 0.99;

/** How long to train. By the clock, schedules follow the clock, and no two runs are alike. */
export type Budget =
  | { readonly steps: number }
  | {
      readonly seconds: number;
      /** A clock in seconds, from the host: the library reads none of its own. */
      readonly now: () => number;
    };

export interface MetaTrainOptions<Task = unknown> {
  /** Learns in place. Its parameters are overwritten: by those of `resume` or `initial`, else by random ones. */
  readonly agent: RnnAgent;
  /** Its family must be loaded. Tasks come from the split `train`. */
  readonly distribution: TaskDistribution<Task>;
  /** PPO as in the preset for the action space by default. */
  readonly algorithm?: Algorithm;
  /**
   * `@tensorflow/tfjs` with a ready backend: needed by networks and losses that are written in tensors, and
   * gradients then go through it. The reference agent is faster without.
   */
  readonly tf?: TensorFlow;
  readonly seed: number;
  /** Parallel meta-episodes of one iteration, over all copies of the run; the preset's for the algorithm by default. */
  readonly slots?: number;
  readonly budget: Budget;
  /** Decisions a slot in one iteration; K × horizon by default: one whole meta-episode. */
  readonly stepsPerIteration?: number;
  /** A state of this very run that was saved earlier, to go on from. */
  readonly resume?: TrainingState;
  /**
   * Parameters that a new run begins with in place of random ones: those of an agent of the same architecture that has
   * learnt on these or other tasks; `agent.parameters` itself to let it learn on. All else begins anew: counters, clock,
   * schedules and the optimiser. Running statistics of observations are taken over, those of rewards and returns are
   * measured again, in one iteration that counts towards no budget.
   */
  readonly initial?: Parameters;
  /** Ablation: clear the memory at every episode. */
  readonly wipeMemory?: boolean;
  /** Meets parallel copies of the run; {@link alone} by default. */
  readonly collective?: Collective;
  /** Asked before every iteration, on copy 0. */
  readonly shouldStop?: () => boolean;
}

/**
 * Everything a run is made of besides its options. All random streams are forked from the seed and
 * the iteration's number, so there is no stream to save.
 */
export interface TrainingState {
  readonly iteration: number;
  readonly steps: number;
  readonly seconds: number;
  readonly parameters: Float32Array;
  readonly optimiser: AdamState;
}

export interface Progress extends UpdateMetrics {
  /** Iterations done. */
  readonly iteration: number;
  /** Env steps trained on, over all copies. */
  readonly steps: number;
  /** Share of the budget that is spent, 0 … 1. */
  readonly fraction: number;
  /** Mean return of each episode of the meta-episodes just experienced, [K]. */
  readonly returnByEpisode: readonly number[];
  /** A copy of the run's state after this iteration. */
  state(): TrainingState;
}

/**
 * Meta-trains the agent: repeats { experience fresh meta-episodes of fresh tasks; update }. Yields
 * after every iteration; the host decides what to show, when to save and whether to go on, and should
 * give its event loop a turn now and then. Throws `ArgumentError` where slots are not shared evenly, the agent is greedy,
 * or the network of `initial` is another one, and `MovingCheeseError` when the loss is no longer finite.
 *
 * @example
 * const options = { agent, distribution, seed: 1, budget: { steps: 40_000 } };
 * for await (const { steps, returnByEpisode } of metaTrain(options)) console.log(steps, returnByEpisode);
 *
 * @example
 * const { agent } = await loadRun('runs/velocity');
 * for await (const _ of metaTrain({ ...options, agent, initial: agent.parameters })); // goes on from what was learnt
 */
export async function* metaTrain<Task>(
  options: MetaTrainOptions<Task>,
): AsyncGenerator<Progress, void, void> {
  const { agent, distribution, tf, seed, budget, resume, initial } = options;
  const preset = presetFor(distribution.family.actionSpace);
  const collective = options.collective ?? alone;
  const { algorithm = ppo(preset.algorithms.ppo) } = options;
  const { slots: allSlots = slotsFor(preset, algorithm.id) * collective.size } = options;
  if (!Number.isInteger(allSlots / collective.size) || allSlots < 1) {
    throw new ArgumentError({
      subject: 'slots',
      rule: `must be a positive multiple of ${collective.size}, the number of workers`,
      received: allSlots,
      remedy: 'Every worker takes the same share.',
    });
  }
  assertSound(options);
  algorithm.assertFits?.(agent);
  const slots = allSlots / collective.size;
  const stepsPerIteration =
    options.stepsPerIteration ?? distribution.horizon * distribution.episodes;
  const rng = randomStream(seed);
  const { values } = agent.parameters;
  if (resume) values.set(resume.parameters);
  else if (initial) agent.parameters.copyFrom(initial);
  else agent.parameters.initialise(rng.fork('parameters'));
  agent.parametersChanged();
  const optimiser = resume ? copyOf(resume.optimiser) : adamState(values.length);
  let iteration = resume?.iteration ?? 0;
  let steps = resume?.steps ?? 0;
  const clock = clockOf(budget, resume?.seconds ?? 0);

  const share = rng.fork('iteration');
  const episodes = new MetaEpisodes({
    distribution,
    slots,
    rng: share,
    wipeMemory: options.wipeMemory ?? false,
  });
  const subjects = {
    agent,
    episodes: episodes as MetaEpisodes<unknown>,
    episodeCount: distribution.episodes,
  };
  const workspace = new Workspace();
  const discountAt = (fraction: number) => algorithm.discount?.(fraction) ?? DEFAULT_DISCOUNT;
  try {
    if (!resume && agent.normaliser) {
      // A first look at the units of things, on tasks of its own, before anything is learnt from them. Who has learnt
      // already may earn most late in an episode, so the look is as long as an iteration.
      const stream = rng.fork('calibration').fork(collective.rank);
      const look = initial ? stepsPerIteration : Math.min(CALIBRATION_STEPS, stepsPerIteration);
      if (initial) agent.normaliser.forgetRewards(agent.parameters);
      agent.parametersChanged();
      const { sums } = collect({ ...subjects, steps: look, rng: stream, discount: discountAt(0) });
      absorb(agent, sums, collective, initial ? 'rewards' : 'all');
    }
    while (true) {
      const start = agree(collective, clock.fraction(steps), options.shouldStop?.() ?? false);
      if (start.fraction >= 1 || start.stop) return;
      const iterationStream = share.fork(iteration);
      const rollout = collect({
        ...subjects,
        steps: stepsPerIteration,
        rng: iterationStream.fork(`rank ${collective.rank}`),
        discount: discountAt(start.fraction),
        withEndValues: algorithm.needsEndValues ?? false,
        workspace,
      });
      // Before the update: targets are normalised by it. Inputs were recorded as they were read.
      absorb(agent, rollout.sums, collective);
      const metrics = algorithm.update({
        ...(tf ? { tf } : {}),
        agent,
        rollout,
        optimiser,
        fraction: start.fraction,
        rng: iterationStream.fork(`update ${collective.rank}`),
        collective,
      });
      iteration++;
      steps += stepsPerIteration * allSlots;
      collective.sum(rollout.returnByEpisode);
      const returnByEpisode = Array.from(rollout.returnByEpisode, (sum) => sum / collective.size);
      const done = { iteration, steps, seconds: clock.seconds() };
      yield {
        ...metrics,
        iteration,
        steps,
        fraction: Math.min(1, clock.fraction(steps)),
        returnByEpisode,
        state: () => ({ ...done, parameters: values.slice(), optimiser: copyOf(optimiser) }),
      };
    }
  } finally {
    episodes.dispose();
  }
}

/** Throws `ArgumentError` for what would train without a word, and in vain. */
function assertSound<Task>({ agent, resume, initial }: MetaTrainOptions<Task>): void {
  if (resume && initial) {
    throw new ArgumentError({
      subject: 'initial',
      rule: 'must be left out with resume',
      received: 'both',
      remedy: 'A run that is resumed has begun already: give initial where a new run begins.',
    });
  }
  if (agent.greedy) {
    throw new ArgumentError({
      subject: 'greedy of an agent that is trained',
      rule: 'must be false',
      received: true,
      remedy: 'It learns from actions that it draws. Make it greedy when it has been trained.',
    });
  }
}

/** Takes what all copies have seen into the agent's running statistics. */
function absorb(
  agent: RnnAgent,
  sums: NormaliserSums | undefined,
  collective: Collective,
  what: 'all' | 'rewards' = 'all',
): void {
  if (!agent.normaliser || !sums) return;
  collective.sum(sums.values);
  if (what === 'all') agent.normaliser.absorb(agent.parameters, sums);
  else agent.normaliser.absorbRewards(agent.parameters, sums);
  agent.parametersChanged();
}

function copyOf({ mean, square, ...rest }: AdamState): AdamState {
  return { ...rest, mean: mean.slice(), square: square.slice() };
}

function clockOf(budget: Budget, before: number) {
  if ('steps' in budget) {
    return { fraction: (steps: number) => steps / budget.steps, seconds: () => 0 };
  }
  const begun = budget.now() - before;
  const seconds = () => budget.now() - begun;
  return { fraction: () => seconds() / budget.seconds, seconds };
}

/** All copies take copy 0's word for the time and for stopping. */
function agree(collective: Collective, fraction: number, stop: boolean) {
  if (collective.size === 1) return { fraction, stop };
  const word = new Float32Array(2);
  if (collective.rank === 0) word.set([fraction, stop ? 1 : 0]);
  collective.sum(word);
  return { fraction: word[0]!, stop: word[1] === 1 };
}
