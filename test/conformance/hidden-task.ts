import { assertTask, type Env, type Family, sizeOf, taskInEpisode } from '../../core/index.js';
import {
  isContainer,
  leavesOf,
  type Path,
  partAt,
  pathsOf,
  pointerOf,
  textOf,
  withPart,
} from './plain-data.js';
import { defineRule, violated } from './rule.js';
import { withEnv } from './session.js';
import { differentTasks, type FamilySubject, suiteStream } from './subjects.js';

const TASKS = 48;
const PAIRS = 24;
const STREAMS = 3;
/** Those whose first observations are looked at, where tasks change between them. */
const EPISODES = [0, 1, 2];
/** A line through fewer points than these proves nothing. */
const LEAST_VALUES = 4;
const LEAST_TASKS = 6;

/** A first observation, and the state of the stream after it. */
interface Glimpse {
  readonly observation: Float32Array;
  readonly drawn: string;
}

/** Looks at an episode's first observation of a task, under one of a few fixed streams. */
type Look = (task: unknown, stream: number) => Glimpse;

function lookOf(family: Family<unknown>, env: Env<unknown>, episode: number): Look {
  return (task, stream) => {
    const rng = suiteStream('hidden task').fork(stream);
    const observation = new Float32Array(sizeOf(family.observationSpace));
    env.reset(taskInEpisode(family, task, episode), rng, observation);
    return { observation, drawn: JSON.stringify(rng.save()) };
  };
}

/**
 * Whether two tasks look different at first; undefined when that cannot be told, because they drew
 * different amounts of randomness.
 */
function differ(look: Look, a: unknown, b: unknown, stream: number): boolean | undefined {
  const one = look(a, stream);
  const other = look(b, stream);
  if (one.drawn !== other.drawn) return undefined;
  return one.observation.some((x, i) => !Object.is(x, other.observation[i]));
}

/** The first episode, and later ones in which some task is another. */
function episodesOf(family: Family<unknown>, tasks: readonly unknown[]): readonly number[] {
  const textIn = (task: unknown, episode: number) => textOf(taskInEpisode(family, task, episode));
  return EPISODES.filter(
    (episode) => episode === 0 || tasks.some((task) => textIn(task, episode) !== textIn(task, 0)),
  );
}

function isTask(family: Family<unknown>, task: unknown): boolean {
  try {
    assertTask(family, task);
    return true;
  } catch {
    return false;
  }
}

/** Whether exchanging the parts always shows, never or sometimes not shows, or cannot be tried. */
function exchange(
  { family }: FamilySubject,
  look: Look,
  tasks: readonly unknown[],
  paths: readonly Path[],
): { readonly tried: number; readonly seen: number } {
  let tried = 0;
  let seen = 0;
  for (let distance = 1; distance < tasks.length && tried < PAIRS; distance++) {
    for (let i = 0; i < tasks.length && tried < PAIRS; i++) {
      const task = tasks[i];
      const donor = tasks[(i + distance) % tasks.length];
      const usable = paths.every(
        (path) => partAt(donor, path) !== undefined && partAt(task, path) !== undefined,
      );
      if (!usable) continue;
      const other = paths.reduce((made, path) => withPart(made, path, partAt(donor, path)), task);
      if (textOf(other) === textOf(task) || !isTask(family, other)) continue;
      const result = differ(look, task, other, tried % STREAMS);
      if (result === undefined) continue;
      tried++;
      if (result) seen++;
    }
  }
  return { tried, seen };
}

/** Paths of the task's properties: through objects, down to a list or a single value. */
function propertiesOf(task: unknown, path: Path = []): Path[] {
  if (!isContainer(task) || Array.isArray(task)) return [path];
  return Object.entries(task).flatMap(([name, part]) => propertiesOf(part, [...path, name]));
}

/** Whether a list is shown only in part: some element can change without being seen. */
function isPartlyHidden(
  subject: FamilySubject,
  look: Look,
  tasks: readonly unknown[],
  path: Path,
): boolean {
  const elements = pathsOf(tasks, (task) => {
    const part = partAt(task, path);
    return Array.isArray(part) ? leavesOf(part, path) : [];
  });
  return elements.some((element) => {
    const { tried, seen } = exchange(subject, look, tasks, [element]);
    return seen < tried;
  });
}

