import { createHash } from 'node:crypto';
import { adamState } from '../agents/adam.js';
import type { TrainingState } from '../agents/meta-train.js';
import { canonicalJson } from '../core/distribution.js';
import type { RunConfiguration } from '../schemas/run.js';
import { UserError } from './failures.js';
import { asJson } from './json-file.js';
import { loadRun, type Run } from './run.js';
import type { Training } from './training.js';

/** What a configuration says of the run whose parameters another one begins with. */
type StartFrom = NonNullable<RunConfiguration['startFrom']>;

/** What a run trains, and on what. */
type Configured = Pick<Training, 'configuration' | 'distribution'>;

/** The run in the folder, by the checkpoint that `adapt` would read. Throws on user mistakes. */
export async function startFrom(path: string): Promise<StartFrom> {
  return described(path, await loadRun(path));
}

/** What a run begins with, before its first iteration; no state where parameters are random. */
interface Beginning {
  readonly state: TrainingState | undefined;
  readonly warnings: readonly string[];
}

/**
 * Reads the parameters that a new run is configured to begin with. Throws `UserError` when they are no longer
 * those of the configuration, or when the agents differ.
 */
export async function loadBeginning({
  configuration,
  distribution,
  agent,
}: Training): Promise<Beginning> {
  const { startFrom: expected } = configuration;
  if (!expected) return { state: undefined, warnings: [] };
  const run = await loadRun(expected.run);
  assertSameAgent(expected.run, run, { configuration, distribution });
  agent.parameters.copyFrom(run.agent.parameters);
  const found = described(expected.run, run);
  if (found.parametersHash !== expected.parametersHash) {
    throw new UserError({
      subject: `parameters of the run in ${expected.run}`,
      rule: `must have the SHA-256 ${expected.parametersHash.slice(0, 12)}…, as in the configuration`,
      received: `${found.parametersHash.slice(0, 12)}…, of iteration ${found.iteration}`,
      remedy: `The run has gone on or is another one: begin with what it is now by --start-from ${expected.run}.`,
    });
  }
  // A run ends with deviations too small to find anything new by: exploration begins anew, as the learning rate does.
  agent.network.free(agent.parameters).fill(Math.log(configuration.agent.initialDeviation));
  const parameters = agent.parameters.values.slice();
  const optimiser = adamState(parameters.length);
  return {
    state: { iteration: 0, steps: 0, seconds: 0, parameters, optimiser },
    warnings: run.warnings,
  };
}

function described(path: string, { distribution, agent, manifest }: Run): StartFrom {
  const { values } = agent.parameters;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    run: path,
    distribution: distribution.id,
    iteration: manifest.iteration,
    steps: manifest.steps,
    parametersHash: createHash('sha256').update(bytes).digest('hex'),
  };
}

/**
 * Parameters mean something only to the same network reading the same things. `path` names the run that another one
 * starts from. Throws `UserError` when the two differ in that.
 */
export function assertSameAgent(
  path: string,
  { configuration: theirs, distribution: source }: Configured,
  { configuration: ours, distribution }: Configured,
): void {
  const same = (name: string, expected: unknown, received: unknown, remedy: string) => {
    const [wanted, given] = [expected, received].map((value) => canonicalJson(asJson(value)));
    if (wanted === given) return;
    throw new UserError({
      subject: `${name} of a run that starts from ${path}`,
      rule: `must be ${wanted}, as in that run`,
      received,
      remedy,
    });
  };
  const { hidden, headHidden, encoder, normalise } = theirs.agent;
  same('encoder', encoder, ours.agent.encoder, `Give --encoder ${encoder}.`);
  same('hidden', hidden, ours.agent.hidden, `Give --hidden ${hidden}.`);
  const remedyOfHeads =
    headHidden === undefined ? 'Leave out --head-hidden.' : `Give --head-hidden ${headHidden}.`;
  same('headHidden', headHidden ?? null, ours.agent.headHidden ?? null, remedyOfHeads);
  const switched = normalise ? '--normalise' : '--no-normalise';
  same('normalise', normalise, ours.agent.normalise, `Give ${switched}.`);
  same('context', theirs.context, ours.context, `Give --context ${theirs.context}.`);
  const remedy = `Start from a run on a distribution of the family ${distribution.family.id}, with equal spaces.`;
  const [from, to] = [source.family, distribution.family];
  same('observation space', from.observationSpace, to.observationSpace, remedy);
  same('action space', from.actionSpace, to.actionSpace, remedy);
}
