import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex } from '@noble/hashes/utils';
import {
  ArgumentError,
  assertValid,
  contentHash,
  type ParameterSpec,
  type TrainingState,
} from '../../index.js';
import {
  CHECKPOINT_FORMAT_VERSION,
  type CheckpointManifest,
  checkpointManifestSchema,
} from '../../schemas/checkpoint.js';
import { type RunConfiguration, runConfigurationSchema } from '../../schemas/run.js';
import type { Point } from './curve.js';

/** Raised when a file of an older version cannot be read as it is. */
const FORMAT_VERSION = 2;
const FORMAT = 'moving-cheese training';

const { task: _, ...configurationProperties } = runConfigurationSchema.properties;

/** What a run folder of Node holds, in one file; of configurations those that the page can go on with. */
const trainingFileSchema = {
  type: 'object',
  properties: {
    format: { type: 'string', const: FORMAT },
    formatVersion: { type: 'integer', const: FORMAT_VERSION },
    configuration: {
      ...runConfigurationSchema,
      properties: {
        ...configurationProperties,
        workers: { type: 'integer', const: 1 },
        context: { type: 'string', const: 'inferred' },
      },
    },
    manifest: checkpointManifestSchema,
    binary: { type: 'string' },
    curve: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          steps: { type: 'integer', minimum: 1 },
          fraction: { type: 'number', minimum: 0, maximum: 1 },
          returnByEpisode: { type: 'array', items: { type: 'number' }, minItems: 1 },
        },
        required: ['steps', 'fraction', 'returnByEpisode'],
        additionalProperties: false,
      },
    },
  },
  required: ['format', 'formatVersion', 'configuration', 'manifest', 'binary', 'curve'],
  additionalProperties: false,
} as const;

/**
 * - `configuration`: as in a run folder;
 * - `manifest`: as beside a checkpoint there; it names the library's version, and hashes of everything else;
 * - `binary`: the checkpoint itself, in base64: parameters, then Adam's two running means;
 * - `curve`: what the page has drawn.
 */
export interface TrainingFile {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly configuration: RunConfiguration;
  readonly manifest: CheckpointManifest;
  readonly binary: string;
  readonly curve: readonly Point[];
}

/** What is written, besides the configuration. */
export interface Written {
  readonly configuration: RunConfiguration;
  /** The distribution's. */
  readonly definition: unknown;
  /** `parameters.specs` of the agent. */
  readonly parameters: readonly ParameterSpec[];
  readonly state: TrainingState;
  readonly curve: readonly Point[];
  /** Of the library. */
  readonly version: string;
}

/** The text of the file. */
export function trainingFile(written: Written): string {
  const { configuration, definition, parameters, state, curve, version } = written;
  const { iteration, steps, seconds, optimiser } = state;
  const bytes = bytesOf([state.parameters, optimiser.mean, optimiser.square]);
  const content = {
    formatVersion: CHECKPOINT_FORMAT_VERSION,
    packageVersion: version,
    ...{ iteration, steps, seconds },
    updates: optimiser.updates,
    rateFactor: optimiser.rateFactor,
    binary: {
      file: `iteration-${String(iteration).padStart(8, '0')}.bin`,
      bytes: bytes.length,
      sha256: bytesToHex(sha256(bytes)),
    },
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    distributionHash: contentHash(definition),
    configurationHash: contentHash(configuration),
  } as const;
  const file: TrainingFile = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    configuration,
    manifest: { ...content, manifestHash: contentHash(content) },
    binary: toBase64(bytes),
    curve,
  };
  return `${JSON.stringify(file)}\n`;
}

/** Reads what {@link trainingFile} wrote. Throws `ArgumentError` or `InvalidDataError`; `name` is the file's. */
export function readTrainingFile(name: string, text: string): TrainingFile {
  const found = parse(name, text);
  const version = 'formatVersion' in found ? found.formatVersion : undefined;
  if (typeof version === 'number' && version !== FORMAT_VERSION) {
    throw new ArgumentError({
      subject: `formatVersion of ${name}`,
      rule: `must be ${FORMAT_VERSION}, the version this page reads`,
      received: version,
      remedy: 'Load it in the version of the page that saved it, or train anew.',
    });
  }
  assertFile(name, found);
  const { manifestHash, ...content } = found.manifest;
  same(`manifest of ${name}`, manifestHash, contentHash(content));
  same(
    `configuration of ${name}`,
    found.manifest.configurationHash,
    contentHash(found.configuration),
  );
  return found;
}

/**
 * The state to go on from. Throws `ArgumentError` when it is of another distribution than the one that `definition`
 * defines, or does not fit the agent with these `parameters`.
 */
export function stateIn(
  name: string,
  { manifest, binary }: TrainingFile,
  definition: unknown,
  parameters: readonly ParameterSpec[],
): TrainingState {
  const { iteration, steps, seconds, updates, rateFactor } = manifest;
  same(`distribution of ${name}`, contentHash(definition), manifest.distributionHash);
  same(`parameters of ${name}`, layout(parameters), layout(manifest.parameters));
  const bytes = fromBase64(name, binary);
  const size = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (bytes.length !== 3 * 4 * size) {
    throw new ArgumentError({
      subject: `binary of ${name}`,
      rule: `must be ${3 * 4 * size} bytes: ${size} parameters and two means of each, in 4 bytes`,
      received: bytes.length,
      remedy: 'It was cut off: save it again, or train anew.',
    });
  }
  same(`binary of ${name}`, manifest.binary.sha256, bytesToHex(sha256(bytes)));
  const floats = new Float32Array(bytes.buffer);
  const part = (index: number) => floats.slice(index * size, (index + 1) * size);
  const optimiser = { mean: part(1), square: part(2), updates, rateFactor };
  return { iteration, steps, seconds, parameters: part(0), optimiser };
}

function parse(name: string, text: string): object {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && 'format' in found) {
      if (found.format === FORMAT) return found;
    }
  } catch {
    // No JSON at all is no file of this page either.
  }
  throw new ArgumentError({
    subject: name,
    rule: `must be a file that this page saved, JSON with "format": "${FORMAT}"`,
    received: text.slice(0, 40),
    remedy: 'Choose a file that “Save checkpoint” wrote.',
  });
}

function assertFile(name: string, value: unknown): asserts value is TrainingFile {
  assertValid(name, trainingFileSchema, value);
}

function same(subject: string, expected: string, received: string): void {
  if (expected === received) return;
  throw new ArgumentError({
    subject,
    rule: `must be ${shorten(expected)}, as it was when it was saved`,
    received: shorten(received),
    remedy: 'It was edited, or is of another version of the library: save it again, or train anew.',
  });
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}

function layout(specs: readonly Pick<ParameterSpec, 'name' | 'shape'>[]): string {
  return specs.map(({ name, shape }) => `${name} ${shape.join('×')}`).join(', ');
}

function bytesOf(arrays: readonly Float32Array[]): Uint8Array {
  const floats = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return new Uint8Array(floats.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(name: string, text: string): Uint8Array<ArrayBuffer> {
  let characters: string;
  try {
    characters = atob(text);
  } catch {
    throw new ArgumentError({
      subject: `binary of ${name}`,
      rule: 'must be base64',
      received: text.slice(0, 40),
      remedy: 'It was edited: save it again, or train anew.',
    });
  }
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
