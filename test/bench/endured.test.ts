import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Algorithm } from '../../agents/algorithms/algorithm.js';
import { ppo } from '../../agents/algorithms/ppo.js';
import { createRnnAgent } from '../../agents/create-agent.js';
import { discretePreset } from '../../agents/presets.js';
import { endureEngine, endureTraining } from '../../bench/endurance/endured.js';
import { watchMemories } from '../../bench/fidelity/wasm-memories.js';
import { loadTensorFlow } from '../../cli/backend.js';
import { getDistribution } from '../../distributions/index.js';
import { realGc } from './real-gc.js';

const collections = vi.fn();
beforeAll(() => {
  const collect = realGc();
  vi.stubGlobal('gc', () => {
    collections();
    collect();
  });
});
afterAll(() => void vi.unstubAllGlobals());

/** A clock that goes on by a second whenever it is read. */
function countingClock(): void {
  let milliseconds = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    milliseconds += 1000;
    return milliseconds;
  });
}

describe('memory is looked at', () => {
  test('at every tenth of the engine’s steps, after garbage is collected', async () => {
    collections.mockClear();
    const { points, tensors } = await endureEngine('maze/gridnavi-v0', 1_000_000);
    expect(tensors).toBeUndefined();
    expect(points).toHaveLength(10);
    expect(collections.mock.calls.length).toBeGreaterThanOrEqual(10);
    points.forEach(([millions, bytes], i) => {
      // At most one meta-episode of 256 slots further.
      expect(millions).toBeGreaterThanOrEqual((i + 1) / 10);
      expect(millions).toBeLessThan((i + 1) / 10 + (60 * 256) / 1e6);
      expect(bytes).toBeGreaterThan(1e6);
    });
  });

  test('while training, WebAssembly and tensors included', async () => {
    const distribution = getDistribution('maze/lecture-v0');
    const agents: Awaited<ReturnType<typeof createRnnAgent>>[] = [];
    const wasm = await watchMemories(async () => {
      agents.push(await createRnnAgent({ family: distribution.family, hidden: 8 }));
    });
    expect(wasm.bytes()).toBeGreaterThan(0);
    const { tf } = await loadTensorFlow('cpu');
    const before = tf.memory().numTensors;
    const learn = ppo(discretePreset.algorithms.ppo);
    const algorithm: Algorithm = {
      ...learn,
      update(inputs) {
        tf.scalar(1); // is left behind
        return learn.update(inputs);
      },
    };
    countingClock();
    try {
      const options = { agent: agents[0]!, distribution, algorithm, seed: 1, slots: 16 };
      const endured = await endureTraining({ what: 'training', options, seconds: 60, wasm, tf });
      expect(endured.points).toHaveLength(10);
      expect(endured.points.every(([, bytes]) => bytes > wasm.bytes())).toBe(true);
      const { tensors = [] } = endured;
      expect(tensors.length).toBeGreaterThan(9);
      expect(tensors).toEqual(tensors.map((_, i) => before + 2 + i));
    } finally {
      vi.restoreAllMocks();
    }
  });
});
