// All contestants in turn, several times, so that a machine whose speed drifts is the same for all.
import type { Contestant } from './contestants.js';

export interface Sizes {
  readonly batches: readonly number[];
  readonly rounds: number;
  /** Of one turn. */
  readonly seconds: number;
}

/** What was seen of one contestant at one batch. */
export interface Seen {
  readonly batch: number;
  /** Seconds until it had run once: making and compiling. */
  readonly prepare: number;
  /** Env steps a second, one a round. */
  readonly speeds: readonly number[];
}

export interface Outcome
  extends Pick<Contestant, 'name' | 'version' | 'cores' | 'beside' | 'absent'> {
  readonly seen: readonly Seen[];
}

/** Measures all of them, batch by batch. Whoever fails is left out from then on, and the reason is told instead. */
export async function takeTurns(
  contestants: readonly Contestant[],
  { batches, rounds, seconds }: Sizes,
  say: (text: string) => void,
): Promise<Outcome[]> {
  const all = contestants.map((contestant) => ({
    contestant,
    seen: [] as Seen[],
    absent: contestant.absent,
  }));
  for (const batch of batches) {
    say(`batch ${batch}: preparing`);
    const playing: ((typeof all)[number] & { prepare: number; speeds: number[] })[] = [];
    for (const each of all) {
      if (each.absent !== undefined || !each.contestant.takes(batch)) continue;
      say('.');
      const prepare = await orReason(each, () => each.contestant.prepare(batch));
      if (prepare !== undefined) playing.push(Object.assign(each, { prepare, speeds: [] }));
    }
    say(' running ');
    for (let round = 0; round < rounds; round++) {
      say('.');
      for (const each of playing) {
        if (each.absent !== undefined) continue;
        const speed = await orReason(each, () => each.contestant.run(seconds));
        if (speed !== undefined) each.speeds.push(speed);
      }
    }
    for (const { prepare, speeds, seen, absent } of playing) {
      if (absent === undefined) seen.push({ batch, prepare, speeds });
    }
    say('\n');
  }
  return all.map(({ contestant: { name, version, cores, beside }, seen, absent }) => ({
    ...{ name, version, cores, beside, absent, seen },
  }));
}

/** What the work gives; where it fails, nothing, and the reason is noted. */
async function orReason<Result>(
  each: { absent: string | undefined },
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    each.absent = `failed: ${error instanceof Error ? error.message : String(error)}`;
    return undefined;
  }
}
