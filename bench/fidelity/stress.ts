import { type RandomStream, randomStream } from '../../core/random.js';
import type { BatchedPhysics, PhysicsEngine } from '../../envs/half-cheetah/physics.js';
import { beginEpisode, type Driver, EPISODE } from './drivers.js';
import { createHerd } from './herd.js';
import { withBody } from './motion.js';
import { lowestClearance, overshoots } from './posture.js';
import { jointDrift, type LinkReader } from './rapier-links.js';
import { rounded, share, spread } from './statistics.js';

const SLOTS = 16;
const MOTORS = 6;

/** Env steps of a kind are counted over all slots. */
export interface Treatment {
  readonly name: string;
  readonly drive: Driver;
  readonly steps: number;
}

/** A slot's own stream: what it goes through is the same in every engine, and alone. */
function streamOf({ name }: Treatment, slot: number): RandomStream {
  return randomStream('stress').fork(name).fork(slot);
}

/** What is seen of bodies at the ends of env steps. */
class Observations {
  readonly #depths: number[] = [];
  /** Of all hinges. */
  readonly #beyond: number[] = [];
  /** Of the hinge that is farthest out. */
  readonly #farthest: number[] = [];
  #notFinite = 0;
  #fastest = 0;

  note({ qpos, qvel }: BatchedPhysics): void {
    if (![...qpos, ...qvel].every(Number.isFinite)) this.#notFinite++;
    this.#fastest = Math.max(this.#fastest, Math.abs(qvel[0]!));
    this.#depths.push(Math.max(0, -lowestClearance(qpos)));
    const beyond = overshoots(qpos);
    this.#beyond.push(...beyond);
    this.#farthest.push(Math.max(...beyond));
  }

  summary() {
    const atLimit = this.#beyond.filter((angle) => angle > 0);
    return {
      steps: this.#depths.length,
      /** Steps after which a coordinate or a rate was not a finite number. */
      notFinite: this.#notFinite,
      /** Root's velocity along x, m/s. */
      fastest: rounded(this.#fastest),
      /** Of the deepest capsule in each step, m. */
      penetration: spread(this.#depths),
      /** rad beyond the limit, 0 within: of every hinge, of those beyond, of the worst in each step. */
      overshoot: {
        everyHinge: spread(this.#beyond),
        atLimit: { share: share(atLimit.length, this.#beyond.length), ...spread(atLimit) },
        worstHinge: spread(this.#farthest),
      },
    };
  }
}

/** Rough treatment in episodes of 200 steps that begin by a reset. */
export function stress(engine: PhysicsEngine, treatment: Treatment) {
  const herd = createHerd(engine, SLOTS);
  const streams = herd.slots.map((_, slot) => streamOf(treatment, slot));
  const actions = new Float64Array(SLOTS * MOTORS);
  const seen = new Observations();
  for (let step = 0; step < treatment.steps / SLOTS; step++) {
    for (const [slot, body] of herd.slots.entries()) {
      const rng = streams[slot]!;
      if (step % EPISODE === 0) beginEpisode(rng, body);
      treatment.drive(actions.subarray(slot * MOTORS, (slot + 1) * MOTORS), rng);
    }
    herd.step(actions);
    for (const body of herd.slots) seen.note(body);
  }
  herd.dispose();
  return seen.summary();
}

/**
 * What coordinates do not show, of Rapier's links: one slot's treatment again, looked into after every
 * `every`th step. Distances in m, tilt in rad.
 */
export function looseness(
  engine: PhysicsEngine,
  treatment: Treatment,
  read: LinkReader,
  every: number,
) {
  const rng = streamOf(treatment, 0);
  const action = new Float64Array(MOTORS);
  const drifts: number[] = [];
  const sideways: number[] = [];
  const tilts: number[] = [];
  withBody(engine, (body) => {
    for (let step = 0; step < treatment.steps / SLOTS; step++) {
      if (step % EPISODE === 0) beginEpisode(rng, body);
      treatment.drive(action, rng);
      body.step(action);
      if (step % every !== 0) continue;
      const links = read(body.snapshot());
      drifts.push(jointDrift(links, body.qpos));
      sideways.push(Math.max(...links.map(({ place }) => Math.abs(place.y))));
      tilts.push(Math.max(...links.map(({ tilt }) => tilt)));
    }
  });
  return {
    looks: drifts.length,
    jointDrift: spread(drifts),
    sideways: spread(sideways),
    tilt: spread(tilts),
  };
}