/** The element of the observation that is a × number + b for one number of the task, if any. */
function copiedElement(look: Look, tasks: readonly unknown[], path: Path): number | undefined {
  for (let stream = 0; stream < STREAMS; stream++) {
    const points = tasks.flatMap((task) => {
      const x = partAt(task, path);
      return typeof x === 'number' ? [{ x, row: look(task, stream).observation }] : [];
    });
    points.sort((a, b) => a.x - b.x);
    const low = points[0];
    const high = points.at(-1);
    if (!low || !high || points.length < LEAST_TASKS) return undefined;
    if (new Set(points.map(({ x }) => x)).size < LEAST_VALUES) return undefined;
    const element = low.row.findIndex((from, i) => {
      const rise = high.row[i]! - from;
      const slope = rise / (high.x - low.x);
      const tolerance = Math.abs(rise) * 1e-4;
      const onLine = ({ x, row }: (typeof points)[number]) =>
        Math.abs(row[i]! - from - slope * (x - low.x)) <= tolerance;
      return rise !== 0 && points.every(onLine);
    });
    if (element >= 0) return element;
  }
  return undefined;
}

/** Breaks the rule where a look tells a property that is not shown. */
function assertHidden(
  subject: FamilySubject,
  look: Look,
  tasks: readonly unknown[],
  isShown: (path: Path) => boolean,
): void {
  const alone = pathsOf(tasks, propertiesOf).filter((path) => !isShown(path));
  const coupled: Path[] = [];
  const judge = (paths: readonly Path[], how: string) => {
    const { tried, seen } = exchange(subject, look, tasks, paths);
    const list = paths.length === 1 ? paths[0] : undefined;
    if (tried > 0 && seen === tried && !(list && isPartlyHidden(subject, look, tasks, list))) {
      reveal(paths, `changing ${how} changed the first observation ${seen} times of ${tried}`);
    }
    return tried;
  };
  for (const path of alone) if (judge([path], 'it alone') === 0) coupled.push(path);
  if (coupled.length > 1) judge(coupled, 'them together');
  for (const path of pathsOf(tasks, leavesOf)) {
    const element = isShown(path) ? undefined : copiedElement(look, tasks, path);
    if (element !== undefined) {
      reveal(
        [path],
        `element ${element} of the first observation is a copy of it, scaled and shifted`,
      );
    }
  }
}

/**
 * The task must be inferred, so it must not be readable off the first observation. Two things break
 * the rule, for any property that is not declared as `shown`:
 *
 * 1. *It always shows.* Exchange one property with that of another task, keep everything else and
 *    the random stream, and compare the first observations. A property breaks the rule when **every**
 *    exchange is seen. A hidden cheese is never seen; a view of the walls nearby misses some
 *    exchanges, or, where it never does, misses changes of single elements far away. Properties that
 *    cannot be exchanged alone (the result would be no valid task) are exchanged together.
 * 2. *It is copied.* Some element of the observation is a × number + b of one number in the task,
 *    over all tasks, where that number takes at least four values.
 *
 * Where tasks change between episodes, this must hold of the first observations of later episodes, too.
 *
 * The limits: leaks after an episode's first observation are not looked for, because dynamics may rightly
 * depend on the task. A leak that some exchanges escape, such as a coarsely rounded target, or one
 * of several hidden bits of a list, looks like a partial view and passes. A task of two values that
 * differ at first sight fails: declare what is a cue on purpose. Where resets of different tasks draw
 * different amounts of randomness, pairs that do so are not compared by 1.
 */
export const hiddenTaskRule = defineRule<FamilySubject>(
  'the task is hidden',
  'The first observation of an episode does not tell the task, beyond the properties that are declared as shown.',
  (subject) => {
    const { family } = subject;
    const shown = [...(family.shown ?? []), ...(subject.shown ?? [])];
    const tasks = differentTasks(subject.tasks).slice(0, TASKS);
    const isShown = (path: Path) =>
      shown.some((pointer) => `${pointerOf(path)}/`.startsWith(`${pointer}/`));
    withEnv(family, (env) => {
      for (const episode of episodesOf(family, tasks)) {
        assertHidden(subject, lookOf(family, env, episode), tasks, isShown);
      }
    });
  },
);

function reveal(paths: readonly Path[], how: string): never {
  const pointers = paths.map((path) => pointerOf(path) || 'the whole').join(' and ');
  const declared = paths.map((path) => `'${pointerOf(path)}'`).join(', ');
  return violated(
    `Of the task, ${pointers} can be read: ${how}.`,
    `Take it out of the observation; if it is meant to be seen, declare it in the family: shown: [${declared}].`,
  );
}
