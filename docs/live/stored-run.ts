import {
  createRnnAgent,
  getDistribution,
  type RnnAgent,
  type TaskDistribution,
} from '../../index.js';
import type { CheckpointManifest } from '../../schemas/checkpoint.js';
import type { RunConfiguration } from '../../schemas/run.js';

/** A run folder's files, as a page fetches them. */
export interface StoredRun {
  readonly configuration: RunConfiguration;
  readonly manifest: CheckpointManifest;
  /** The checkpoint: parameters first, then the state of the optimiser. */
  readonly binary: ArrayBuffer;
}

/** The agent of a run on a built-in distribution, as `loadRun` gives it in Node. */
export async function agentOf({ configuration, manifest, binary }: StoredRun): Promise<{
  readonly agent: RnnAgent;
  readonly distribution: TaskDistribution;
}> {
  const distribution = getDistribution(configuration.distribution.id ?? '');
  const { family, horizon, episodes } = distribution;
  await family.load?.();
  const length = horizon * episodes;
  const agent = await createRnnAgent({ family, length, ...configuration.agent });
  if (binary.byteLength !== manifest.binary.bytes) {
    throw new Error(
      `${manifest.binary.file} has ${binary.byteLength} bytes instead of ${manifest.binary.bytes}: load the page again.`,
    );
  }
  agent.parameters.values.set(new Float32Array(binary, 0, agent.parameters.values.length));
  agent.parametersChanged();
  agent.greedy = true;
  return { agent, distribution };
}

/** Fetches the files of {@link StoredRun} from where the site has them: JSON as a bundler imports it, without its types. */
export async function fetchRun(files: {
  readonly configuration: unknown;
  readonly manifest: unknown;
  /** Its address. */
  readonly binary: string;
}): Promise<StoredRun> {
  const response = await fetch(files.binary);
  if (!response.ok) throw new Error(`${files.binary}: ${response.status} ${response.statusText}`);
  const configuration = files.configuration as RunConfiguration;
  const manifest = files.manifest as CheckpointManifest;
  return { configuration, manifest, binary: await response.arrayBuffer() };
}
