/** The first measurement is of so much of the work, each further one of so many times more. */
const FIRST_SIZE = 8;
const GROWTH = 4;
/** Who takes so many times as long as the fastest is measured no further. */
const FAR_BEHIND = 3;
/** Who takes up to so many times as long as the fastest is as fast: measurements repeat no better. */
const AS_FAST = 1.1;
/** No further measurement begins after so long. */
const PATIENCE_MILLISECONDS = 2000;

export interface RaceOptions<Name extends string> {
  /** The ways to do the same work; of those that are as fast, the first wins. */
  readonly names: readonly Name[];
  /** All of the work. */
  readonly size: number;
  /** Milliseconds that so much of the work takes; throws where this way cannot do it. */
  readonly measure: (name: Name, size: number) => Promise<number>;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

export interface Race<Name extends string> {
  readonly winner: Name;
  /** Milliseconds by the size of the work, of who could do it: in the last measurement of each. */
  readonly costs: ReadonlyMap<Name, number>;
  /** What the others threw. */
  readonly failures: ReadonlyMap<Name, unknown>;
}

/**
 * Finds the fastest of several ways to do the same work, in seconds, though all of the work may take one of them
 * minutes: it begins with little of it, and who falls far behind is left out of the rest. Throws what the first threw
 * when nobody can do it.
 */
export async function race<Name extends string>(options: RaceOptions<Name>): Promise<Race<Name>> {
  const { size: whole, measure, now } = options;
  const costs = new Map<Name, number>();
  const failures = new Map<Name, unknown>();
  const begun = now();
  let names = options.names;
  let size = Math.min(FIRST_SIZE, whole);
  while (true) {
    for (const name of names) {
      try {
        costs.set(name, (await measure(name, size)) / size);
      } catch (error) {
        costs.delete(name);
        failures.set(name, error);
      }
    }
    const running = names.filter((name) => costs.has(name));
    if (running.length === 0) throw failures.get(names[0]!);
    const least = Math.min(...running.map((name) => costs.get(name)!));
    const within = (factor: number) => running.filter((name) => costs.get(name)! <= factor * least);
    const [winner] = within(AS_FAST);
    names = within(FAR_BEHIND);
    if (names.length === 1 || size === whole || now() - begun > PATIENCE_MILLISECONDS) {
      return { winner: winner!, costs, failures };
    }
    size = Math.min(GROWTH * size, whole);
  }
}
