import type { DecisionBatch, Policy } from 'moving-cheese';
import { DIGITS, WHEELS } from './family.js';

/** What one slot has found out: for each wheel, the digits that may still open it. */
type Candidates = number[][];

const ignorance = (): Candidates =>
  Array.from({ length: WHEELS }, () => Array.from({ length: DIGITS }, (_, digit) => digit));

/** Tries digits in turn and remembers across episodes what opened which wheel. */
export class TryInTurn implements Policy {
  #memory: Candidates[] = [];
  #actions = new Float32Array(0);

  begin(slots: number): void {
    this.#memory = Array.from({ length: slots }, ignorance);
    this.#actions = new Float32Array(slots);
  }

  act(batch: DecisionBatch): Float32Array {
    const width = batch.observation.length / batch.slots;
    for (let slot = 0; slot < batch.slots; slot++) {
      if (batch.firstStep[slot] === 1) this.#memory[slot] = ignorance();
      else this.#learn(batch, slot, width);
      const open = openWheels(batch.observation, slot * width);
      this.#actions[slot] = this.#memory[slot]?.[open]?.[0] ?? 0;
    }
    return this.#actions;
  }

  #learn({ transition }: DecisionBatch, slot: number, width: number): void {
    const before = openWheels(transition.observation, slot * width);
    const after = openWheels(transition.nextObservation, slot * width);
    const pressed = transition.action[slot] ?? 0;
    const wheel = this.#memory[slot]?.[before];
    if (!wheel) return;
    const kept = after > before ? [pressed] : wheel.filter((digit) => digit !== pressed);
    wheel.splice(0, wheel.length, ...kept);
  }
}

function openWheels(rows: Float32Array, offset: number): number {
  return Math.round((rows[offset] ?? 0) * WHEELS);
}

export const tryInTurn = new TryInTurn();
