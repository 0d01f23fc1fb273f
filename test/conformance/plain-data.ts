/** Paths in a task are lists of names; as text they are JSON pointers. */
export type Path = readonly string[];

/** `/cheeses/0/x` */
export function pointerOf(path: Path): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether the value is an object or a list. */
export function isContainer(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

/**
 * Why the value would not survive `JSON.parse(JSON.stringify(value))` unchanged, with the place; or
 * nothing when it would.
 */
export function lossInJson(
  value: unknown,
  path: Path = [],
  open: readonly object[] = [],
): string | undefined {
  const at = pointerOf(path) || 'the whole';
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return undefined;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `${at} is ${value}`;
    return Object.is(value, -0) ? `${at} is -0` : undefined;
  }
  if (!isContainer(value))
    return `${at} is ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  if (open.includes(value)) return `${at} contains itself`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isList = Array.isArray(value);
  if (
    prototype !== (isList ? Array.prototype : Object.prototype) &&
    (isList || prototype !== null)
  ) {
    return `${at} is an instance of ${value.constructor?.name ?? 'a class'}, not plain data`;
  }
  const keys = Reflect.ownKeys(value).filter((key) => !(isList && key === 'length'));
  if (isList && keys.length !== value.length) return `${at} is a list with holes or properties`;
  for (const key of keys) {
    if (typeof key === 'symbol') return `${at} has a symbol for a property`;
    const property = Object.getOwnPropertyDescriptor(value, key);
    const place = [...path, key];
    if (!property?.enumerable || property.get) return `${pointerOf(place)} is not a plain property`;
    const loss = lossInJson(property.value, place, [...open, value]);
    if (loss !== undefined) return loss;
  }
  return undefined;
}

/** Canonical text of plain data (sorted keys): equal for equal content, whatever the order of keys. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    const isTable = value.length > 0 && value.every((item) => typeof item === 'number');
    return isTable ? JSON.stringify(value) : `[${value.map(textOf).join(',')}]`;
  }
  if (!isContainer(value)) return JSON.stringify(value) ?? String(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf(value[key])}`).join(',')}}`;
}

/** A number of 32 bits that is equal for equal content (as FNV-1a, by G. Fowler, L. C. Noll and K.-P. Vo). */
export function numberOf(value: unknown): number {
  let bits = 0x811c9dc5;
  for (const letter of textOf(value)) {
    bits = Math.imul(bits ^ letter.charCodeAt(0), 0x01000193);
  }
  return bits;
}

/** A copy by way of JSON, as a task that was stored and read again. */
export function stored(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Freezes plain data to its depths and returns it. */
export function deepFrozen<Value>(value: Value): Value {
  if (isContainer(value)) {
    for (const item of Object.values(value)) deepFrozen(item);
    Object.freeze(value);
  }
  return value;
}

/** The part of a value at a path; undefined where there is none. */
export function partAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, name) => (isContainer(part) && Object.hasOwn(part, name) ? part[name] : undefined),
    value,
  );
}

/** A copy with another part at the path. */
export function withPart(value: unknown, path: Path, part: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return part;
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) =>
      String(i) === name ? withPart(item, rest, part) : item,
    );
  }
  if (!isContainer(value)) return value;
  return { ...value, [name]: withPart(value[name], rest, part) };
}

/** Paths of all single values of a value that stands at a path. */
export function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isContainer(value)) return [path];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...path, name]));
}

/** The different paths that are listed for any of the tasks. */
export function pathsOf(tasks: readonly unknown[], list: (task: unknown) => Path[]): Path[] {
  return [
    ...new Map(tasks.flatMap((task) => list(task)).map((path) => [pointerOf(path), path])).values(),
  ];
}
