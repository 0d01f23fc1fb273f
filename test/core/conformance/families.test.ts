import { describe, expect, it } from 'vitest';
import {
  box,
  type Env,
  type EnvBatch,
  type Family,
  type Json,
  type RandomStream,
  randomStream,
} from '../../../core/index.js';
import { ConformanceError, checkFamily, familyRules } from '../../conformance/index.js';
import { goals, type LineTask, lineEnv, lineFamily } from './line-family.js';

const tasks = goals(0, 20);

/** The names of the rules that the family breaks. */
async function broken(family: Family<unknown>, some: readonly unknown[] = tasks, shown?: string[]) {
  const report = await checkFamily(family, some, shown ? { shown } : {});
  expect(report.passed).toBe(report.results.every(({ passed }) => passed));
  for (const { rule, passed, message } of report.results) {
    if (!passed) expect(message).toContain(`Rule "${rule}" is broken.`);
  }
  return report.results.filter(({ passed }) => !passed).map(({ rule }) => rule);
}

describe('a correct family', () => {
  for (const { name, check } of familyRules) {
    it(name, () => check({ family: lineFamily(), tasks }));
  }

  it('has rules with different names, each a sentence', () => {
    expect(new Set(familyRules.map(({ name }) => name)).size).toBe(familyRules.length);
    for (const { rule } of familyRules) expect(rule).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a planted fault breaks its rule', () => {
  it('the task is visible in the observation', async () => {
    const family = lineFamily(() => ({
      ...lineEnv(),
      reset(task: LineTask, _rng: RandomStream, observation: Float32Array) {
        observation.set([0, task.goal.x / 40]);
      },
    }));
    expect(await broken(family)).toContain('the task is hidden');
    expect(await broken(family, tasks, ['/goal'])).not.toContain('the task is hidden');
    expect(await broken(family, tasks, ['/goal/x'])).not.toContain('the task is hidden');
    expect(await broken(family, tasks, ['/go'])).toContain('the task is hidden');
  });

  it('history survives reset', async () => {
    const family = lineFamily(() => {
      const env = lineEnv();
      let lives = 0;
      return {
        ...env,
        reset(task: LineTask, rng: RandomStream, observation: Float32Array) {
          env.reset(task, rng, observation);
          lives++;
        },
        step(action: number, observation: Float32Array) {
          const outcome = env.step(action, observation);
          return { ...outcome, reward: outcome.reward + lives };
        },
      };
    });
    expect(await broken(family)).toContain('reset erases history');
  });

  it('global randomness', async () => {
    const random = Math.random;
    const family = lineFamily(() => {
      const env = lineEnv();
      return {
        ...env,
        reset(task: LineTask, rng: RandomStream, observation: Float32Array) {
          env.reset(task, rng, observation);
          observation[1] = Math.random();
        },
      };
    });
    const rules = await broken(family);
    expect(rules).toContain('no global randomness and no clock');
    expect(rules).toContain('the same arguments give the same episode');
    expect(Math.random).toBe(random);
  });

  it('the clock, without a visible effect', async () => {
    const now = Object.getOwnPropertyDescriptor(globalThis, 'Date');
    const family = lineFamily(() => {
      const env = lineEnv();
      return {
        ...env,
        step(action: number, observation: Float32Array) {
          if (String(new Date()) === 'never') observation.fill(0);
          return env.step(action, observation);
        },
      };
    });
    expect(await broken(family)).toEqual(['no global randomness and no clock']);
    expect(Object.getOwnPropertyDescriptor(globalThis, 'Date')).toEqual(now);
  });

  it('elements that are not written', async () => {
    const family = { ...lineFamily(), observationSpace: box([3], -1, 1) };
    expect(await broken(family)).toContain('observations fill their row');
  });

  it('a shape that is too small', async () => {
    const family = { ...lineFamily(), observationSpace: box([1], 0, 1) };
    const rules = await broken(family);
    expect(rules).toContain('observations fill their row');
  });

  it('an observation outside its bounds', async () => {
    const family = { ...lineFamily(), observationSpace: box([2], 0, 0.5) };
    expect(await broken(family)).toEqual(['observations are within bounds']);
  });

  it('a reward that is not finite', async () => {
    const family = lineFamily(() => {
      const env = lineEnv();
      return {
        ...env,
        step(action: number, observation: Float32Array) {
          const { terminated } = env.step(action, observation);
          return { reward: observation[0]! > 0.05 ? 1 / 0 : 0, terminated };
        },
      };
    });
    expect(await broken(family)).toEqual(['rewards are finite']);
  });

  it.each([
    ['a date', new Date(0)],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['minus zero', -0],
    ['a function', () => 1],
    ['an instance', randomStream(1)],
    ['a typed array', new Float32Array(2)],
  ])('a task with %s', async (_name, part) => {
    const family = { ...lineFamily(), taskSchema: {} };
    const some = tasks.map((task) => ({ ...task, part }));
    expect(await broken(family, some)).toContain('tasks survive JSON');
  });

  it('a task that is written to', async () => {
    const family = lineFamily(() => {
      const env: Env<LineTask, number> = lineEnv();
      return {
        ...env,
        reset(task: LineTask, rng: RandomStream, observation: Float32Array) {
          Object.assign(task.goal, { visits: 1 });
          env.reset(task, rng, observation);
        },
      };
    });
    const loose: Family<unknown> = { ...family, taskSchema: {} };
    const fresh = tasks.map((task): Json => JSON.parse(JSON.stringify(task)));
    expect(await broken(loose, fresh)).toContain('the task is not changed');
  });

  it('state in the module', async () => {
    const shared = lineEnv();
    expect(await broken(lineFamily(() => shared))).toContain(
      'the same arguments give the same episode',
    );
  });

  it('state kept in the row', async () => {
    const family = lineFamily(() => {
      const env = lineEnv();
      let row: Float32Array = new Float32Array(2);
      return {
        ...env,
        step(action: number, observation: Float32Array) {
          const outcome = env.step(action, observation);
          observation[1] = row[1]! > 0 ? 0 : 0.5;
          row = observation;
          return outcome;
        },
      };
    });
    expect(await broken(family)).toContain('rows belong to the caller');
  });

  it('a scene that leaves its frame', async () => {
    const family = lineFamily(() => ({
      ...lineEnv(),
      scene: () => ({
        width: 4,
        height: 1,
        shapes: [{ kind: 'circle', role: 'mouse', x: 4, y: 0.5, radius: 0.4 }],
      }),
    }));
    expect(await broken(family)).toEqual(['scenes stay in their frame']);
  });

  it('a film without a time or without scenes', async () => {
    const scene = () => ({ width: 1, height: 1, shapes: [] });
    const drawn = lineFamily(() => ({ ...lineEnv(), scene }));
    expect(await broken({ ...drawn, film: { secondsPerStep: 0.05 } })).toEqual([]);
    expect(await broken({ ...drawn, film: { secondsPerStep: 0 } })).toEqual(['films have scenes']);
    expect(await broken({ ...lineFamily(), film: { secondsPerStep: 0.05 } })).toEqual([
      'films have scenes',
    ]);
  });

  it('quantities that are not measured, or not told apart', async () => {
    const place = { id: 'place', unit: '', about: 'Where on the line.' };
    const measuring = (measure: (row: Float32Array) => void) =>
      lineFamily(() => ({ ...lineEnv(), measure }));
    const all = measuring((row) => row.fill(0));
    const first = measuring((row) => row.set([0]));
    const two = [place, { ...place, id: 'speed' }];
    expect(await broken({ ...all, quantities: two })).toEqual([]);
    expect(await broken({ ...all, quantities: [place, place] })).toEqual([
      'quantities are measured',
    ]);
    expect(await broken({ ...first, quantities: two })).toEqual(['quantities are measured']);
    expect(await broken({ ...lineFamily(), quantities: two })).toEqual(['quantities are measured']);
  });

  it.each([
    ['without a value', { value: () => Number.NaN }],
    ['that nothing is near to', { tolerance: 0 }],
    ['over no steps', { window: 0 }],
    ['over half a step', { window: 1.5 }],
  ])('an aim %s', async (_name, fault) => {
    const family = lineFamily(() => ({ ...lineEnv(), measure: (row) => row.fill(0) }));
    const aim = { value: ({ goal }: LineTask) => goal.x, tolerance: 0.5, window: 2 };
    const withAim = (changes: Partial<typeof aim>) => ({
      ...family,
      quantities: [{ id: 'place', unit: '', about: 'On the line.', aim: { ...aim, ...changes } }],
    });
    expect(await broken(withAim({}))).toEqual([]);
    expect(await broken(withAim(fault))).toEqual(['aims are values']);
  });

  it('a batch in which neighbours are felt', async () => {
    /** Steps its envs one after the other, and adds what the first slot earned to the last. */
    const batchOf = (slots: number, leak: number): EnvBatch<LineTask> => {
      const envs = Array.from({ length: slots }, () => lineEnv());
      return {
        envs,
        step(actions, { nextObservation, reward, terminated }) {
          const size = nextObservation.length / slots;
          envs.forEach((env, slot) => {
            const row = nextObservation.subarray(slot * size, (slot + 1) * size);
            const outcome = env.step(actions[slot]!, row);
            reward[slot] = outcome.reward + (slot === slots - 1 ? leak * reward[0]! : 0);
            terminated[slot] = outcome.terminated ? 1 : 0;
          });
        },
        dispose: () => {},
      };
    };
    const family = (leak: number) => {
      const plain = lineFamily();
      const batch = (slots: number) => batchOf(slots, leak);
      return { ...plain, create: Object.assign(() => plain.create(), { batch }) };
    };
    expect(await broken(family(0))).toEqual([]);
    expect(await broken(family(1))).toContain('a batch is the same as its members');
  });

  it('what a task is in an episode is none, or changes further, or is not always the same', async () => {
    const changing = (episodeTask: (task: LineTask, episode: number) => LineTask) =>
      broken({ ...lineFamily(), episodeTask });
    const goalAt = (x: number): LineTask => ({ goal: { x } });
    // A goal that is in its place on even numbers, and moves there once.
    expect(await changing(({ goal }) => goalAt(goal.x + (goal.x % 2)))).toEqual([]);
    const rule = ['tasks of episodes are tasks'];
    expect(await changing((task, episode) => goalAt(task.goal.x + 100 * episode))).toEqual(rule);
    expect(
      await changing((task, episode) => (episode === 0 ? task : goalAt(21 - task.goal.x))),
    ).toEqual(rule);
    let calls = 0;
    expect(await changing(() => goalAt(1 + (calls++ % 2)))).toContain(rule[0]);
  });

  it('an env that throws', async () => {
    const family = lineFamily(() => ({
      ...lineEnv(),
      step(): never {
        throw new Error('out of order');
      },
    }));
    const rule = familyRules.find(({ name }) => name === 'rewards are finite');
    const failed = rule?.check({ family, tasks });
    await expect(failed).rejects.toThrow(ConformanceError);
    await expect(failed).rejects.toThrow('out of order');
  });
});
