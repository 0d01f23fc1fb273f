// A program that is asked in lines of JSON and answers in lines of JSON: how Python, or another Node, is measured.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Of what a program complains about, the last so many characters are told. */
const COMPLAINT = 2000;

/** The values of a stream of JSON, one a line. Throws where a line is none, which is told with it. */
export async function* jsonLines(stream: Readable, program: string): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new Error(
        `${program} must print lines of JSON; received ${JSON.stringify(line)}. Let it print anything else to stderr.`,
      );
    }
    yield value;
  }
}

export interface ConversationOptions {
  /** For messages. */
  readonly program: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** One program, from its start to its end. */
export class Conversation {
  readonly #program: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: AsyncGenerator<unknown>;
  #complaint = '';

  constructor([command = '', ...words]: readonly string[], options: ConversationOptions) {
    this.#program = options.program;
    const env = { ...process.env, ...options.environment };
    const child = spawn(command, words, { stdio: 'pipe', env });
    this.#child = child;
    // A program that could not be started is told of by the first line that is missing.
    this.#ended = once(child, 'close').catch((error: unknown) => this.#complain(String(error)));
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    this.#lines = jsonLines(child.stdout, this.#program);
  }

  /** Sends a value, and does not wait. */
  tell(value: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify(value)}\n`);
  }

  /** The next line. Throws where the program ended instead, with what it complained about. */
  async next(): Promise<unknown> {
    const { done, value } = await this.#lines.next();
    if (!done) return value;
    await this.#ended;
    throw new Error(
      `${this.#program} ended ${this.#how()} before it answered. What it said last: ${this.#complaint.trim() || 'nothing'}`,
    );
  }

  async ask(value: unknown): Promise<unknown> {
    this.tell(value);
    return this.next();
  }

  /** All lines that are still to come. Throws where the program ends with another code than 0. */
  async *rest(): AsyncGenerator<unknown> {
    this.#child.stdin?.end();
    yield* this.#lines;
    await this.#ended;
    if (this.#child.exitCode !== 0) {
      throw new Error(`${this.#program} ended ${this.#how()}. ${this.#complaint.trim()}`);
    }
  }

  /** Lets the program end, by the end of what it reads. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  #how(): string {
    const { exitCode, signalCode } = this.#child;
    return signalCode ? `by ${signalCode}` : `with code ${exitCode ?? 'none'}`;
  }

  #complain(text: string): void {
    this.#complaint = (this.#complaint + text).slice(-COMPLAINT);
  }
}
