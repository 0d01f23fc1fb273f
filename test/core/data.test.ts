import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertTask,
  assertValid,
  canonicalJson,
  contentHash,
  InvalidDataError,
  type Json,
} from '../../core/index.js';
import { lineFamily } from './conformance/line-family.js';

/** The same content with the keys of every object in the opposite order. */
function turned(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => turned(item));
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, item === undefined ? item : turned(item)]),
  );
}

/** Plain data as the library stores it. */
function parsed(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

describe('canonical JSON', () => {
  it('sorts keys, drops blanks and absent properties', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x y' }], a: undefined, A: -0.5 })).toBe(
      '{"A":-0.5,"b":[1,{"c":"x y","d":null}]}',
    );
  });

  it('is the same for the same content and reads back as it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const value = parsed(raw);
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});

describe('content hash', () => {
  it('is SHA-256 of the canonical JSON', () => {
    expect(contentHash({})).toBe(
      '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    );
    expect(contentHash({ b: 1, a: 'é' })).toBe(contentHash({ a: 'é', b: 1 }));
  });

  it('tells different content apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [one, other] = [parsed(a), parsed(b)];
        expect(contentHash(one) === contentHash(other)).toBe(
          canonicalJson(one) === canonicalJson(other),
        );
      }),
    );
  });
});

describe('validation', () => {
  const family = {
    ...lineFamily(),
    taskFaults: () => [{ pointer: '/goal/x', rule: 'must be free', remedy: 'Move it.' }],
  };

  it('passes what is right', () => {
    expect(() => assertValid('number', { type: 'number' }, 1)).not.toThrow();
    expect(() => assertTask(lineFamily(), { goal: { x: 3 } })).not.toThrow();
  });

  it('names what is wrong', () => {
    expect(() => assertTask(lineFamily(), { goal: { x: 0 } })).toThrow(InvalidDataError);
    expect(() => assertTask(lineFamily(), { goal: { x: 0 } })).toThrow(
      'task of line at /goal/x must be an integer from 1 to 40; received 0.',
    );
    expect(() => assertTask(lineFamily(), { goal: {} }, 'file.json')).toThrow(
      'file.json at /goal must have the property "x"; received nothing. Add it: an integer from 1 to 40.',
    );
  });

  it('adds faults that no schema can say, with the value', () => {
    expect(() => assertTask(family, { goal: { x: 3 } })).toThrow(
      'task of line at /goal/x must be free; received 3. Move it.',
    );
  });
});
