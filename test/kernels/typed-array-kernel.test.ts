import { describe, expect, it } from 'vitest';
import { createTypedArrayKernel } from '../../agents/kernels/typed-array-kernel.js';
import {
  dot,
  drawGruProblem,
  drawHeadProblem,
  emptyGradients,
  finiteDifferences,
  largestError,
  solve,
  solveHeads,
} from './problems.js';

const kernel = createTypedArrayKernel();

describe('the typed-array kernel', () => {
  it('agrees with a one-unit GRU worked by hand', () => {
    // Weights chosen so that the gates are exact: r = σ(0) = 1/2, z = σ(ln 3) = 3/4 at both steps.
    const parameters = {
      inputWeights: Float64Array.of(0, 0, 1),
      recurrentWeights: Float64Array.of(0, 0, 2),
      bias: Float64Array.of(0, Math.log(3), 0),
      candidateBias: Float64Array.of(0.5),
    };
    const size = { steps: 2, batch: 1, inputs: 1, hidden: 1 };
    const inputs = Float64Array.of(1, -1);
    const output = new Float64Array(2);
    const initialMemory = Float64Array.of(0.4);
    const cleared = Uint8Array.of(0, 0);
    const tape = kernel.forward(size, parameters, { inputs, cleared, initialMemory }, output);
    // Step 1: u = 2 · 0.4 + 0.5 = 1.3, n = tanh(1 + 0.5 · 1.3), h = n / 4 + 3/4 · 0.4.
    const n1 = Math.tanh(1.65);
    const h1 = n1 / 4 + 0.3;
    // Step 2: u = 2 h1 + 0.5, n = tanh(-1 + 0.5 u).
    const n2 = Math.tanh(-1 + 0.5 * (2 * h1 + 0.5));
    const h2 = n2 / 4 + (3 / 4) * h1;
    expect(output[0]).toBeCloseTo(h1, 14);
    expect(output[1]).toBeCloseTo(h2, 14);

    // Loss h2. Back through step 2: dn = (1 - z)(1 - n²), du = r dn, dh1 = z + 2 du.
    const gradients = emptyGradients(size);
    tape.backward(Float64Array.of(0, 1), gradients);
    const d2 = (1 / 4) * (1 - n2 * n2);
    const dh1 = 3 / 4 + 2 * 0.5 * d2;
    const d1 = dh1 * (1 / 4) * (1 - n1 * n1);
    expect(gradients.inputs[0]).toBeCloseTo(d1, 14);
    expect(gradients.inputs[1]).toBeCloseTo(d2, 14);
    expect(gradients.bias[2]).toBeCloseTo(d1 + d2, 14);
    expect(gradients.candidateBias[0]).toBeCloseTo(0.5 * (d1 + d2), 14);
    expect(gradients.recurrentWeights[2]).toBeCloseTo(0.5 * (d1 * 0.4 + d2 * h1), 14);
    expect(gradients.initialMemory[0]).toBeCloseTo(dh1 * (3 / 4) + 2 * 0.5 * d1, 14);
    // The update gate's bias: dh (h - n) z (1 - z) at both steps.
    const dz = (dh1 * (0.4 - n1) + (h1 - n2)) * (3 / 16);
    expect(gradients.bias[1]).toBeCloseTo(dz, 14);
    // The reset gate's bias: dn u r (1 - r).
    expect(gradients.bias[0]).toBeCloseTo((d1 * 1.3 + d2 * (2 * h1 + 0.5)) / 4, 14);
  });

  it.each([
    { steps: 4, batch: 3, inputs: 5, hidden: 4 },
    { steps: 6, batch: 1, inputs: 1, hidden: 7 },
  ])('has the gradients of finite differences at $steps x $batch x $inputs x $hidden', (size) => {
    const problem = drawGruProblem(size, 7);
    const solution = solve(kernel, problem);
    const loss = () => {
      const output = new Float64Array(problem.outputGradient.length);
      kernel.forward(size, problem.parameters, problem.sequence, output);
      return dot(output, problem.outputGradient);
    };
    for (const [name, values] of Object.entries({
      ...problem.parameters,
      inputs: problem.sequence.inputs,
      initialMemory: problem.sequence.initialMemory,
    })) {
      const error = largestError(solution[name]!, finiteDifferences(values, loss));
      expect(error, name).toBeLessThan(1e-8);
    }
  });

  it('has the head gradients of finite differences', () => {
    const problem = drawHeadProblem({ rows: 5, observation: 4, hidden: 3, outputs: 2 }, 3);
    const solution = solveHeads(kernel, problem);
    const loss = () => {
      const output = new Float64Array(problem.outputGradient.length);
      kernel.heads(problem.size, problem.parameters, problem.from, output);
      return dot(output, problem.outputGradient);
    };
    for (const [name, values] of Object.entries({
      ...problem.parameters,
      memory: problem.from.memory,
    })) {
      const error = largestError(solution[name]!, finiteDifferences(values, loss));
      expect(error, name).toBeLessThan(1e-9);
    }
  });

  it('computes heads worked by hand', () => {
    const output = new Float64Array(2);
    kernel.heads(
      { rows: 1, observation: 1, hidden: 2, outputs: 2 },
      {
        observationWeights: Float64Array.of(10, 20),
        memoryWeights: Float64Array.of(1, 2, 3, 4),
        bias: Float64Array.of(0.5, -0.5),
      },
      { observations: Float64Array.of(2), memory: Float64Array.of(-1, 1) },
      output,
    );
    expect([...output]).toEqual([20 + 2 + 0.5, 40 + 2 - 0.5]);
  });
});
