// What is measured beside what, wherever it runs: prepared for a batch, then run for so long at a time.
import type { Conversation } from './conversation.js';

/** One env of a library, or of ours, that can be stepped. */
export interface Contestant {
  readonly name: string;
  /** Of its library, such as `gymnax 1.0.1`. */
  readonly version: string | undefined;
  /** Processor cores it may use. */
  readonly cores: number;
  /** What it does more or less than ours, for readers. */
  readonly beside: string;
  /** Whether it can be had for that batch. */
  takes(batch: number): boolean;
  /** Why it cannot be measured at all. */
  readonly absent: string | undefined;
  /** Makes it, compiles it and runs it once; seconds. Throws where that fails. */
  prepare(batch: number): Promise<number>;
  /** Env steps a second, over at least so many seconds. */
  run(seconds: number): Promise<number>;
}

/** What a program says first. */
export interface Greeting {
  readonly contestants: readonly (Pick<Contestant, 'name' | 'beside'> & {
    /** Any where it says none. */
    readonly batches: readonly number[] | null;
    readonly version: string | null;
    readonly absent: string | null;
  })[];
  /** Of what else matters, such as the compiler's. */
  readonly versions: { readonly [name: string]: string };
}

/** The contestants of a program, one of which is at work at a time. */
export async function contestantsOf(
  conversation: Conversation,
  cores: number,
): Promise<{ contestants: Contestant[]; versions: Greeting['versions'] }> {
  const { contestants, versions } = (await conversation.next()) as Greeting;
  return {
    versions,
    contestants: contestants.map(({ name, beside, batches, version, absent }) => ({
      ...{ name, beside },
      ...{ version: version ?? undefined, absent: absent ?? undefined, cores },
      takes: (batch) => batches?.includes(batch) ?? true,
      async prepare(batch) {
        return (await asked(conversation, { prepare: name, batch })).seconds;
      },
      async run(seconds) {
        const turn = await asked(conversation, { run: name, seconds });
        return turn.steps / turn.seconds;
      },
    })),
  };
}

/** Two that run at the same time, each on half of the batch. */
export function together(first: Contestant, second: Contestant): Contestant {
  const both = [first, second];
  return {
    ...first,
    cores: first.cores + second.cores,
    takes: (batch) => batch % 2 === 0 && first.takes(batch / 2),
    async prepare(batch) {
      return Math.max(...(await Promise.all(both.map((each) => each.prepare(batch / 2)))));
    },
    async run(seconds) {
      const [a = 0, b = 0] = await Promise.all(both.map((each) => each.run(seconds)));
      return a + b;
    },
  };
}

/** What a program is asked, of one of its contestants. Several stay prepared, for one batch each. */
export type Asked =
  | { readonly prepare: string; readonly batch: number }
  | { readonly run: string; readonly seconds: number };

interface Turn {
  readonly steps: number;
  readonly seconds: number;
}

async function asked(conversation: Conversation, request: Asked): Promise<Turn> {
  const answer = (await conversation.ask(request)) as Turn | { readonly failed: string };
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}
