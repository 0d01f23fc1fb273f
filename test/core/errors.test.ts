import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DuplicateIdError,
  InvalidDataError,
  MissingPartError,
  MovingCheeseError,
  OrderError,
  show,
  UnknownIdError,
} from '../../core/index.js';

describe('every error', () => {
  it.each([
    new ArgumentError({ subject: 's', rule: 'must be', received: 1, remedy: 'r' }),
    new OrderError('x'),
    new InvalidDataError('s', []),
    new UnknownIdError('x'),
    new DuplicateIdError('x'),
    new MissingPartError('x'),
  ])('%s has a name and can be told from others', (error) => {
    expect(error).toBeInstanceOf(MovingCheeseError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(error.constructor.name);
  });
});

it('says subject, rule, received value and remedy', () => {
  const error = new ArgumentError({
    subject: 'action of slot 3',
    rule: 'must be an integer in [0, 5)',
    received: 5.5,
    remedy: 'Check the policy that chose it.',
  });
  expect(error.message).toBe(
    'action of slot 3 must be an integer in [0, 5); received 5.5. Check the policy that chose it.',
  );
});

it('lists every problem of invalid data with its pointer', () => {
  const problem = { rule: 'must be a text', received: null, remedy: 'Quote it.' };
  const error = new InvalidDataError('task of maze', [
    { ...problem, pointer: '' },
    { ...problem, pointer: '/cheese/x' },
  ]);
  expect(error.message).toBe(
    'task of maze at / must be a text; received null. Quote it.\ntask of maze at /cheese/x must be a text; received null. Quote it.',
  );
  expect(error.problems).toHaveLength(2);
  expect(error.subject).toBe('task of maze');
});

describe('values in messages', () => {
  it.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ['a"b', '"a\\"b"'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [10n, '10'],
    [{ a: [1] }, '{"a":[1]}'],
    [Symbol('s'), 'Symbol(s)'],
    [function walk() {}, 'a function (walk)'],
    [new Float32Array(3), 'Float32Array of 12 bytes'],
    ['x'.repeat(200), `"${'x'.repeat(116)}...`],
  ])('%s', (value, expected) => {
    expect(show(value)).toBe(expected);
  });

  it('copes with circles and is never long', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(typeof show(circle)).toBe('string');
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(show(value).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
