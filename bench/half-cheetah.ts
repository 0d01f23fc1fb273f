// Speed of the half-cheetah's physics: env steps a second alone, in a batch, on MuJoCo, and in two threads. What
// runs in one thread is measured in processor time, so that other programs count as little as can be.
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { randomStream } from '../core/random.js';
import { stepsPerAction } from '../envs/half-cheetah/body.js';
import { physicsEngines } from '../envs/half-cheetah/engines.js';
import type { BatchedPhysics, PhysicsEngine } from '../envs/half-cheetah/physics.js';
import { createWorld } from '../envs/half-cheetah/rapier-body.js';
import { RapierCheetah } from '../envs/half-cheetah/rapier-cheetah.js';
import { processorTime } from './processor-time.js';
import type { Measurement } from './result-file.js';
import { median, round } from './update.js';

/** Env steps after which a body begins anew, as in the built-in distributions. */
const EPISODE = 200;
const BATCHES = [8, 16, 32, 64];
const ROUNDS = 5;
const SECONDS = 0.8;
/** Until WebAssembly is compiled for speed; before, it runs at half of it. */
const WARM_UP_SECONDS = 5;

const rest = new Float64Array(9);
const rng = randomStream('half-cheetah');
const actions = Array.from({ length: 997 }, () =>
  Float32Array.from({ length: 6 * 64 }, () => rng.between(-1, 1)),
);

/** Tells seconds. */
type Clock = () => number;

const time: Clock = () => performance.now() / 1000;

/** Steps a second of so many bodies that are stepped by `step` and begin anew after an episode. */
function speedOf(
  bodies: readonly BatchedPhysics[],
  step: (actions: Float32Array) => void,
  clock: Clock,
  seconds: number,
): number {
  const begun = clock();
  let steps = 0;
  while (clock() - begun < seconds) {
    for (const body of bodies) body.reset(rest, rest);
    for (let i = 0; i < EPISODE; i++) step(actions[(steps + i) % actions.length]!);
    steps += EPISODE;
  }
  return (steps * bodies.length) / (clock() - begun);
}

function solo(engine: PhysicsEngine, seconds: number = SECONDS): number {
  const body = engine.create();
  const step = (row: Float32Array) => body.step(row.subarray(0, 6));
  const speed = speedOf([body], step, processorTime, seconds);
  body.dispose();
  return speed;
}

function together(
  engine: PhysicsEngine,
  slots: number,
  clock: Clock = processorTime,
  seconds: number = SECONDS,
): number {
  const batch = engine.createBatch?.(slots);
  if (!batch) return Number.NaN;
  const step = (row: Float32Array) => batch.step(row.subarray(0, 6 * slots));
  const speed = speedOf(batch.slots, step, clock, seconds);
  batch.dispose();
  return speed;
}

/** Sixteen bodies in each of so many threads at once; the sum of their speeds. */
async function inThreads(threads: number): Promise<number> {
  const speeds = await Promise.all(
    Array.from(
      { length: threads },
      () =>
        new Promise<number>((resolve, reject) => {
          const worker = new Worker(fileURLToPath(import.meta.url));
          worker.on('message', resolve);
          worker.on('error', reject);
        }),
    ),
  );
  return speeds.reduce((sum, speed) => sum + speed, 0);
}

/** Microseconds of a reset, which places a body in a state. */
function resetMicroseconds(engine: PhysicsEngine): number {
  const body = engine.create();
  const begun = processorTime();
  const resets = 5000;
  for (let i = 0; i < resets; i++) body.reset(rest, rest);
  const microseconds = ((processorTime() - begun) * 1e6) / resets;
  body.dispose();
  return microseconds;
}

/**
 * Microseconds that an env step spends in reading Rapier's bodies and writing its motors: all that a step
 * does but the physics steps.
 */
async function readWriteMicroseconds(): Promise<number> {
  const rapier = await import('@dimforge/rapier3d-compat');
  const world = createWorld(rapier);
  const cheetah = new RapierCheetah(rapier, world);
  cheetah.reset(rest, rest);
  const rounds = 20_000;
  let begun = 0;
  // The first half warms up.
  for (let round = 0; round < 2 * rounds; round++) {
    if (round === rounds) begun = processorTime();
    const action = actions[round % actions.length]!;
    for (let i = 0; i < stepsPerAction; i++) {
      cheetah.drive(action);
      cheetah.readRates();
    }
    cheetah.read(0);
  }
  const microseconds = ((processorTime() - begun) * 1e6) / rounds;
  cheetah.dispose();
  world.free();
  return microseconds;
}

