import { describe, expect, it } from 'vitest';
import { adamState, adamStep } from '../../agents/adam.js';

describe('adamStep', () => {
  it('moves by the learning rate against the sign at first', () => {
    // m̂ = g and v̂ = g², so the first step is −rate · g / (|g| + ε).
    const parameters = Float32Array.of(1, 1, 1);
    adamStep(parameters, Float32Array.of(2, -3, 0), adamState(3), 0.1, Infinity);
    expect(parameters[0]).toBeCloseTo(0.9, 5);
    expect(parameters[1]).toBeCloseTo(1.1, 5);
    expect(parameters[2]).toBe(1);
  });

  it('gives the second step worked by hand', () => {
    // g = 1 then g = 3. m = 0.1·1·0.9 + 0.1·3 = 0.39, v = 0.001·0.999 + 0.001·9 = 0.009999;
    // m̂ = 0.39 / 0.19 = 2.052632, v̂ = 0.009999 / 0.001999 = 5.002001; step = 0.1·2.052632/2.236516
    const parameters = Float32Array.of(0);
    const state = adamState(1);
    adamStep(parameters, Float32Array.of(1), state, 0.1, Infinity);
    const first = parameters[0]!;
    adamStep(parameters, Float32Array.of(3), state, 0.1, Infinity);
    expect(parameters[0]! - first).toBeCloseTo(-0.091778, 5);
    expect(state.updates).toBe(2);
  });

  it('shrinks a long gradient to the largest norm and reports the norm before', () => {
    const state = adamState(2);
    const norm = adamStep(Float32Array.of(0, 0), Float32Array.of(30, 40), state, 0.1, 0.5);
    expect(norm).toBeCloseTo(50, 4);
    expect(state.mean[0]).toBeCloseTo(0.1 * 0.3, 6);
    expect(state.mean[1]).toBeCloseTo(0.1 * 0.4, 6);
  });

  it('finds the minimum of a quadratic', () => {
    const parameters = Float32Array.of(5, -3);
    const state = adamState(2);
    for (let i = 0; i < 2000; i++) {
      const gradient = Float32Array.of(2 * (parameters[0]! - 1), 20 * (parameters[1]! - 2));
      adamStep(parameters, gradient, state, 0.02, Infinity);
    }
    expect(parameters[0]).toBeCloseTo(1, 2);
    expect(parameters[1]).toBeCloseTo(2, 2);
  });
});
