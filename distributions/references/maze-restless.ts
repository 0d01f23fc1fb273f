import {
  type MazeConfiguration,
  type MazeSampler,
  type MazeTask,
  mazeSampler,
} from '../../envs/index.js';
import { hiddenCheese } from './maze-search.js';
import { everyTask, type MazeWorld } from './maze-world.js';
import { type RestlessPlan, restlessPlan } from './restless-plan.js';
import { searchWalks } from './search-walks.js';
import type { ReferenceProblem } from './source.js';

/** What walks may look at: about half a second. */
const WALK_EFFORT = 3_000_000;
/** What comparing walks may add up: about two seconds. */
const PLAN_EFFORT = 1_500_000_000;

export type RestlessSampler = Extract<MazeSampler, { kind: 'restless-cheese' }>;

/** The sampler of a cheese that moves between episodes, where the split draws all its tasks. */
export function restlessSamplerOf({
  sampler,
  isUndivided,
}: ReferenceProblem<MazeTask, MazeSampler>): RestlessSampler | undefined {
  return sampler.kind === 'restless-cheese' && isUndivided ? sampler : undefined;
}

/**
 * What an episode is like to those who know nothing of the others: wherever the cheese moves, each place is as likely
 * as the others in every episode.
 */
export function anyEpisodeOf<Sampler>(
  configuration: MazeConfiguration,
  problem: ReferenceProblem<MazeTask, Sampler>,
  { stays: _, ...places }: RestlessSampler,
): ReferenceProblem<MazeTask, Sampler> {
  const { support = [] } = mazeSampler(configuration, { ...places, kind: 'cheese-anywhere' });
  return { ...problem, tasks: support, isWholeSplit: true };
}

/** A plan of places, and the cells that they are. */
export interface RestlessMazePlan {
  readonly plan: RestlessPlan;
  readonly cells: readonly number[];
  /** The task of any one episode in which the cheese is in a place, as its index in the world. */
  readonly tasks: readonly number[];
}

/**
 * The Bayes-optimal plan where a cheese moves between episodes. `world` holds a task for each place. Undefined where
 * finding the cheese later can be worth more, where it cannot be told that it was found, and where planning takes
 * too long.
 */
export function restlessMazePlan(
  configuration: MazeConfiguration,
  world: MazeWorld,
  { stays }: RestlessSampler,
): RestlessMazePlan | undefined {
  const { episodes, horizon } = world;
  const cheese = hiddenCheese(configuration, { ...world, episodes: 1 }, everyTask(world));
  const walks = cheese && searchWalks(cheese.problem, WALK_EFFORT);
  if (!walks) return undefined;
  const { candidates, worth } = cheese.problem;
  // Worth is what is gained on never finding it, at 0, weighted by the probability of the place.
  const never = configuration.stepReward * horizon;
  const returns = worth.map((table) => table.map((gain) => never + gain * candidates.length));
  const plan = restlessPlan({ episodes, stays, walks, returns }, PLAN_EFFORT);
  const tasks = candidates.map((cell) => cheese.hidden.find((each) => each.cell === cell)!.index);
  return plan && { plan, cells: candidates, tasks };
}
