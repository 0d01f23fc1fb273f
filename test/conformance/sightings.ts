import type { MetaEpisodes } from '../../core/index.js';
import type { Sight } from './bounds.js';
import { numberOf } from './plain-data.js';

/** An element with more different values is taken for noise, or for a quantity that never comes back. */
const MOST_VALUES = 512;

/** The elements of observations, [decisions][O], that differ, and whose values come back. */
export function tellingElements(observations: readonly ArrayLike<number>[]): number[] {
  const elements = observations[0]?.length ?? 0;
  return Array.from({ length: elements }, (_, i) => i).filter((i) => {
    const values = new Set(observations.map((row) => row[i]!));
    return values.size > 1 && values.size <= MOST_VALUES;
  });
}

/**
 * Keeps what was seen in each slot as numbers of 32 bits, which are equal where the same was seen, to the last bit.
 * That different sights now and then share a number makes whoever goes by it see less, and never more.
 */
export class Sightings {
  readonly #elements: readonly number[];
  readonly #present: Int32Array;
  readonly #ofEpisode: Int32Array;
  readonly #ofMetaEpisode: Int32Array;
  readonly #tasks: Int32Array;

  constructor(elements: readonly number[], slots: number) {
    this.#elements = elements;
    this.#present = new Int32Array(slots);
    this.#ofEpisode = new Int32Array(slots);
    this.#ofMetaEpisode = new Int32Array(slots);
    this.#tasks = new Int32Array(slots);
  }

  /** Looks at what is offered at a decision. */
  look({ slots, observation, tasks, step, firstStep }: MetaEpisodes<unknown>): void {
    const bits = new Int32Array(observation.buffer, observation.byteOffset, observation.length);
    const width = bits.length / slots;
    for (let slot = 0; slot < slots; slot++) {
      let present = 0;
      for (const element of this.#elements) present = mixed(present, bits[slot * width + element]!);
      this.#present[slot] = present;
      if (step[slot] === 0) this.#ofEpisode[slot] = present;
      if (firstStep[slot] === 1) {
        this.#ofMetaEpisode[slot] = present;
        this.#tasks[slot] = numberOf(tasks[slot]);
      }
    }
  }

  /** What was seen in the slot at the last look. */
  of(sight: Sight, slot: number): number {
    const present = this.#present[slot]!;
    switch (sight) {
      case 'present':
        return present;
      case 'episode':
        return mixed(present, this.#ofEpisode[slot]!);
      case 'meta-episode':
        return mixed(mixed(present, this.#ofEpisode[slot]!), this.#ofMetaEpisode[slot]!);
      case 'task':
        return mixed(present, this.#tasks[slot]!);
    }
  }
}

/** Both numbers in one, every bit of which depends on all of theirs (as MurmurHash3 mixes, by A. Appleby). */
function mixed(one: number, other: number): number {
  let bits = Math.imul(other, 0xcc9e2d51);
  bits = one ^ Math.imul((bits << 15) | (bits >>> 17), 0x1b873593);
  bits = Math.imul((bits << 13) | (bits >>> 19), 5) + 0xe6546b64;
  return Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
}
