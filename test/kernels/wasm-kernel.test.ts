import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTypedArrayKernel } from '../../agents/kernels/typed-array-kernel.js';
import { loadKernel, loadWasmKernel } from '../../agents/kernels/wasm-kernel.js';
import {
  drawGruProblem,
  drawHeadProblem,
  emptyGradients,
  largestError,
  solve,
  solveHeads,
} from './problems.js';

const oracle = createTypedArrayKernel();
const kernel = await loadWasmKernel();

describe('the wasm kernel', () => {
  it('agrees with the typed-array kernel on any shape', () => {
    fc.assert(
      fc.property(
        fc.record({
          steps: fc.integer({ min: 1, max: 9 }),
          batch: fc.integer({ min: 1, max: 37 }),
          inputs: fc.integer({ min: 1, max: 21 }),
          hidden: fc.integer({ min: 1, max: 35 }),
        }),
        fc.constantFrom(0, 0.1, 0.3, 0.4, 1),
        fc.constantFrom(0, 0.2, 1),
        fc.integer({ min: 0, max: 1e6 }),
        (size, density, clearing, seed) => {
          const problem = drawGruProblem(size, seed, { density, clearing });
          const expected = solve(oracle, problem);
          for (const [name, values] of Object.entries(solve(kernel, problem))) {
            expect(largestError(values, expected[name]!), name).toBeLessThan(1e-5);
          }
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each([64, 128])('agrees at the sizes that are trained, hidden %i', (hidden) => {
    // More rows than one block of the outer product.
    const problem = drawGruProblem({ steps: 11, batch: 32, inputs: 32, hidden }, 1, {
      density: 0.2,
    });
    const expected = solve(oracle, problem);
    for (const [name, values] of Object.entries(solve(kernel, problem))) {
      expect(largestError(values, expected[name]!), name).toBeLessThan(1e-5);
    }
  });

  it('agrees on heads of any shape', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 1, max: 300 }),
          observation: fc.integer({ min: 0, max: 20 }),
          hidden: fc.integer({ min: 1, max: 35 }),
          outputs: fc.integer({ min: 1, max: 20 }),
        }),
        fc.constantFrom(0, 0.2, 1),
        fc.integer({ min: 0, max: 1e6 }),
        (size, density, seed) => {
          const problem = drawHeadProblem(size, seed, density);
          const expected = solveHeads(oracle, problem);
          for (const [name, values] of Object.entries(solveHeads(kernel, problem))) {
            expect(largestError(values, expected[name]!), name).toBeLessThan(1e-5);
          }
        },
      ),
      { numRuns: 100, seed: 2 },
    );
  });

  it('gives the same bits again, also from a fresh instance', async () => {
    const problem = drawGruProblem({ steps: 8, batch: 21, inputs: 9, hidden: 30 }, 3);
    const first = solve(kernel, problem);
    solve(kernel, drawGruProblem({ steps: 3, batch: 4, inputs: 5, hidden: 6 }, 4));
    expect(solve(kernel, problem)).toEqual(first);
    expect(solve(await loadWasmKernel(), problem)).toEqual(first);
  });

  it('grows to its largest call and no further', async () => {
    const fresh = await loadWasmKernel();
    const large = drawGruProblem({ steps: 20, batch: 16, inputs: 10, hidden: 32 }, 1);
    const small = drawGruProblem({ steps: 5, batch: 3, inputs: 10, hidden: 32 }, 2, {
      density: 0.1,
    });
    const heads = drawHeadProblem({ rows: 320, observation: 10, hidden: 32, outputs: 6 }, 3);
    const shape = { slots: 8, inputs: 10, hidden: 32, observation: 10, outputs: 6 };
    const use = () => {
      const stepper = fresh.createStepper(shape);
      stepper.load(large.parameters, heads.parameters);
      stepper.step();
      const output = new Float64Array(large.outputGradient.length);
      // Walked back late, abandoned, and walked back at once.
      const late = fresh.forward(large.size, large.parameters, large.sequence, output);
      fresh.forward(large.size, large.parameters, large.sequence, output);
      solve(fresh, small);
      solveHeads(fresh, heads);
      late.backward(large.outputGradient, emptyGradients(large.size));
      stepper.release();
    };
    use();
    const grown = fresh.memoryBytes;
    for (let i = 0; i < 30; i++) use();
    expect(fresh.memoryBytes).toBe(grown);
  });

  it("keeps a stepper's views and memory when its memory grows", async () => {
    const fresh = await loadWasmKernel();
    const stepper = fresh.createStepper({
      slots: 2,
      inputs: 3,
      hidden: 4,
      observation: 1,
      outputs: 2,
    });
    stepper.hidden.fill(0.25);
    const before = fresh.memoryBytes;
    solve(fresh, drawGruProblem({ steps: 30, batch: 30, inputs: 8, hidden: 40 }, 1));
    expect(fresh.memoryBytes).toBeGreaterThan(before);
    expect(stepper.hidden).toEqual(new Float32Array(8).fill(0.25));
    expect(stepper.inputs.length).toBe(6);
  });

  it('is what its AssemblyScript sources compile to', async () => {
    const build = fileURLToPath(
      new URL('../../agents/kernels/assembly/build.mjs', import.meta.url),
    );
    // Fails, with what to do, if the committed file differs.
    await promisify(execFile)(process.execPath, [build, '--check']);
  }, 60_000);
});

describe('without WebAssembly SIMD', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('says what is missing and what to use', async () => {
    vi.stubGlobal('WebAssembly', { validate: () => false });
    await expect(loadWasmKernel()).rejects.toThrow(/SIMD.*createTypedArrayKernel/);
    vi.stubGlobal('WebAssembly', undefined);
    await expect(loadWasmKernel()).rejects.toThrow(/needs WebAssembly, which this platform lacks/);
  });

  it('falls back to typed arrays', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect((await loadKernel()).name).toBe('typed-array');
  });
});
