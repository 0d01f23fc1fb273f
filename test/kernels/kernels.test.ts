// What every kernel promises, asked of both.
import { describe, expect, it } from 'vitest';
import type { GruKernel } from '../../agents/kernels/gru.js';
import { createTypedArrayKernel } from '../../agents/kernels/typed-array-kernel.js';
import { loadKernel, loadWasmKernel } from '../../agents/kernels/wasm-kernel.js';
import {
  createNoise,
  draw,
  drawGruProblem,
  drawHeadProblem,
  drawSparse,
  emptyGradients,
  largestError,
  solve,
} from './problems.js';

const kernels: GruKernel[] = [createTypedArrayKernel(), await loadWasmKernel()];
const size = { steps: 5, batch: 3, inputs: 6, hidden: 10 };

describe.each(kernels)('the $name kernel', (kernel) => {
  it('stops memory and gradient where memory is cleared', () => {
    const problem = drawGruProblem(size, 11, { clearing: 0 });
    const { cleared, inputs, initialMemory } = problem.sequence;
    cleared[2 * size.batch + 1] = 1; // member 1, before step 2
    const before = solve(kernel, problem);
    // A loss on steps 2 and later of member 1 only.
    problem.outputGradient.forEach((_, i) => {
      const row = Math.floor(i / size.hidden);
      if (row % size.batch !== 1 || row < 2 * size.batch) problem.outputGradient[i] = 0;
    });
    const { inputs: dInputs, initialMemory: dInitial } = solve(kernel, problem);
    const at = (step: number) => (step * size.batch + 1) * size.inputs;
    for (const step of [0, 1]) {
      expect([...dInputs!.subarray(at(step), at(step) + size.inputs)].every((d) => d === 0)).toBe(
        true,
      );
    }
    expect(dInputs!.subarray(at(2), at(2) + size.inputs).every((d) => d !== 0)).toBe(true);
    expect(dInitial!.every((d) => d === 0)).toBe(true);
    // And what happened before does not reach what comes after, for that member alone.
    inputs.fill(0.7, 0, size.batch * size.inputs);
    initialMemory.fill(-0.3);
    const after = solve(kernel, problem);
    for (let member = 0; member < size.batch; member++) {
      const h = ((size.steps - 1) * size.batch + member) * size.hidden;
      const same = after
        .output!.slice(h, h + size.hidden)
        .every((x, i) => x === before.output![h + i]);
      expect(same, `member ${member}`).toBe(member === 1);
    }
  });

  it('starts from zero memory when none is given', () => {
    const { sequence, parameters } = drawGruProblem(size, 5);
    const { inputs, cleared } = sequence;
    const given = new Float64Array(size.steps * size.batch * size.hidden);
    const absent = given.slice();
    const zero = new Float64Array(size.batch * size.hidden);
    kernel.forward(size, parameters, { inputs, cleared, initialMemory: zero }, given);
    kernel.forward(size, parameters, { inputs, cleared }, absent);
    expect(absent).toEqual(given);
    expect(absent.some((x) => x !== 0)).toBe(true);
  });

  it('keeps several tapes alive at once, in any order, whatever their sizes', () => {
    const sizes = [size, { steps: 9, batch: 2, inputs: 3, hidden: 17 }, size];
    const problems = sizes.map((each, i) => drawGruProblem(each, 20 + i, { density: i ? 1 : 0.2 }));
    const expected = problems.map((problem) => solve(kernel, problem));
    const tapes = problems.map(({ size, parameters, sequence, outputGradient }) =>
      kernel.forward(size, parameters, sequence, new Float64Array(outputGradient.length)),
    );
    // What happens to the caller's arrays, steppers and heads in between must not matter.
    const stepper = kernel.createStepper({
      slots: 50,
      inputs: 30,
      hidden: 40,
      observation: 5,
      outputs: 3,
    });
    const heads = drawHeadProblem({ rows: 40, observation: 9, hidden: 30, outputs: 5 }, 1);
    kernel.heads(heads.size, heads.parameters, heads.from, heads.outputGradient);
    for (const i of [1, 0, 2]) {
      const { size, parameters, sequence, outputGradient } = problems[i]!;
      parameters.recurrentWeights.fill(9);
      sequence.inputs.fill(9);
      const gradients = emptyGradients(size);
      tapes[i]!.backward(outputGradient, gradients);
      if (i === 0) stepper.release();
      expect({ output: expected[i]!.output, ...gradients }).toEqual(expected[i]);
    }
  });

  it('refuses to walk a tape back twice, or after release', () => {
    const { parameters, sequence, outputGradient } = drawGruProblem(size, 2);
    const record = () => kernel.forward(size, parameters, sequence, outputGradient.slice());
    const walked = record();
    walked.backward(outputGradient, emptyGradients(size));
    expect(() => walked.backward(outputGradient, emptyGradients(size))).toThrow(
      /run forward again/,
    );
    const released = record();
    released.release();
    released.release();
    expect(() => released.backward(outputGradient, emptyGradients(size))).toThrow(/released/);
  });

  it('names the array that has the wrong length, and the sizes that make no sense', () => {
    const { parameters, sequence } = drawGruProblem(size, 2);
    const output = new Float32Array(size.steps * size.batch * size.hidden);
    const bias = new Float32Array(4);
    expect(() => kernel.forward(size, { ...parameters, bias }, sequence, output)).toThrow(
      'bias must hold [30] = 30 numbers, but holds 4',
    );
    expect(() => kernel.forward({ ...size, hidden: 0 }, parameters, sequence, output)).toThrow(
      /hidden must be an integer of at least 1, but is 0/,
    );
    const tape = kernel.forward(size, parameters, sequence, output);
    const gradients = { ...emptyGradients(size), inputs: new Float32Array(1) };
    expect(() => tape.backward(output, gradients)).toThrow(/inputs gradient must hold/);
  });

  it('does not hide a NaN', () => {
    const problem = drawGruProblem(size, 9, { density: 0.2, clearing: 0 });
    problem.sequence.inputs[0] = Number.NaN;
    const { output, inputWeights } = solve(kernel, problem);
    expect(Number.isNaN(output![0])).toBe(true);
    expect(Number.isNaN(inputWeights![0])).toBe(true);
  });

  it('saturates instead of overflowing', () => {
    const problem = drawGruProblem(size, 9);
    problem.sequence.inputs.forEach((x, i, all) => {
      all[i] = x * 1e6;
    });
    const { output, recurrentWeights } = solve(kernel, problem);
    expect(output!.every((h) => Math.abs(h) <= 1)).toBe(true);
    expect(recurrentWeights!.every(Number.isFinite)).toBe(true);
  });

  it.each([
    { slots: 1, inputs: 7, hidden: 8, observation: 3, outputs: 6 },
    { slots: 6, inputs: 5, hidden: 13, observation: 0, outputs: 9 },
    { slots: 19, inputs: 4, hidden: 24, observation: 5, outputs: 1 },
  ])('acts as it unrolls: $slots slots, $hidden units', (shape) => {
    const { slots, inputs, hidden, observation, outputs } = shape;
    const steps = 6;
    const unrolled = { steps, batch: slots, inputs, hidden };
    const { parameters, sequence } = drawGruProblem(unrolled, 31, { density: 0.5, clearing: 0.3 });
    const h = new Float64Array(steps * slots * hidden);
    kernel.forward(unrolled, parameters, sequence, h);
    const noise = createNoise(4);
    const heads = {
      observationWeights: draw(observation * outputs, noise),
      memoryWeights: draw(hidden * outputs, noise),
      bias: draw(outputs, noise),
    };
    const observations = drawSparse(steps * slots * observation, noise, 0.4);
    const y = new Float64Array(steps * slots * outputs);
    const headSize = { rows: steps * slots, observation, hidden, outputs };
    kernel.heads(headSize, heads, { observations, memory: h }, y);

    const stepper = kernel.createStepper(shape);
    stepper.load(parameters, heads);
    stepper.hidden.set(sequence.initialMemory);
    for (let step = 0; step < steps; step++) {
      const rows = (values: Float64Array, width: number) =>
        values.subarray(step * slots * width, (step + 1) * slots * width);
      stepper.inputs.set(
        sequence.inputs.subarray(step * slots * inputs, (step + 1) * slots * inputs),
      );
      stepper.observations.set(rows(observations, observation));
      stepper.cleared.set(sequence.cleared.subarray(step * slots, (step + 1) * slots));
      stepper.step();
      expect(largestError(stepper.hidden, rows(h, hidden))).toBeLessThan(1e-6);
      expect(largestError(stepper.outputs, rows(y, outputs))).toBeLessThan(1e-6);
    }
    stepper.release();
  });

  it('refuses to act without parameters', () => {
    const shape = { slots: 2, inputs: 2, hidden: 2, observation: 1, outputs: 1 };
    const stepper = kernel.createStepper(shape);
    expect(() => stepper.step()).toThrow(/call load/);
    const { parameters } = drawGruProblem({ steps: 1, batch: 1, inputs: 2, hidden: 2 }, 1);
    const { parameters: heads } = drawHeadProblem({ ...shape, rows: 1 }, 1);
    stepper.load(parameters, heads);
    stepper.step();
    stepper.release();
    stepper.release();
    expect(() => stepper.step()).toThrow(/release/);
  });

  it('gives a new stepper zero memory, even where an old one lived', () => {
    const shape = { slots: 3, inputs: 2, hidden: 5, observation: 1, outputs: 1 };
    const first = kernel.createStepper(shape);
    first.hidden.fill(3);
    first.release();
    const second = kernel.createStepper(shape);
    expect(second.hidden).toEqual(new Float32Array(15));
    second.release();
  });
});

it('prefers WebAssembly where it runs', async () => {
  expect((await loadKernel()).name).toBe('wasm');
});
