import type { Scene, Shape } from '../../core/scene.js';
import type { BanditConfiguration } from './schema.js';

/** Where bars begin, and how long the longest is: to their left is the arm's number of pulls. */
const LEFT = 4;
const LENGTH = 16;
const ROW = 2;
const BAR = 0.7;
const TEXT_SIZE = 1.2;

/**
 * A bandit as bars, two an arm, one arm a row: above its mean (the target), below its share of the pulls so far,
 * whose number stands on the left. Means are drawn from 0 to 1 where rewards are Bernoulli, else from the
 * lowest to the highest. The arm pulled last is marked; −1 is none.
 */
export function banditScene(
  reward: BanditConfiguration['reward'],
  means: ArrayLike<number>,
  pulls: ArrayLike<number>,
  arm: number,
): Scene {
  const values = Array.from(means);
  const [low, high] =
    reward.kind === 'bernoulli' ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const scale = high > low ? 1 / (high - low) : 0;
  const total = Math.max(
    1,
    Array.from(pulls).reduce((sum, count) => sum + count, 0),
  );
  const width = LEFT + LENGTH;
  const height = ROW * values.length;
  const bar = (role: 'target' | 'body', y: number, share: number): Shape[] =>
    share > 0 ? [{ kind: 'rectangle', role, x: LEFT, y, width: LENGTH * share, height: BAR }] : [];
  const marked: Shape[] =
    arm < 0 ? [] : [{ kind: 'rectangle', role: 'start', x: 0, y: ROW * arm, width, height: ROW }];
  const rows = values.flatMap((mean, i): Shape[] => {
    const y = ROW * i + 0.3;
    return [
      { kind: 'label', role: 'text', x: 0.2, y, text: String(pulls[i]), size: TEXT_SIZE },
      ...bar('target', y, (mean - low) * scale),
      ...bar('body', y + BAR, pulls[i]! / total),
    ];
  });
  const floor: Shape = { kind: 'rectangle', role: 'floor', x: 0, y: 0, width, height };
  return { width, height, shapes: [floor, ...marked, ...rows] };
}
