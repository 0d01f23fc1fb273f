// The same as host.py, in Node: says what there is, then does what is asked, in lines of JSON.
import { stdin, stdout } from 'node:process';
import { reasonOf } from '../../cli/failures.js';
import type { Asked, Greeting } from './contestants.js';
import { jsonLines } from './conversation.js';

/** Does a fixed amount of work; how many env steps that were. */
export type Run = () => number;

export interface Served {
  readonly name: string;
  readonly version?: string;
  readonly beside: string;
  /** Any where it says none. */
  readonly batches?: readonly number[];
  /** Why it cannot be measured. */
  readonly absent?: string | undefined;
  make(batch: number): Run | Promise<Run>;
}

/** Until JavaScript and WebAssembly are compiled for speed; before, they run at half of it. */
const WARM_UP_SECONDS = 2;

/** Until nobody asks any more. */
export async function serve(served: readonly Served[]): Promise<void> {
  const say = (value: unknown) => stdout.write(`${JSON.stringify(value)}\n`);
  say({
    contestants: served.map(({ name, beside, version = null, batches = null, absent = null }) => ({
      ...{ name, version, batches, beside, absent },
    })),
    versions: {},
  } satisfies Greeting);
  const prepared = new Map<string, Run>();
  for await (const request of jsonLines(stdin, 'whoever asks')) {
    const asked = request as Asked;
    try {
      if ('prepare' in asked) {
        const begun = performance.now();
        const run = await served.find(({ name }) => name === asked.prepare)!.make(asked.batch);
        prepared.set(asked.prepare, run);
        run();
        const seconds = (performance.now() - begun) / 1000;
        timed(run, WARM_UP_SECONDS);
        say({ seconds });
      } else {
        say(timed(prepared.get(asked.run)!, asked.seconds));
      }
    } catch (error) {
      say({ failed: reasonOf(error) });
    }
  }
}

function timed(run: Run, seconds: number) {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  let steps = 0;
  while (elapsed() < seconds) steps += run();
  return { steps, seconds: elapsed() };
}
