import type { ParameterSpec } from '../agents/parameters.js';
import { contentHash } from '../core/distribution.js';
import { assertValid } from '../core/validation.js';
import {
  CHECKPOINT_FORMAT_VERSION,
  type CheckpointManifest,
  checkpointManifestSchema,
} from '../schemas/checkpoint.js';
import { UserError } from './failures.js';
import { asJson, readJsonFile } from './json-file.js';

/** What a checkpoint belongs to. A checkpoint of anything else is refused. */
export interface CheckpointOwner {
  /** `parameters.specs` of the agent. */
  readonly parameters: readonly ParameterSpec[];
  /** Content hash of the distribution's definition. */
  readonly distributionHash: string;
  /** Content hash of the run configuration. */
  readonly configurationHash: string;
}

/** Reads a manifest and checks that it is whole and unchanged. Throws `UserError` or `InvalidDataError`. */
export function readManifest(path: string): CheckpointManifest {
  const found = readJsonFile(path, 'checkpoint');
  const version =
    typeof found === 'object' && found !== null && 'formatVersion' in found
      ? found.formatVersion
      : undefined;
  if (typeof version === 'number' && version !== CHECKPOINT_FORMAT_VERSION) {
    throw new UserError({
      subject: `checkpoint ${path} at /formatVersion`,
      rule: `must be ${CHECKPOINT_FORMAT_VERSION}, the version this package reads`,
      received: version,
      remedy: 'Use the version of moving-cheese that wrote it, or train anew.',
    });
  }
  assertManifest(`checkpoint ${path}`, found);
  const { manifestHash, ...content } = found;
  const hash = contentHash(asJson(content));
  if (hash !== manifestHash) {
    throw new UserError({
      subject: `checkpoint ${path}`,
      rule: `must have the content hash ${manifestHash.slice(0, 12)}… it was written with`,
      received: `${hash.slice(0, 12)}…`,
      remedy: 'It was edited: restore it from a copy.',
    });
  }
  return found;
}

function assertManifest(subject: string, value: unknown): asserts value is CheckpointManifest {
  assertValid(subject, checkpointManifestSchema, value);
}

/** Throws `UserError` when the checkpoint is of another run. */
export function assertBelongs(
  path: string,
  manifest: CheckpointManifest,
  owner: CheckpointOwner,
): void {
  const same = (name: string, expected: string, received: string, remedy: string) => {
    if (expected === received) return;
    const rule = `must be ${shorten(expected)}, as the run's`;
    throw new UserError({
      subject: `${name} of checkpoint ${path}`,
      rule,
      received: shorten(received),
      remedy,
    });
  };
  const { configurationHash, distributionHash, parameters, binary } = manifest;
  same(
    'configuration hash',
    owner.configurationHash,
    configurationHash,
    'configuration.json was changed since: restore it, or train anew.',
  );
  same(
    'distribution hash',
    owner.distributionHash,
    distributionHash,
    'The task distribution was changed since: restore it, or train anew.',
  );
  const layout = (specs: readonly { readonly name: string; readonly shape: readonly number[] }[]) =>
    specs.map(({ name, shape }) => `${name} ${shape.join('×')}`).join(', ');
  same('parameters', layout(owner.parameters), layout(parameters), 'Train anew.');
  const size = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  same('bytes', String(size * 3 * 4), String(binary.bytes), 'Restore it from a copy.');
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
