import { describe, expect, it } from 'vitest';
import { type ParameterSpec, Parameters } from '../../agents/parameters.js';
import { randomStream } from '../../core/random.js';

const specs: readonly ParameterSpec[] = [
  { name: 'a', shape: [400, 300], start: 'scaled', gain: 2 },
  { name: 'b', shape: [7], start: 'zeros' },
  { name: 'c', shape: [16, 48], start: 'orthogonal' },
];

describe('Parameters', () => {
  it('lays arrays out one after the other in one vector', () => {
    const parameters = new Parameters(specs);
    expect(parameters.values.length).toBe(400 * 300 + 7 + 16 * 48);
    parameters.view('b').fill(3);
    expect(parameters.values.subarray(120_000, 120_007).every((value) => value === 3)).toBe(true);
    expect(parameters.values[119_999]).toBe(0);
  });

  it('starts arrays as their specs say, as a function of the seed', () => {
    const parameters = new Parameters(specs);
    parameters.initialise(randomStream(1));
    const a = parameters.view('a');
    const deviation = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0) / a.length);
    expect(deviation).toBeCloseTo(2 / Math.sqrt(400), 3);
    expect(parameters.view('b').every((value) => value === 0)).toBe(true);
    const again = new Parameters(specs);
    again.initialise(randomStream(1));
    expect(again.values).toEqual(parameters.values);
    again.initialise(randomStream(2));
    expect(again.values).not.toEqual(parameters.values);
  });

  it('makes each square block of an orthogonal array orthonormal', () => {
    const parameters = new Parameters(specs);
    parameters.initialise(randomStream(1));
    const c = parameters.view('c');
    for (let block = 0; block < 3; block++) {
      for (let i = 0; i < 16; i++) {
        for (let j = 0; j < 16; j++) {
          let product = 0;
          for (let row = 0; row < 16; row++) {
            product += c[row * 48 + block * 16 + i]! * c[row * 48 + block * 16 + j]!;
          }
          expect(product).toBeCloseTo(i === j ? 1 : 0, 5);
        }
      }
    }
  });

  it('refuses numbers of another network, shared names and unknown names', () => {
    expect(() => new Parameters(specs, new Float32Array(5))).toThrow(/must be 120775 numbers/);
    expect(() => new Parameters([specs[1]!, specs[1]!])).toThrow(/must differ; received "b"/);
    expect(() => new Parameters(specs).view('d')).toThrow(/must be one of a, b, c; received "d"/);
  });
});
