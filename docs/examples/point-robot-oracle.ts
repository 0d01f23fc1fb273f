import { metaTest, randomPolicy, withContextGiven } from 'moving-cheese';
import { pointRobot } from './point-robot.js';
import { pointGoals } from './point-robot-distribution.js';

const test = { tasks: 500, seed: 0 };
const policy = randomPolicy(pointRobot.actionSpace);
const random = metaTest({ ...test, distribution: pointGoals, policy });
// Told the goal, behind its own place, the best goes straight there: what an oracle earns.
const oracle = metaTest({
  ...test,
  distribution: withContextGiven(pointGoals),
  policy: ({ observation: [x = 0, y = 0, goalX = 0, goalY = 0] }) => {
    const [dx, dy] = [goalX - x, goalY - y];
    const pace = Math.max(Math.abs(dx), Math.abs(dy), 0.1);
    return [dx / pace, dy / pace];
  },
});
for (const [name, { returnByEpisode }] of Object.entries({ random, oracle })) {
  console.log(name, returnByEpisode.map((value) => value.toFixed(1)).join(', '));
}
