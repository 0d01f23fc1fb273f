import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingState } from '../agents/meta-train.js';
import { contentHash } from '../core/distribution.js';
import { CHECKPOINT_FORMAT_VERSION, type CheckpointManifest } from '../schemas/checkpoint.js';
import { writeAtomically } from './atomic-file.js';
import { assertBelongs, type CheckpointOwner, readManifest } from './checkpoint-manifest.js';
import { messageOf, reasonOf, UserError } from './failures.js';
import { asJson } from './json-file.js';
import { packageVersion } from './package-version.js';

export interface LoadedCheckpoint {
  readonly state: TrainingState;
  readonly manifest: CheckpointManifest;
  /** What was wrong with newer checkpoints, which were passed over. */
  readonly refused: readonly string[];
}

/** How many are kept, so that there is a good one left when the newest is damaged. */
const KEPT = 2;

/**
 * Writes a checkpoint into the folder: a binary file, then the manifest that makes it count. Both
 * appear whole or not at all. Older ones than the last two are removed.
 */
export function saveCheckpoint(folder: string, state: TrainingState, owner: CheckpointOwner): void {
  mkdirSync(folder, { recursive: true });
  const { iteration, steps, seconds, optimiser } = state;
  const arrays = [state.parameters, optimiser.mean, optimiser.square];
  const binary = Buffer.concat(
    arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)),
  );
  const file = `${nameOf(iteration)}.bin`;
  const content = {
    formatVersion: CHECKPOINT_FORMAT_VERSION,
    packageVersion: packageVersion(),
    iteration,
    steps,
    seconds,
    updates: optimiser.updates,
    rateFactor: optimiser.rateFactor,
    binary: { file, bytes: binary.length, sha256: sha256(binary) },
    parameters: owner.parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    distributionHash: owner.distributionHash,
    configurationHash: owner.configurationHash,
  };
  const manifest = { ...content, manifestHash: contentHash(asJson(content)) };
  writeAtomically(join(folder, file), binary);
  writeAtomically(
    join(folder, `${nameOf(iteration)}.json`),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  for (const old of checkpointsIn(folder).slice(KEPT)) removeCheckpoint(folder, old);
}

/** Iterations of the checkpoints in the folder, newest first. */
function checkpointsIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => /^iteration-(\d+)\.json$/.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/**
 * The newest good checkpoint of the folder, or undefined when it holds none at all. Throws `UserError`
 * when there are some and none is good.
 */
export function loadCheckpoint(
  folder: string,
  owner: CheckpointOwner,
): LoadedCheckpoint | undefined {
  const refused: string[] = [];
  for (const iteration of checkpointsIn(folder)) {
    try {
      return { ...readCheckpoint(folder, iteration, owner), refused };
    } catch (error) {
      refused.push(messageOf(error));
    }
  }
  if (refused.length === 0) return undefined;
  throw new UserError(`No checkpoint in ${folder} can be used.\n${refused.join('\n')}`);
}

/** Removes checkpoints newer than the iteration: those that were refused, before training goes on. */
export function discardCheckpointsAfter(folder: string, iteration: number): void {
  for (const newer of checkpointsIn(folder)) {
    if (newer > iteration) removeCheckpoint(folder, newer);
  }
}

function readCheckpoint(folder: string, iteration: number, owner: CheckpointOwner) {
  const path = join(folder, `${nameOf(iteration)}.json`);
  const manifest = readManifest(path);
  const { binary, steps, seconds, updates, rateFactor } = manifest;
  assertBelongs(path, manifest, owner);
  const binaryPath = join(folder, binary.file);
  const bytes = readBinary(binaryPath);
  const hash = sha256(bytes);
  if (bytes.length !== binary.bytes || hash !== binary.sha256) {
    throw new UserError({
      subject: `checkpoint ${binaryPath}`,
      rule: `must be ${binary.bytes} bytes with SHA-256 ${binary.sha256.slice(0, 12)}…`,
      received: `${bytes.length} bytes with SHA-256 ${hash.slice(0, 12)}…`,
      remedy: 'It was truncated or edited: restore it from a copy.',
    });
  }
  const floats = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const size = floats.length / 3;
  const part = (index: number) => floats.slice(index * size, (index + 1) * size);
  const optimiser = { mean: part(1), square: part(2), updates, rateFactor };
  const state = { iteration: manifest.iteration, steps, seconds, parameters: part(0), optimiser };
  return { manifest, state };
}

function readBinary(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(
      `checkpoint ${path} cannot be read: ${reasonOf(error)}. Restore it from a copy.`,
    );
  }
}

function removeCheckpoint(folder: string, iteration: number): void {
  // The manifest first: a binary without one is not a checkpoint.
  rmSync(join(folder, `${nameOf(iteration)}.json`), { force: true });
  rmSync(join(folder, `${nameOf(iteration)}.bin`), { force: true });
}

function nameOf(iteration: number): string {
  return `iteration-${String(iteration).padStart(8, '0')}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
