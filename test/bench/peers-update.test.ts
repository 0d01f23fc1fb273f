import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ourUpdate, sizesFor } from '../../bench/peers/update/ours.js';
import { updateResult } from '../../bench/peers/update/result.js';
import { assertSame } from '../../bench/peers/update/same.js';
import { decoded, encoded, relativeDifference } from '../../bench/peers/vectors.js';
import { syntheticMinibatch } from '../../bench/update.js';
import { root } from '../docs/pages.js';

// Threads run what was built.
const builtTwoThreads = pathToFileURL(join(root, 'dist/bench/peers/update/two-threads.js')).href;

describe('vectors', () => {
  test('come back as they were, also from the middle of a larger one', () => {
    const vector = new Float32Array([0, 1.5, -2.25, 3e-30]);
    expect(decoded(encoded(vector))).toEqual(vector);
    expect(decoded(encoded(vector.subarray(1, 3)))).toEqual(new Float32Array([1.5, -2.25]));
  });

  test('are text as Python and any other machine has it', () => {
    expect(encoded(new Float32Array([1]))).toBe('AACAPw==');
  });

  test('differ by a share of the second', () => {
    const five = new Float32Array([3, 4]);
    expect(relativeDifference(new Float32Array([3, 4.5]), five)).toBeCloseTo(0.1);
    expect(relativeDifference(new Float32Array([3]), five)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an update that is compared', () => {
  test('must be the same function', async () => {
    const minibatch = syntheticMinibatch();
    const { computed, parameters } = await ourUpdate(8, minibatch);
    const { inputs, hidden, observations, actions } = sizesFor(8);
    const heads = (observations + hidden + 1) * (actions + 1);
    expect(parameters.length).toBe((inputs + hidden + 1) * 3 * hidden + hidden + heads);
    expect(inputs * minibatch.steps * minibatch.slots).toBe(minibatch.inputs.length);

    expect(() => assertSame('it', computed, computed)).not.toThrow();
    const other = (part: object) => () => assertSame('it', { ...computed, ...part }, computed);
    expect(other({ loss: computed.loss + 1e-3 })).toThrow(
      /^The loss of it must be ours but for 0.0001; received one that differs by 0\.0010\./,
    );
    expect(other({ loss: Number.NaN })).toThrow('The loss of it');
    expect(other({ gradient: computed.gradient.map((slope) => 1.001 * slope) })).toThrow(
      'The gradient of it',
    );
    expect(other({ change: computed.change.map((step) => -step) })).toThrow('The first step of it');
    expect(other({ gradient: computed.gradient.slice(1) })).toThrow('The gradient of it');
  });

  test('is the same in two threads, one after the other', async () => {
    const one = await ourUpdate(8, syntheticMinibatch());
    const { ourUpdateInTwoThreads }: typeof import('../../bench/peers/update/two-threads.js') =
      await import(builtTwoThreads);
    const two = await ourUpdateInTwoThreads(8);
    try {
      assertSame('our two threads', two.computed, one.computed);
      // Not to the bit: sums are taken in another order.
      expect(two.computed.gradient).not.toEqual(one.computed.gradient);
      for (let i = 0; i < 3; i++) two.update();
    } finally {
      await two.stop();
    }
    expect(() => two.update()).toThrow('Another copy of the run has failed');
  });
});

describe('updateResult', () => {
  test('sets turns beside each other, and lists what is slowest for us first', () => {
    const row = (name: string, threads: number, hidden: number, theirs: number[]) => ({
      ...{ name, threads, hidden, theirs, ours: [10, 20, 30] },
      compileSeconds: name === 'JAX' ? 2.04 : 0,
    });
    const { numbers, table } = updateResult(
      [
        row('PyTorch', 1, 64, [15, 30, 60]),
        row('JAX', 2, 64, [5, 10, 10]),
        row('PyTorch', 1, 128, [10, 20, 30]),
        row('JAX', 2, 128, [20, 40, 90]),
      ],
      { torch: '2' },
    );
    expect(numbers).toEqual({
      'PyTorch, 1 thread: its time to ours, H = 64, 128': [1.5, 1],
      'JAX, 2 threads: its time to ours, H = 64, 128': [0.5, 2],
    });
    expect(table).toEqual([
      [
        'H',
        'beside',
        'its time to ours',
        'its update, ms',
        'ours with as many threads, ms',
        'compiling, s',
      ],
      ['64', 'JAX, 2 threads', '0.50', '10.0', '20.0', '2.0'],
      ['64', 'PyTorch, 1 thread', '1.50', '30.0', '20.0', ''],
      ['128', 'PyTorch, 1 thread', '1.00', '20.0', '20.0', ''],
      ['128', 'JAX, 2 threads', '2.00', '40.0', '20.0', '2.0'],
    ]);
  });
});
