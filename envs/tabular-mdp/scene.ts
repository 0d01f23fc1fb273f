import type { Scene, Shape } from '../../core/scene.js';
import type { TabularMdpConfiguration, TabularMdpTask } from './schema.js';

/** Radii of the lowest and the highest mean reward of a task, in cells. */
const SMALL = 0.06;
const LARGE = 0.42;

/**
 * A tabular MDP as a table, a state a column and an action a row, in each cell a cheese as large as the mean
 * reward; below, a row for states alone. The mouse is at the state and action of the last step, or, before the
 * first, at the start.
 */
export function tabularMdpScene(
  { states, actions, start }: TabularMdpConfiguration,
  task: TabularMdpTask | undefined,
  last: readonly [state: number, action: number] | undefined,
): Scene {
  const width = states;
  const height = actions + 1;
  const means = (task?.rewards ?? []).flat();
  const low = Math.min(...means);
  const scale = 1 / Math.max(Number.MIN_VALUE, Math.max(...means) - low);
  const cheeses = means.map((mean, i): Shape => {
    const action = i % actions;
    const state = (i - action) / actions;
    const radius = SMALL + (LARGE - SMALL) * Math.min(1, (mean - low) * scale);
    return { kind: 'circle', role: 'cheese', x: state + 0.5, y: action + 0.5, radius };
  });
  const [column, row] = last ?? [start, actions];
  return {
    width,
    height,
    shapes: [
      { kind: 'rectangle', role: 'floor', x: 0, y: 0, width, height },
      { kind: 'rectangle', role: 'start', x: start, y: actions, width: 1, height: 1 },
      ...cheeses,
      { kind: 'circle', role: 'mouse', x: column + 0.5, y: row + 0.5, radius: 0.2 },
    ],
  };
}
