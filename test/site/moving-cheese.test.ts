import { beforeAll, describe, expect, it } from 'vitest';
import { type Episode, type Maze, MovingCheese, type Trial } from '../../docs/live/mouse-trial.js';
import { agentOf } from '../../docs/live/stored-run.js';
import { metaTest } from '../../index.js';
import { read } from '../docs/pages.js';
import { storedRun } from './stored-runs.js';

const RUN = 'maze-moving-cheese-v0-12000000-steps';

const mice = new MovingCheese();
let maze: Maze;
const play = (trial: Partial<Trial>, walker: 'agent' | 'bayesOptimal' = 'agent') =>
  mice.play(walker, { cheese: [0, 0], wipeMemory: false, seed: 1, ...trial });
/** All that was seen, moment by moment: where the mouse was, and whether the cheese was there. */
const walked = (episodes: readonly Episode[]) =>
  episodes.flatMap(({ moments, found }) =>
    moments.map(({ mouse }, i) => `${mouse}${found && i === moments.length - 1 ? '!' : ''}`),
  );

beforeAll(async () => {
  maze = await mice.open(storedRun(RUN));
});

describe('the demo of the moving-cheese maze', () => {
  it('earns what the page says, and finds the cheese where it says so', async () => {
    const { agent, distribution } = await agentOf(storedRun(RUN));
    const places = distribution.support?.('test') ?? [];
    const total = places.reduce((sum, { task, probability }) => {
      const played = metaTest({ policy: agent, distribution, tasks: [task], seed: 0 });
      return sum + probability * played.total;
    }, 0);
    const references = distribution.references?.('test', []) ?? [];
    const best = references.find(({ name }) => name === 'bayesOptimal')?.total.toFixed(3);
    const lost = maze.places.filter((cheese) => !play({ cheese }).at(-1)?.found);
    const [[x, y] = [-1, -1]] = lost;
    expect(lost).toHaveLength(1);
    const page = read('docs/live/moving-cheese.md').replaceAll(/\s+/g, ' ');
    expect(page).toContain(
      `On average over all ${places.length} places it earns ${total.toFixed(3)} in its four episodes; the Bayes-optimal mouse earns ${best}.`,
    );
    expect(page).toContain(`one place, in column ${x + 1} of row ${y + 1}, where it does not`);
  });

  it('the posterior is what counting the tasks gives that agree with all that was seen', () => {
    const everywhere = maze.places.map((cheese) => ({ cheese, episodes: play({ cheese }) }));
    const { width } = maze.configuration;
    for (const { cheese, episodes } of everywhere.slice(0, 8)) {
      const past = walked(episodes);
      const posteriors = episodes.flatMap(({ moments }) => moments.map((each) => each.posterior));
      for (const [t, posterior] of posteriors.entries()) {
        const agree = everywhere.filter(
          (other) =>
            walked(other.episodes)
              .slice(0, t + 1)
              .join() === past.slice(0, t + 1).join(),
        );
        expect(agree.map((other) => other.cheese)).toContainEqual(cheese);
        for (const [x, y] of maze.places) {
          const isPossible = agree.some((other) => other.cheese[0] === x && other.cheese[1] === y);
          expect(posterior[y * width + x]).toBeCloseTo(isPossible ? 1 / agree.length : 0, 12);
        }
      }
    }
  });

  it('what is known is forgotten with a wiped memory', () => {
    const episodes = play({ wipeMemory: true });
    const first = episodes.map(({ moments }) => moments[0]?.posterior);
    expect(new Set(first.map((posterior) => posterior?.join())).size).toBe(1);
    expect(walked(episodes.slice(0, 1))).toEqual(walked(episodes.slice(1, 2)));
  });

  it('cheese that moves without telling leaves nothing possible, and the past as it was', () => {
    const still = play({});
    const moved = play({ moved: { cheese: [6, 0], before: 3 } });
    expect(walked(moved.slice(0, 2))).toEqual(walked(still.slice(0, 2)));
    expect(moved[1]?.found).toBe(true);
    const { moments } = moved[2]!;
    expect(moments.findIndex(({ posterior }) => posterior.length === 0)).toBe(9);
  });

  it('the plan is exact between walls of the reader, too', () => {
    const walls = (maze.configuration.walls ?? []).map((row, y) => (y === 0 ? '.......' : row));
    const best = play({ walls }, 'bayesOptimal');
    expect(best.map(({ moments }) => moments.length - 1).slice(2)).toEqual([9, 9]);
    expect(mice.maze(walls).places.length).toBe(maze.places.length + 1);
  });

  it('a checkpoint that was cut off is refused', async () => {
    const run = storedRun(RUN);
    const short = { ...run, binary: run.binary.slice(0, 400) };
    await expect(new MovingCheese().open(short)).rejects.toThrow(/has 400 bytes instead of/);
  });
});
