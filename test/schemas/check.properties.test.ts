import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../schemas/check.js';
import { agent, run } from './samples.js';

type Schema = { readonly [key: string]: unknown };

const schemas: readonly Schema[] = [
  run,
  agent,
  { type: 'array', items: agent, uniqueItems: true },
  { type: 'object', additionalProperties: { type: ['integer', 'null'] }, minProperties: 2 },
  {
    anyOf: [
      { type: 'integer', multipleOf: 2 },
      { enum: ['a', 'b'] },
      { type: 'array', maxItems: 1 },
    ],
  },
  { not: { type: 'object' } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  { if: { type: 'string' }, then: { minLength: 2 }, else: { type: 'number' } },
  { type: 'array', contains: { type: 'integer' } },
  { type: 'object', propertyNames: { pattern: '^[a-z]' }, properties: { a: false } },
  { allOf: [{ required: ['a'] }, { anyOf: [{ required: ['b'] }, { required: ['c'] }] }] },
  { type: 'object', dependencies: { a: ['b'] }, patternProperties: { '^x': { type: 'string' } } },
];

const names = fc.constantFrom(
  'kind',
  'hidden',
  'horizon',
  'horizn',
  'a',
  'b',
  'x/y',
  '~',
  '__proto__',
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, 0, 1, 2, 0.5, -1, '', 'a', 'recurrent', 'oracle', 'auto'),
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(names, tie('value')), { maxLength: 4 })
      .map((entries): unknown => Object.fromEntries(entries)),
  ),
})).value;

/** Whether the pointer leads somewhere in the value. */
function resolves(value: unknown, pointer: string): boolean {
  let present = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof present !== 'object' || present === null || !Object.hasOwn(present, key))
      return false;
    present = Object.getOwnPropertyDescriptor(present, key)?.value;
  }
  return true;
}

describe('any JSON, any schema', () => {
  const ajv = new Ajv({ strict: false, ownProperties: true });
  it.each(schemas.map((schema) => [JSON.stringify(schema).slice(0, 60), schema] as const))(
    '%s',
    (_title, schema) => {
      const isValid = ajv.compile(schema);
      fc.assert(
        fc.property(values, (value) => {
          const problems = checkSchema(schema, value);
          expect(problems.length === 0).toBe(isValid(value));
          expect(checkSchema(schema, value)).toEqual(problems);
          const told = problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
          expect(new Set(told).size).toBe(told.length);
          for (const { pointer, rule, remedy } of problems) {
            expect(rule).not.toBe('');
            expect(remedy).not.toBe('');
            expect(resolves(value, pointer)).toBe(true);
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});
