import type { Policy } from '../../core/policy.js';
import type { MazeConfiguration } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import { strangeTask } from './maze-policies.js';
import type { RestlessMazePlan } from './maze-restless.js';
import type { MazeWorld } from './maze-world.js';
import type { PlaceBelief } from './restless-plan.js';
import type { SearchWalk } from './search-walks.js';

/** What is known in a slot. */
interface Known {
  /** At the episode's beginning. */
  readonly belief: PlaceBelief;
  readonly walk: SearchWalk;
  readonly cell: number;
  /** The place where the cheese was found in this episode; −1 before. */
  readonly found: number;
}

/**
 * Plays the plan: takes its walk until the cheese is found, and then acts best in this episode. Carries what it
 * believes of the place over to the next one. Throws `ArgumentError` where something happens that the plan's
 * distribution does not give.
 */
export function restlessPolicy(
  { stepReward }: MazeConfiguration,
  { tasks, actions: actionCount, horizon }: MazeWorld,
  { plan, cells, tasks: taskOf }: RestlessMazePlan,
): Policy {
  const { start, next } = tasks[0]!;
  const nothing = Math.fround(stepReward);
  const signals = taskOf.map((index, place) => {
    const { rewards, ends } = tasks[index]!;
    return { reward: Math.fround(rewards[cells[place]!]!), ended: ends[cells[place]!] === 1 };
  });
  let slots: Known[] = [];
  let actions = new Float32Array(0);
  const to = (cell: number, action: number) => next[cell * ACTION_STRIDE + action]!;

  const begun = (episode: number, belief: PlaceBelief): Known => {
    return { belief, walk: plan.walkIn(episode, belief), cell: start, found: -1 };
  };

  /** What is known after a step; `ended` says whether the episode was over with it. */
  const stepped = (known: Known, action: number, reward: number, ended: boolean): Known => {
    const cell = to(known.cell, action);
    if (reward === nothing && !ended) return { ...known, cell };
    const found = cells.indexOf(cell);
    const signal = signals[found];
    const isExpected = signal?.reward === reward && signal.ended === ended;
    const isNew = known.found < 0 && known.walk.times[found] !== 0;
    if (isExpected && (isNew || known.found === found)) return { ...known, cell, found };
    throw strangeTask({ cell, reward, ended });
  };

  const nextBelief = ({ belief, walk, found }: Known): PlaceBelief => {
    if (found >= 0) return plan.afterFinding(found);
    const then = plan.afterSearching(belief, walk);
    if (then) return then;
    throw strangeTask({ found: 'nothing' });
  };

  const chosen = ({ cell, walk, found }: Known, step: number): number => {
    if (found >= 0) return tasks[taskOf[found]!]!.values.action(cell, horizon - step);
    const wanted = walk.cells[step + 1]!;
    for (let action = 0; action < actionCount; action++) {
      if (to(cell, action) === wanted) return action;
    }
    return 0;
  };

  return {
    begin(count) {
      slots = [];
      actions = new Float32Array(count);
    },
    act(batch) {
      const { transition, episode, step } = batch;
      for (let slot = 0; slot < batch.slots; slot++) {
        let known = slots[slot];
        if (batch.firstStep[slot] === 1 || !known) known = begun(episode[slot]!, plan.first);
        else {
          const [action, reward] = [transition.action[slot]!, transition.reward[slot]!];
          known = stepped(known, action, reward, transition.terminated[slot] === 1);
          if (step[slot] === 0) known = begun(episode[slot]!, nextBelief(known));
        }
        slots[slot] = known;
        actions[slot] = chosen(known, step[slot]!);
      }
      return actions;
    },
  };
}
