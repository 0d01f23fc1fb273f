import { physicsEngines } from '../envs/half-cheetah/engines.js';
import { DRIVERS } from './fidelity/drivers.js';
import { memoryUse } from './fidelity/memory.js';
import { rapierLinkReader } from './fidelity/rapier-links.js';
import { looseness, stress, type Treatment } from './fidelity/stress.js';
import { stressTable } from './fidelity/tables.js';
import { watchMemories } from './fidelity/wasm-memories.js';
import type { Measurement } from './result-file.js';

/** Env steps of each kind, in each engine. */
const STEPS = 200_000;
/** Resets, and as many bodies that are created and disposed of. */
const CYCLES = 20_000;
/** Links are looked at after every so many steps of one slot. */
const LOOK_EVERY = 2;

/** What breaks and what leaks under rough treatment, in both engines. Progress goes to `say`. */
export async function measureStress(say: (text: string) => void): Promise<Measurement> {
  const output = await treatRoughly(say);
  const { rapier, mujoco, memory } = output;
  const kinds = ['random', 'bangBang'] as const;
  const byKind = (pick: (kind: (typeof kinds)[number]) => number) => kinds.map(pick);
  const MB = (bytes: number) => Number((bytes / 2 ** 20).toFixed(1));
  const { creations } = memory.rapier;
  return {
    file: 'half-cheetah-stress',
    title: 'Rough treatment of the half-cheetah: random, then bang-bang actions',
    seed: 0,
    numbers: {
      'env steps that were not finite, random and bang-bang actions': byKind(
        (kind) => rapier[kind].notFinite,
      ),
      'deepest penetration, 99th percentile, m': byKind((kind) => rapier[kind].penetration.p99),
      'deepest penetration, m': byKind((kind) => rapier[kind].penetration.most),
      'beyond limits, all hinges, 99th percentile, rad': byKind(
        (kind) => rapier[kind].overshoot.everyHinge.p99,
      ),
      'the same, all hinges, in MuJoCo': byKind((kind) => mujoco[kind].overshoot.everyHinge.p99),
      'beyond limits, worst hinge, 99th percentile, rad': byKind(
        (kind) => rapier[kind].overshoot.worstHinge.p99,
      ),
      'the same, worst hinge, in MuJoCo': byKind((kind) => mujoco[kind].overshoot.worstHinge.p99),
      'joints apart, 99th percentile, m': byKind((kind) => rapier[kind].links.jointDrift.p99),
      [`WebAssembly memory before and after ${CYCLES} bodies, MB`]: [
        MB(creations.before.wasm),
        MB(creations.after.wasm),
      ],
      [`resets of ${CYCLES} that differ from a new world`]: memory.rapier.resetsThatDiffer,
    },
    table: stressTable(output),
    output,
  };
}

async function treatRoughly(say: (text: string) => void) {
  const { rapier, mujoco } = physicsEngines;
  const wasm = {
    rapier: await watchMemories(rapier.load),
    mujoco: await watchMemories(mujoco.load),
  };
  const read = await rapierLinkReader();
  const memory = { rapier: await measured(rapier), mujoco: await measured(mujoco) };
  const random: Treatment = { name: 'random', drive: DRIVERS.random, steps: STEPS };
  const bangBang: Treatment = { name: 'bang-bang', drive: DRIVERS.bangBang, steps: STEPS };

  function measured(engine: typeof rapier | typeof mujoco) {
    say(`creating, resetting and freeing bodies of ${engine.id} …\n`);
    return memoryUse(engine, wasm[engine.id], CYCLES);
  }
  function rough(engine: typeof rapier | typeof mujoco, treatment: Treatment) {
    say(`${treatment.name} actions in ${engine.id} …\n`);
    return stress(engine, treatment);
  }
  function withLinks(treatment: Treatment) {
    const links = looseness(rapier, treatment, read, LOOK_EVERY);
    return { ...rough(rapier, treatment), links };
  }
  return {
    memory,
    rapier: { random: withLinks(random), bangBang: withLinks(bangBang) },
    mujoco: { random: rough(mujoco, random), bangBang: rough(mujoco, bangBang) },
  };
}

export type Stress = Awaited<ReturnType<typeof treatRoughly>>;
