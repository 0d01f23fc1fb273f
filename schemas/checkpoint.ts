import type { FromSchema } from 'json-schema-to-ts';

/** Raised when a checkpoint of an older version cannot be read as it is. */
export const CHECKPOINT_FORMAT_VERSION = 2;

const hashSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

/** What stands beside a checkpoint's binary file. */
export const checkpointManifestSchema = {
  type: 'object',
  properties: {
    formatVersion: { type: 'integer', const: CHECKPOINT_FORMAT_VERSION },
    packageVersion: { type: 'string', minLength: 1 },
    iteration: { type: 'integer', minimum: 0 },
    steps: { type: 'integer', minimum: 0 },
    seconds: { type: 'number', minimum: 0 },
    updates: { type: 'integer', minimum: 0 },
    rateFactor: { type: 'number', exclusiveMinimum: 0 },
    binary: {
      type: 'object',
      properties: {
        file: { type: 'string', pattern: '^[A-Za-z0-9._-]+$' },
        bytes: { type: 'integer', minimum: 0 },
        sha256: hashSchema,
      },
      required: ['file', 'bytes', 'sha256'],
      additionalProperties: false,
    },
    parameters: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1 },
          shape: { type: 'array', items: { type: 'integer', minimum: 0 } },
        },
        required: ['name', 'shape'],
        additionalProperties: false,
      },
    },
    distributionHash: hashSchema,
    configurationHash: hashSchema,
    manifestHash: hashSchema,
  },
  required: [
    'formatVersion',
    'packageVersion',
    'iteration',
    'steps',
    'seconds',
    'updates',
    'rateFactor',
    'binary',
    'parameters',
    'distributionHash',
    'configurationHash',
    'manifestHash',
  ],
  additionalProperties: false,
} as const;

/**
 * - `iteration`, `steps`, `seconds`: how far training was; `updates`, `rateFactor`: Adam's;
 * - `binary`: the file beside it: parameters, then Adam's two running means, each as many
 *   little-endian 32-bit floats as `parameters` add up to;
 * - `parameters`: names and shapes in the order of the binary;
 * - `distributionHash`, `configurationHash`: content hashes of what the run was trained on and with;
 * - `manifestHash`: content hash of everything else in the manifest.
 */
export interface CheckpointManifest extends FromSchema<typeof checkpointManifestSchema> {}
