import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../schemas/check.js';
import { agent, run } from './samples.js';

type Schema = { readonly [key: string]: unknown };

/** The problem of a value with exactly one. */
function only(schema: Schema, value: unknown) {
  const problems = checkSchema(schema, value);
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe('one message for each rule', () => {
  it.each<[unknown, string, string, unknown, string]>([
    [
      { horizon: 0 },
      '/horizon',
      'must be an integer of at least 1',
      0,
      'Replace it by an integer of at least 1.',
    ],
    [
      { horizon: 1.5 },
      '/horizon',
      'must be an integer of at least 1',
      1.5,
      'Replace it by an integer of at least 1.',
    ],
    [
      { horizon: '5' },
      '/horizon',
      'must be an integer of at least 1',
      '5',
      'Replace it by an integer of at least 1.',
    ],
    [
      { horizon: 5, discount: 2 },
      '/discount',
      'must be a number from 0 to 1',
      2,
      'Replace it by a number from 0 to 1.',
    ],
    [
      { horizon: 5, rate: 0 },
      '/rate',
      'must be a number above 0',
      0,
      'Replace it by a number above 0.',
    ],
    [
      { horizon: 5, rate: Number.NaN },
      '/rate',
      'must be a number above 0',
      Number.NaN,
      'Replace it by a number above 0.',
    ],
    [
      { horizon: 5, backend: 'wsam' },
      '/backend',
      'must be one of "auto", "wasm", "cpu"',
      'wsam',
      'Did you mean "wasm"?',
    ],
    [
      { horizon: 5, backend: 'wasm2' },
      '/backend',
      'must be one of "auto", "wasm", "cpu"',
      'wasm2',
      'Did you mean "wasm"?',
    ],
    [{ horizon: 5, version: 2 }, '/version', 'must be 1', 2, 'Write 1.'],
    [
      { horizon: 5, id: 'A' },
      '/id',
      'must be a text that matches /^[a-z]+$/',
      'A',
      'Replace it by a text that matches /^[a-z]+$/.',
    ],
    [
      { horizon: 5, cell: [1] },
      '/cell',
      'must be a list of exactly 2 items',
      [1],
      'Replace it by a list of exactly 2 items.',
    ],
    [
      { horizon: 5, cell: [1, 'x'] },
      '/cell/1',
      'must be an integer',
      'x',
      'Replace it by an integer.',
    ],
    [
      { horizon: 5, 'odd/na~me': 1 },
      '/odd~1na~0me',
      'must be true or false',
      1,
      'Replace it by true or false.',
    ],
    [[], '', 'must be an object', [], 'Replace it by an object.'],
    [{}, '', 'must have the property "horizon"', undefined, 'Add it: an integer of at least 1.'],
  ])('%j', (value, pointer, rule, received, remedy) => {
    expect(only(run, value)).toEqual({ pointer, rule, received, remedy });
  });

  it('names the nearest property on both sides of a slip', () => {
    expect(checkSchema(run, { horizn: 5 })).toEqual([
      {
        pointer: '',
        rule: 'must have the property "horizon"',
        received: undefined,
        remedy: 'Rename "horizn" to "horizon".',
      },
      {
        pointer: '/horizn',
        rule: 'must not have the property "horizn"',
        received: 5,
        remedy: expect.stringMatching(
          /^Did you mean "horizon"\? If not, remove it\. Known: horizon, /,
        ),
      },
    ]);
  });

  it('says each thing once, in an order that does not depend on that of the keys', () => {
    const texts = (value: unknown) => checkSchema(run, value).map(({ pointer }) => pointer);
    expect(texts({ a: 1, horizon: 0, b: 2, rate: -1 })).toEqual(['/a', '/b', '/horizon', '/rate']);
    expect(texts({ rate: -1, b: 2, horizon: 0, a: 1 })).toEqual(['/a', '/b', '/horizon', '/rate']);
    const even = { type: 'integer', minimum: 2, multipleOf: 2 };
    expect(only(even, 1)?.rule).toBe('must be an integer of at least 2 and divisible by 2');
  });
});

describe('alternatives', () => {
  it('reports the branch that kind chooses', () => {
    expect(checkSchema(agent, { kind: 'recurrent', hidden: 8 })).toEqual([]);
    expect(only(agent, { kind: 'recurrent', hidden: 0 })).toMatchObject({
      pointer: '/hidden',
      rule: 'must be an integer of at least 1',
    });
    expect(only(agent, { kind: 'oracle', hidden: 8 })?.rule).toBe(
      'must not have the property "hidden"',
    );
  });

  it('reports a kind that is wrong, missing or no object at all', () => {
    expect(only(agent, { kind: 'recurent', hidden: 8 })).toEqual({
      pointer: '/kind',
      rule: 'must be one of "recurrent", "oracle"',
      received: 'recurent',
      remedy: 'Did you mean "recurrent"?',
    });
    expect(only(agent, { hidden: 8 })?.rule).toBe(
      'must have the property "kind", one of "recurrent", "oracle"',
    );
    expect(only(agent, 8)?.rule).toBe('must be an object');
  });

  it('works inside lists, references and other alternatives', () => {
    const schema = {
      type: 'array',
      items: { anyOf: [{ type: 'null' }, { $ref: '#/definitions/agent' }] },
      definitions: { agent },
    };
    const problems = checkSchema(schema, [
      null,
      { kind: 'x' },
      { kind: 'recurrent', hidden: 'y' },
      3,
    ]);
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/1/kind must be one of "recurrent", "oracle"',
      '/2/hidden must be an integer of at least 1',
      expect.stringMatching(/^\/3 must be /),
    ]);
  });

  it('describes alternatives without a discriminator', () => {
    const schema = {
      anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }, { const: null }],
    };
    expect(only(schema, true)?.rule).toBe('must be an integer of at least 1 or a text or null');
    expect(only(schema, 0)?.rule).toBe('must be an integer of at least 1');
    expect(only({ anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }] }, true)?.rule).toBe(
      'must be an integer of at least 1 or a text',
    );
  });

  it('says when too many match', () => {
    const schema = { oneOf: [{ type: 'integer' }, { type: 'number' }, { type: 'string' }] };
    expect(only(schema, 3)?.rule).toBe(
      'must match exactly one alternative, not both number 1 and 2',
    );
  });

  it('follows recursion', () => {
    const schema = {
      $ref: '#/definitions/node',
      definitions: {
        node: {
          type: 'object',
          properties: { next: { $ref: '#/definitions/node' } },
          additionalProperties: false,
        },
      },
    };
    expect(checkSchema(schema, { next: { next: {} } })).toEqual([]);
    expect(only(schema, { next: { next: { nxt: 1 } } })?.pointer).toBe('/next/next/nxt');
  });
});

it('takes schemas that share an $id, and ones without a type', () => {
  for (let i = 0; i < 3; i++) {
    expect(checkSchema({ $id: 'https://example.org/a', minimum: i }, i - 1)).toHaveLength(1);
  }
});
