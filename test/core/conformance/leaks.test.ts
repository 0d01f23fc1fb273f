import { describe, expect, it } from 'vitest';
import {
  box,
  type Env,
  type Family,
  type RandomStream,
  type Reference,
  randomStream,
  sizeOf,
  type TaskDistribution,
} from '../../../core/index.js';
import { getDistribution, withContextGiven } from '../../../distributions/index.js';
import { distributionRules } from '../../conformance/index.js';
import { goals, type LineTask, lineDistribution, lineReferences } from './line-family.js';

const HIDDEN = 'the task is hidden';
const HISTORY = 'reset erases history';
const SEEN = 'what is seen earns no more than is possible';
const RANDOM = 'random play earns the reference random';
const POLICIES = 'reference policies earn their references';
const INDEPENDENT = 'tasks do not tell of each other';
const FREQUENCY = 'tasks come as often as listed';

/** The rules that look for leaks, by name. */
const WATCHED = [HIDDEN, HISTORY, SEEN, RANDOM, POLICIES, INDEPENDENT, FREQUENCY];

/** What the rules say of the distribution, where they are broken. */
async function complaints<Task>(distribution: TaskDistribution<Task>, watched = WATCHED) {
  const said: Record<string, string> = {};
  for (const { name, check } of distributionRules.filter(({ name }) => watched.includes(name))) {
    await check({ distribution }).catch((error: Error) => {
      said[name] = error.message;
    });
  }
  return said;
}

async function broken<Task>(distribution: TaskDistribution<Task>) {
  return Object.keys(await complaints(distribution));
}

type Tamper = (row: Float32Array, task: unknown, rng: RandomStream, call: 'reset' | 'step') => void;

/** The distribution with something done to each observation of its envs. */
function tampered(id: string, tamper: Tamper, more = 0): TaskDistribution {
  const { referencePolicies: _, ...distribution } = getDistribution(id);
  const { family } = distribution;
  const size = sizeOf(family.observationSpace);
  const create = (): Env => {
    const env = family.create();
    let current: unknown;
    let stream = randomStream('before any reset');
    return {
      reset(task, rng, row) {
        current = task;
        stream = rng.fork('tampering');
        env.reset(task, rng, row.subarray(0, size));
        tamper(row, task, stream, 'reset');
      },
      step(action, row) {
        const outcome = env.step(action, row.subarray(0, size));
        tamper(row, current, stream, 'step');
        return outcome;
      },
    };
  };
  const changed: Family = { ...family, observationSpace: box([size + more], 0, 1), create };
  return { ...distribution, family: changed };
}

/** The cell of the cheese, from 0 to 24 in GridNavi. */
function cellOf(task: unknown): number {
  const { cheeses } = task as { cheeses: readonly { x: number; y: number }[] };
  return cheeses[0]!.y * 5 + cheeses[0]!.x;
}

/** Shifts what is seen by so little that nobody would notice. */
function shift(row: Float32Array, by: number): void {
  for (const [i, value] of row.entries()) row[i] = value * (1 - by);
}

