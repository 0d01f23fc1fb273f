import { contains, sample, sizeOf, taskInEpisode } from '../../core/index.js';
import { defineRule, type Rule, violated } from './rule.js';
import { Session, withEnv } from './session.js';
import { differentTasks, type FamilySubject, suiteStream } from './subjects.js';

const CALLS = 60;
const TASKS = 6;

/** Plays a random policy in some tasks and shows every call to the visitor. */
function visit(
  { family, tasks }: FamilySubject,
  visitor: (session: Session, moment: Session['moments'][number]) => void,
): void {
  withEnv(family, (env) => {
    for (const [i, task] of differentTasks(tasks).slice(0, TASKS).entries()) {
      const session = new Session(family, env, { task, seed: `observation ${i}` });
      for (let call = 0; call < CALLS; call++) visitor(session, session.advance());
    }
  });
}

/** An element beyond the row's end that the env tried to write: a typed array ignores it silently. */
function strayElement({ family, tasks }: FamilySubject): string | undefined {
  let stray: string | undefined;
  const row = new Proxy(new Float32Array(sizeOf(family.observationSpace)), {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set(target, name, value) {
      if (typeof name === 'string' && Number(name) >= target.length) stray ??= name;
      return Reflect.set(target, name, value, target);
    },
  });
  try {
    withEnv(family, (env) => {
      const rng = suiteStream('stray');
      for (const whole of differentTasks(tasks).slice(0, TASKS)) {
        const task = taskInEpisode(family, whole, 0);
        env.reset(task, rng, row);
        const action = new Float32Array(sizeOf(family.actionSpace));
        for (let call = 0; call < CALLS; call++) {
          sample(family.actionSpace, rng, action);
          const taken = family.actionSpace.kind === 'discrete' ? action[0]! : action;
          if (env.step(taken, row).terminated) env.reset(task, rng, row);
        }
      }
    });
  } catch {
    // Not every row that works as a typed array works as this stand-in; other rules see real errors.
  }
  return stray;
}

const rowRule = defineRule<FamilySubject>(
  'observations fill their row',
  'A call of reset or step writes every element of the row it is given, and nothing else.',
  (subject) => {
    visit(subject, (_session, { call, observation }) => {
      const element = observation.findIndex(Number.isNaN);
      if (element >= 0) {
        violated(
          `After ${call}, element ${element} of ${observation.length} was not written, or is NaN.`,
          'Write all of them at each call, or correct the shape of the observation space.',
        );
      }
    });
    const { family, tasks } = subject;
    const size = sizeOf(family.observationSpace);
    const whole = new Float32Array(size * 3).fill(7.25);
    withEnv(family, (env) => {
      const task = taskInEpisode(family, tasks[0], 0);
      env.reset(task, suiteStream('row'), whole.subarray(size, size * 2));
    });
    const stray = strayElement(subject);
    if (stray !== undefined) {
      violated(
        `It wrote element ${stray} of a row of ${size}.`,
        'Correct the shape of the observation space.',
      );
    }
    if (whole.some((value, i) => (i < size || i >= size * 2) && value !== 7.25)) {
      violated('reset wrote into the rows next to its own.', 'Use the array, never its buffer.');
    }
  },
);

const boundsRule = defineRule<FamilySubject>(
  'observations are within bounds',
  'Every observation lies in the observation space.',
  (subject) => {
    const { observationSpace } = subject.family;
    visit(subject, (_session, { call, observation }) => {
      if (contains(observationSpace, observation)) return;
      const i = observation.findIndex(
        (x, j) => !(x >= observationSpace.low[j]! && x <= observationSpace.high[j]!),
      );
      violated(
        `After ${call}, element ${i} is ${observation[i]}, outside [${observationSpace.low[i]}, ${observationSpace.high[i]}].`,
        'Widen the bounds of the space, or clip.',
      );
    });
  },
);

const rewardRule = defineRule<FamilySubject>(
  'rewards are finite',
  'Every reward is a finite number, also in 32 bits.',
  (subject) => {
    visit(subject, (session, { reward }) => {
      if (typeof reward === 'number' && Number.isFinite(Math.fround(reward))) return;
      violated(
        `The reward of step ${session.moments.length - 1} is ${String(reward)}.`,
        'Look for divisions by zero and values that were never set.',
      );
    });
  },
);

const terminatedRule = defineRule<FamilySubject>(
  'terminated is a boolean',
  'A step says by true or false whether the future is worth nothing.',
  (subject) => {
    visit(subject, (_session, { terminated }) => {
      if (typeof terminated === 'boolean') return;
      violated(`terminated is ${String(terminated)}.`, 'Return true or false from each step.');
    });
  },
);

/** What each single call must give. */
export const observationRules: readonly Rule<FamilySubject>[] = [
  rowRule,
  boundsRule,
  rewardRule,
  terminatedRule,
];
