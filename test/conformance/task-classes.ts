import { leavesOf, numberOf, type Path, partAt, pathsOf, pointerOf } from './plain-data.js';

const CLASSES = 4;
/** A class that holds a smaller share of all tasks is joined with the one before it. */
const LEAST_SHARE = 1 / 8;
const MOST_NUMBERS = 6;
/** Tasks in which numbers are looked for. */
const LOOKED_AT = 20;

/** Tasks sorted into a few classes, whatever they are made of. */
export interface TaskClasses {
  /** What tells the classes apart, for messages. */
  readonly about: string;
  /** The class of each task, from 0. */
  readonly of: readonly number[];
  readonly count: number;
}

/** Classes by content, and by the size of some of the numbers that differ between tasks. */
export function classesOf(tasks: readonly unknown[]): TaskClasses[] {
  const numbers = pathsOf(tasks.slice(0, LOOKED_AT), leavesOf).filter((path) => {
    const values = tasks.map((task) => partAt(task, path));
    return values.every((value) => typeof value === 'number') && new Set(values).size > 1;
  });
  const stride = Math.ceil(numbers.length / MOST_NUMBERS);
  const some = numbers.filter((_, i) => i % stride === 0);
  return [
    // Any function does that is the same for equal tasks.
    merged(
      'its content',
      tasks.map((task) => (numberOf(task) >>> 16) % CLASSES),
    ),
    ...some.map((path) => merged(`the size of ${pointerOf(path)}`, classesBySize(tasks, path))),
  ].filter(({ count }) => count > 1);
}

/** Quarters of the tasks, from small numbers to large ones. */
function classesBySize(tasks: readonly unknown[], path: Path): number[] {
  const values = tasks.map((task) => Number(partAt(task, path)));
  const sorted = values.toSorted((a, b) => a - b);
  const cuts = Array.from(
    { length: CLASSES - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / CLASSES)]!,
  );
  return values.map((value) => cuts.filter((cut) => value >= cut).length);
}

/** Without classes that are too small to count in. */
function merged(about: string, classes: readonly number[]): TaskClasses {
  const nameOf: number[] = [];
  let count = 0;
  for (let each = 0; each < CLASSES; each++) {
    const size = classes.filter((one) => one === each).length;
    if (size >= classes.length * LEAST_SHARE) count++;
    nameOf.push(Math.max(0, count - 1));
  }
  return { about, of: classes.map((each) => nameOf[each]!), count };
}