describe('a place of the cheese that shows in the last bits', () => {
  it('is found where only steps show it', async () => {
    const leak = tampered('maze/gridnavi-v0', (row, task, _rng, call) => {
      if (call === 'step') shift(row, 1e-4 * cellOf(task));
    });
    const said = await complaints(leak);
    expect(Object.keys(said)).toEqual([SEEN]);
    expect(said[SEEN]).toMatch(/goes by the present observation alone/);
    expect(said[SEEN]).toMatch(/earned 4\d\.\d+ \(mean of 1666 .* more than markov, -3.0667/);
    expect(said[SEEN]).toMatch(/at call \d+ \(step\) element \d+ of the observation was/);
  });

  it('is found where only the first observation of an episode shows it', async () => {
    const leak = tampered('maze/gridnavi-v0', (row, task, _rng, call) => {
      if (call === 'reset') shift(row, 2 ** -20 * cellOf(task));
    });
    const said = await complaints(leak);
    expect(Object.keys(said)).toEqual([HIDDEN, SEEN].sort(byOrder));
    expect(said[SEEN]).toMatch(/the first one of the episode, without rewards, earned/);
    expect(said[SEEN]).toMatch(/more than wipedMemory, 16,/);
  });

  it('is found under noise', async () => {
    const noisy = (isLeak: boolean) =>
      tampered(
        'maze/gridnavi-v0',
        (row, task, rng, call) => {
          if (isLeak && call === 'step') shift(row, 1e-4 * cellOf(task));
          row[25] = rng.uniform();
        },
        1,
      );
    expect(await broken(noisy(true))).toEqual([SEEN]);
    expect(await broken(noisy(false))).toEqual([]);
  });

  it('is not found where nothing is known of what can be earned', async () => {
    const { references: _, ...leak } = tampered('maze/gridnavi-v0', (row, task, _rng, call) => {
      if (call === 'step') shift(row, 1e-4 * cellOf(task));
    });
    expect(await broken(leak)).toEqual([]);
  });
});

describe('other things that tell of the task', () => {
  it('a hint that is one of several hidden numbers', async () => {
    const best = (task: unknown) => {
      const { means } = task as { means: readonly number[] };
      return means.indexOf(Math.max(...means));
    };
    const hint = tampered('bandit/bernoulli-v0', (row, task) => shift(row, 1e-4 * best(task)));
    const said = await complaints(hint);
    expect(Object.keys(said)).toEqual([SEEN]);
    expect(said[SEEN]).toMatch(/more than taskBlind, 5,/);
  });

  it('in a random MDP, which action pays most at the start', async () => {
    const hint = tampered('tabular-mdp/random-v0', (row, task) => {
      const [rewards] = (task as { rewards: readonly (readonly number[])[] }).rewards;
      shift(row, 1e-4 * rewards!.indexOf(Math.max(...rewards!)));
    });
    expect(await complaints(hint, [SEEN])).toEqual({
      [SEEN]: expect.stringContaining('taskBlind, 100,'),
    });
  });

  it('the context', async () => {
    const { referencePolicies: _, ...given } = withContextGiven(getDistribution('maze/lecture-v0'));
    expect(await broken(given)).toEqual([HIDDEN, SEEN].sort(byOrder));
  });

  it('where the cheese was in the task before', async () => {
    let seen: unknown;
    const { family, ...rest } = tampered('maze/gridnavi-v0', () => {});
    const create = (): Env => {
      const env = family.create();
      let before = 0;
      let now = 0;
      return {
        reset(task, rng, row) {
          if (task !== seen) [before, now, seen] = [now, cellOf(task), task];
          env.reset(task, rng, row);
          shift(row, 1e-4 * before);
        },
        step: (action, row) => env.step(action, row),
      };
    };
    expect(await broken({ ...rest, family: { ...family, create } })).toContain(HISTORY);
  });
});

/** In the order in which rules are checked. */
function byOrder(one: string, other: string): number {
  const names = distributionRules.map(({ name }) => name);
  return names.indexOf(one) - names.indexOf(other);
}

describe('tasks that follow from something', () => {
  const tasks = goals(0, 6);
  /** Samples train by other means; nothing is said to be known. */
  const sampled = (sample: (rng: RandomStream) => LineTask) => {
    const { references: _, support: __, sample: draw, ...rest } = lineDistribution();
    return {
      ...rest,
      sample: (split: 'train' | 'test' | 'ood', rng: RandomStream) =>
        split === 'train' ? sample(rng) : draw(split, rng),
    };
  };

  it.each<[string, (rng: RandomStream) => LineTask, RegExp]>([
    ['taken in turn from each stream', inTurn(tasks), /the task before it in the same slot/],
    [
      'from a fork of the stream, which is the same at every call',
      (rng) => rng.fork('task').pick(tasks),
      /the task before it in the same slot/,
    ],
    [
      'from the number of the slot, by the name of its stream',
      (rng) => {
        rng.uniform();
        const slot = Number(rng.save().path.split('/').at(-2));
        return tasks[(Number.isNaN(slot) ? 0 : slot) % tasks.length]!;
      },
      /the task before it|the number of its slot/,
    ],
    ['the same in all slots', inUnison(tasks), /slot/],
    ['the goal rarely moves far', wandering(tasks), /can be guessed from the task before it/],
  ])('%s', async (_title, sample, hint) => {
    const said = await complaints(sampled(sample));
    expect(Object.keys(said)).toEqual([INDEPENDENT]);
    expect(said[INDEPENDENT]).toMatch(hint);
  });

  it('a task that comes more often than it is listed', async () => {
    const distribution = lineDistribution({
      sample: (split, rng) =>
        rng.pick([...goals({ train: 0, test: 6, ood: 20 }[split], split === 'test' ? 4 : 5)]),
    });
    const { references: _, ...unknown } = distribution;
    const said = await complaints(unknown);
    expect(Object.keys(said)).toEqual([FREQUENCY]);
    expect(said[FREQUENCY]).toMatch(/Of 2048 tasks of train, \[\d+,\d+,\d+,\d+,\d+,0\] were drawn/);
  });
});

/** One task after the other for each stream: the same for a stream that begins anew. */
function inTurn(tasks: readonly LineTask[]): (rng: RandomStream) => LineTask {
  const times = new WeakMap<RandomStream, number>();
  return (rng) => {
    const time = times.get(rng) ?? rng.integer(tasks.length);
    times.set(rng, time + 1);
    return tasks[time % tasks.length]!;
  };
}

/** By chance, but by the same in every stream. */
function inUnison(tasks: readonly LineTask[]): (rng: RandomStream) => LineTask {
  const times = new WeakMap<RandomStream, number>();
  return (rng) => {
    const time = times.get(rng) ?? 0;
    times.set(rng, time + 1);
    return randomStream(`all at time ${time}`).pick(tasks);
  };
}

/** The same task as before, or the next one. */
function wandering(tasks: readonly LineTask[]): (rng: RandomStream) => LineTask {
  const places = new WeakMap<RandomStream, number>();
  return (rng) => {
    const place = (places.get(rng) ?? rng.integer(tasks.length)) + rng.integer(2);
    places.set(rng, place);
    return tasks[place % tasks.length]!;
  };
}

/** True references, one of them off by so much. */
function off(references: readonly Reference[], wanted: string, by: number): Reference[] {
  return references.map((reference) => {
    if (reference.name !== wanted) return reference;
    const returnByEpisode = reference.returnByEpisode.map((value, i) => (i ? value : value + by));
    return { ...reference, returnByEpisode, total: reference.total + by };
  });
}

describe('references that are wrong', () => {
  it.each<[string, number, string]>([
    ['random', -0.6, RANDOM],
    ['random', 0.6, RANDOM],
    ['markov', -0.3, SEEN],
    ['bayesOptimal', -0.3, SEEN],
    ['oracle', -0.3, SEEN],
  ])('of a line: %s off by %d', async (name, by, rule) => {
    const distribution = lineDistribution({
      references: (split) => off(lineReferences(split), name, split === 'train' ? by : 0),
    });
    expect(await broken(distribution)).toEqual([rule]);
  });

  it.each<[string, number]>([
    ['oracle', -4],
    ['bayesOptimal', -4],
    ['wipedMemory', -6],
    ['markov', 6],
  ])('of GridNavi: %s off by %d, beside the policy that earns it', async (name, by) => {
    const distribution = getDistribution('maze/gridnavi-v0');
    const said = await complaints({
      ...distribution,
      references: (split, tasks) => off(distribution.references?.(split, tasks) ?? [], name, by),
    });
    expect(Object.keys(said)).toContain(POLICIES);
    const verdict = by < 0 ? 'more' : 'less';
    expect(said[POLICIES]).toMatch(new RegExp(`the policy of ${name} earned .* ${verdict} than`));
  });

  it('of the lecture: the oracle, found by a policy that is told the task', async () => {
    const { referencePolicies: _, ...distribution } = getDistribution('maze/lecture-v0');
    const said = await complaints({
      ...distribution,
      references: (split, tasks) =>
        off(distribution.references?.(split, tasks) ?? [], 'oracle', -0.3),
    });
    expect(Object.keys(said)).toEqual([SEEN]);
    expect(said[SEEN]).toMatch(/the task, which it is told, earned 3 .* more than oracle, 2.7,/);
  });

  it('estimates are no bounds', async () => {
    const distribution = lineDistribution({
      references: (split) =>
        lineReferences(split).map((each) => ({ ...each, total: each.total - 1, exact: false })),
    });
    expect(await broken(distribution)).toEqual([]);
  });
});
