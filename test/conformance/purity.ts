/** What gives other values each time, and where it lives. */
const IMPURE: readonly (readonly [owner: string, name: string])[] = [
  ['Math', 'random'],
  ['Date', 'now'],
  ['performance', 'now'],
  ['crypto', 'getRandomValues'],
  ['crypto', 'randomUUID'],
];

/**
 * Runs synchronous code and returns which global sources of randomness or time it called, such as
 * `Math.random`. They work as ever meanwhile, and are put back afterwards. Not seen: a reference
 * taken before (`const { random } = Math` at the top of a file), which determinism rules catch.
 */
export function impureCalls(run: () => void): string[] {
  const calls = new Set<string>();
  const restores: (() => void)[] = [];
  const spy = (owner: object, name: string, spied: unknown) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const done = Reflect.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      enumerable: before?.enumerable ?? true,
      value: spied,
    });
    if (!done) return;
    restores.push(() => {
      if (before) Reflect.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
  };
  for (const [ownerName, name] of IMPURE) {
    const owner: unknown = Reflect.get(globalThis, ownerName);
    if (owner === null || (typeof owner !== 'object' && typeof owner !== 'function')) continue;
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') continue;
    spy(owner, name, (...given: unknown[]): unknown => {
      calls.add(`${ownerName}.${name}`);
      return Reflect.apply(original, owner, given);
    });
  }
  spy(
    globalThis,
    'Date',
    new Proxy(Date, {
      construct(target, given, newTarget) {
        if (given.length === 0) calls.add('new Date');
        return Reflect.construct(target, given, newTarget);
      },
      apply(target, self, given) {
        calls.add('Date');
        return Reflect.apply(target, self, given);
      },
    }),
  );
  try {
    run();
  } finally {
    for (const restore of restores.reverse()) restore();
  }
  return [...calls];
}
