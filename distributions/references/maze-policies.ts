import { ArgumentError } from '../../core/errors.js';
import type { DecisionBatch } from '../../core/meta-episodes.js';
import type { Policy } from '../../core/policy.js';
import { sizeOf } from '../../core/spaces.js';
import { layoutOf, type MazeConfiguration, mazeFamily } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import { placeIn, rowOf, taskIn } from './maze-rows.js';
import { type MazeValues, mazeValues } from './maze-values.js';
import {
  type Belief,
  type Branch,
  branchesAfter,
  everyTask,
  firstBranches,
  isSame,
  type MazePlan,
  type MazeWorld,
} from './maze-world.js';

/**
 * A plan as a policy, which keeps track of the tasks that are still possible. In a world of one episode it
 * forgets at every episode's end. It throws `ArgumentError` in a task that the world does not hold.
 */
export function planPolicy(
  configuration: MazeConfiguration,
  world: MazeWorld,
  plan: MazePlan,
): Policy {
  const { observation } = configuration;
  const sightSize = observation.kind === 'view' ? observation.size ** 2 : 0;
  const forgets = world.episodes === 1;
  const everything = everyTask(world);
  let beliefs: Belief[] = [];
  let cells = new Int32Array(0);
  let actions = new Float32Array(0);

  /** The branch that agrees with what was observed. */
  const observed = (
    branches: readonly Branch[],
    row: Float32Array,
    toldBy: (sight: number) => number,
  ) => {
    const place = placeIn(configuration, row);
    const told = toldBy(world.sightOf(row.subarray(0, sightSize)));
    const branch = branches.find(
      (each) => each.told === told && (place === undefined || each.cell === place),
    );
    if (branch) return branch;
    throw strangeTask({ place, told, possible: branches.flatMap(({ tasks }) => tasks).length });
  };

  const look = (batch: DecisionBatch, slot: number) => {
    const { transition } = batch;
    if (batch.firstStep[slot] === 1 || (forgets && batch.step[slot] === 0)) {
      beliefs[slot] = everything;
    } else {
      const branches = branchesAfter(world, beliefs[slot]!, cells[slot]!, transition.action[slot]!);
      const ended = transition.terminated[slot] === 1;
      const row = rowOf(transition.nextObservation, batch.slots, slot);
      const { tasks, cell } = observed(branches, row, (sight) =>
        world.signalOf(transition.reward[slot]!, ended, sight),
      );
      beliefs[slot] = tasks;
      cells[slot] = cell;
    }
    if (batch.step[slot] !== 0) return;
    const row = rowOf(batch.observation, batch.slots, slot);
    const { tasks, cell } = observed(firstBranches(world, beliefs[slot]!), row, (sight) => sight);
    beliefs[slot] = tasks;
    cells[slot] = cell;
  };

  return {
    begin(slots) {
      beliefs = Array<Belief>(slots).fill(everything);
      cells = new Int32Array(slots);
      actions = new Float32Array(slots);
    },
    act(batch) {
      for (let slot = 0; slot < batch.slots; slot++) {
        look(batch, slot);
        const episode = forgets ? 0 : batch.episode[slot]!;
        actions[slot] = plan.action(episode, batch.step[slot]!, cells[slot]!, beliefs[slot]!);
      }
      return actions;
    },
  };
}

/** What a policy says that met something impossible. */
export function strangeTask(received: unknown): ArgumentError {
  return new ArgumentError({
    subject: 'the policy of a reference',
    rule: 'must be played in tasks of the split that it was made for',
    received,
    remedy: 'Draw tasks from that split, and let it choose every action itself.',
  });
}

/**
 * Acts best in the task that it reads behind the observation, where `withContextGiven` shows it, in each episode
 * anew. Throws
 * `ArgumentError` where nothing is shown. A cheese worth exactly 0 cannot be read from a context.
 */
export function oraclePolicy(configuration: MazeConfiguration, horizon: number): Policy {
  const { width, height, start } = configuration;
  const cells = width * height;
  const seen = sizeOf(mazeFamily(configuration).observationSpace);
  let known: {
    readonly context: Float32Array;
    readonly values: MazeValues;
    readonly next: Int32Array;
  }[] = [];
  let places = new Int32Array(0);
  let actions = new Float32Array(0);

  const read = (context: Float32Array) => {
    const task = taskIn(configuration, context);
    return {
      context: context.slice(),
      values: mazeValues(configuration, task, horizon, 'best'),
      next: layoutOf(width, height, task.walls).next,
    };
  };

  return {
    begin(slots) {
      known = [];
      places = new Int32Array(slots);
      actions = new Float32Array(slots);
    },
    act(batch) {
      for (let slot = 0; slot < batch.slots; slot++) {
        const row = rowOf(batch.observation, batch.slots, slot);
        if (row.length !== seen + 2 * cells) {
          throw new ArgumentError({
            subject: 'the observation of an oracle',
            rule: `must hold ${seen} numbers and ${2 * cells} of the task behind them`,
            received: row.length,
            remedy: 'Play it in the distribution that referencePolicies gives with it.',
          });
        }
        const context = row.subarray(seen);
        const isKnown = batch.firstStep[slot] === 0 && isSame(known[slot]!.context, context);
        if (batch.step[slot] === 0 && !isKnown) known[slot] = read(context);
        const { values, next } = known[slot]!;
        places[slot] =
          placeIn(configuration, row) ??
          (batch.step[slot] === 0
            ? start[1] * width + start[0]
            : next[places[slot]! * ACTION_STRIDE + actions[slot]!]!);
        actions[slot] = values.action(places[slot]!, horizon - batch.step[slot]!);
      }
      return actions;
    },
  };
}
