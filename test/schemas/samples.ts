/** The configuration of a run. */
export const run = {
  type: 'object',
  properties: {
    horizon: { type: 'integer', minimum: 1 },
    discount: { type: 'number', minimum: 0, maximum: 1 },
    rate: { type: 'number', exclusiveMinimum: 0 },
    backend: { type: 'string', enum: ['auto', 'wasm', 'cpu'] },
    version: { type: 'integer', const: 1 },
    id: { type: 'string', pattern: '^[a-z]+$' },
    cell: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    'odd/na~me': { type: 'boolean' },
  },
  required: ['horizon'],
  additionalProperties: false,
};

/** One of two agents, told apart by `kind`. */
export const agent = {
  oneOf: [
    {
      type: 'object',
      properties: { kind: { const: 'recurrent' }, hidden: { type: 'integer', minimum: 1 } },
      required: ['kind', 'hidden'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { kind: { const: 'oracle' }, noise: { type: 'number' } },
      required: ['kind'],
      additionalProperties: false,
    },
  ],
};