/** All in turn, several times, so that a machine whose speed drifts is the same for all; medians. */
export async function measureHalfCheetah(): Promise<Measurement> {
  const output = await measureSpeeds();
  const batches = output.rapierBatches.map(({ speed }) => speed);
  const thousands = (speed: number) => round(speed / 1000, 1);
  return {
    file: 'half-cheetah-speed',
    title: "Speed of the half-cheetah's physics",
    seed: 0,
    numbers: {
      'Rapier, one body, thousands of env steps a second on one core': thousands(output.rapierSolo),
      [`the same in batches of ${BATCHES.join(', ')}`]: batches.map(thousands),
      'MuJoCo, one body': thousands(output.mujocoSolo),
      'best batch to MuJoCo': output.bestBatchToMujoco,
      'speed-up of two threads': output.speedUpOfTwoThreads,
      'a reset, µs': output.resetMicroseconds,
    },
    table: speedTable(output),
    output,
  };
}

function speedTable(speeds: Awaited<ReturnType<typeof measureSpeeds>>) {
  const ratio = (speed: number) => (speed / speeds.mujocoSolo).toFixed(2);
  return [
    ['what', 'env steps a second of one core', 'to MuJoCo'],
    ['Rapier, one body', String(speeds.rapierSolo), ratio(speeds.rapierSolo)],
    ...speeds.rapierBatches.map(({ slots, speed }) => [
      `Rapier, batch of ${slots}`,
      String(speed),
      ratio(speed),
    ]),
    ['MuJoCo, one body', String(speeds.mujocoSolo), '1'],
    ['Rapier, two threads of 16 bodies', `${speeds.speedUpOfTwoThreads} × one thread`, ''],
    ['a reset on Rapier', `${speeds.resetMicroseconds} µs`, ''],
    [
      'reading bodies and writing motors, of an env step',
      `${round(100 * speeds.readWriteShare, 1)} %`,
      '',
    ],
  ];
}

async function measureSpeeds() {
  const { rapier, mujoco } = physicsEngines;
  await rapier.load();
  await mujoco.load();
  for (const engine of [rapier, mujoco]) solo(engine, WARM_UP_SECONDS);
  const seen = {
    solo: [] as number[],
    mujoco: [] as number[],
    readWrite: [] as number[],
    one: [] as number[],
    two: [] as number[],
  };
  const batches = BATCHES.map(() => [] as number[]);
  for (let i = 0; i < ROUNDS; i++) {
    seen.solo.push(solo(rapier));
    seen.readWrite.push(await readWriteMicroseconds());
    seen.mujoco.push(solo(mujoco));
    BATCHES.forEach((slots, j) => {
      batches[j]!.push(together(rapier, slots));
    });
    seen.one.push(await inThreads(1));
    seen.two.push(await inThreads(2));
  }
  const best = Math.max(...batches.map(median));
  const ratios = (a: readonly number[], b: readonly number[]) =>
    round(median(a.map((value, i) => value / b[i]!)), 2);
  return {
    rapierSolo: Math.round(median(seen.solo)),
    rapierBatches: BATCHES.map((slots, j) => ({ slots, speed: Math.round(median(batches[j]!)) })),
    bestBatch: Math.round(best),
    mujocoSolo: Math.round(median(seen.mujoco)),
    rapierSoloToMujoco: ratios(seen.solo, seen.mujoco),
    bestBatchToMujoco: round(best / median(seen.mujoco), 2),
    speedUpOfTwoThreads: ratios(seen.two, seen.one),
    /** Of an env step alone in a world; of a batch's it is the larger by as much as that is faster. */
    readWriteShare: round(
      median(seen.solo.map((speed, i) => (speed * seen.readWrite[i]!) / 1e6)),
      3,
    ),
    resetMicroseconds: round(resetMicroseconds(rapier), 1),
  };
}

if (!isMainThread) {
  await physicsEngines.rapier.load();
  together(physicsEngines.rapier, 16, time, WARM_UP_SECONDS);
  parentPort?.postMessage(together(physicsEngines.rapier, 16, time));
}
