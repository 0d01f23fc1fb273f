import { presetFor } from '../../agents/presets.js';
import {
  type PartialRunConfiguration,
  type RunConfiguration,
  runConfigurationSchema,
} from '../../schemas/run.js';
import { type Arguments, type Flags, parseArguments, type Values } from '../arguments.js';
import { beginRun } from '../begin-run.js';
import { defineCommand } from '../command.js';
import { joinConfiguration, readConfigurationFile } from '../configuration.js';
import { defaultFolder } from '../default-folder.js';
import {
  distributionSourceOf,
  loadDistribution,
  sourceWithEpisodes,
} from '../distribution-source.js';
import { UserError } from '../failures.js';
import { hyperParameterFlags, readHyperParameters } from '../hyper-parameters.js';
import { parseJson } from '../json-file.js';
import { assertUnchanged } from '../resume.js';
import { assertFree, openRunFolder } from '../run-folder.js';
import { startFrom } from '../start-from.js';
import { warn } from '../terminal/warnings.js';
import { trainAndReport } from '../train-and-report.js';
import { loadResumeState } from '../train-run.js';
import { loadFastestTraining, loadTraining } from '../training.js';
import { episodesFlag } from './task-flags.js';

const { seed, budget, workers, backend, context } = runConfigurationSchema.properties;
const BACKENDS = backend.enum;
const CONTEXTS = context.enum;

const POSITIONALS = [
  {
    name: 'distribution',
    about: 'An id (see moving-cheese list), a .json file, or a .js module that exports one.',
    required: false,
  },
] as const;

const flags = {
  seed: {
    kind: 'integer',
    value: 'n',
    minimum: seed.minimum,
    about: 'All randomness of the run follows from it. Default 0.',
  },
  seconds: {
    kind: 'number',
    value: 'n',
    above: budget.properties.seconds.exclusiveMinimum,
    maximum: budget.properties.seconds.maximum,
    about: 'Train for so long by the clock, loading not counted. Default 60.',
  },
  steps: {
    kind: 'integer',
    value: 'n',
    minimum: budget.properties.steps.minimum,
    maximum: budget.properties.steps.maximum,
    about: 'Train on so many env steps instead.',
  },
  workers: {
    kind: 'integer',
    value: 'n',
    minimum: workers.minimum,
    maximum: workers.maximum,
    about:
      'Parallel copies, which share the slots and average gradients. Default 1 with --steps; with --seconds as many as there are cores, at most 4.',
  },
  backend: {
    kind: 'text',
    choices: BACKENDS,
    about:
      "What computes gradients. Default auto: the agent's own kernel, or tensorflow where that is installed and measured to be faster; with --steps always the kernel. The others go through TensorFlow.js: on libtensorflow, WebAssembly or plain JavaScript.",
  },
  out: {
    kind: 'text',
    value: 'dir',
    about: 'The run folder to create. Default runs/<distribution>-<seed>-<time>.',
  },
  resume: {
    kind: 'text',
    value: 'dir',
    about: 'Go on with the run in this folder from its last checkpoint, as it was configured.',
  },
  'start-from': {
    kind: 'text',
    value: 'dir',
    about:
      'Begin with the parameters of the run in this folder, at its best as adapt reads it, instead of random ones. The agent must be of the same architecture; all else begins anew, also how far a Gaussian policy deviates.',
  },
  config: {
    kind: 'text',
    value: 'file.json',
    about:
      "Any part of a run configuration, such as another run's configuration.json. Other flags win.",
  },
  episodes: episodesFlag,
  'wipe-memory': { kind: 'switch', about: 'Ablation: clear the memory at every episode.' },
  context: {
    kind: 'text',
    choices: CONTEXTS,
    about:
      'given shows the policy the task, for an oracle to compare with. Default inferred: it must find out.',
  },
  task: {
    kind: 'text',
    value: 'json',
    about: 'Train on this one task only, to see first that an agent can be taught it.',
  },
  json: { kind: 'switch', about: 'Print JSON lines instead of a progress bar.' },
  ...hyperParameterFlags,
} as const satisfies Flags;

export const train = defineCommand({
  name: 'train',
  about: 'Meta-trains an agent on a task distribution and writes a run folder.',
  positionals: POSITIONALS,
  flags,
  notes: [
    'With --steps a run is a function of its configuration and seed (and of --workers): run it twice and the files are equal to the bit. With --seconds the schedules of learning rate and entropy follow the clock, and no two runs are alike.',
    'Ctrl-C finishes the iteration, saves, and says how to go on.',
  ],
  async run({ values, positionals }) {
    const isJson = values.switch('json') ?? false;
    const given = readFlags(values, positionals[0]);
    const path = values.text('resume');
    if (path !== undefined) {
      if (values.text('out') !== undefined) {
        throw new UserError('--resume goes on in its own folder. Leave out --out.');
      }
      if (values.text('start-from') !== undefined) {
        throw new UserError('--resume goes on from its own checkpoint. Leave out --start-from.');
      }
      const { folder, configuration } = openRunFolder(path);
      assertUnchanged(path, configuration, given);
      const training = await loadTraining(configuration);
      const { state, warnings } = loadResumeState(training, folder);
      [...training.warnings, ...warnings].forEach(warn);
      return trainAndReport({ training, folder, resume: state, isJson });
    }
    const configuration = await configurationOf(given, values.text('start-from'));
    const out = values.text('out');
    if (out !== undefined) assertFree(out);
    const training = await loadFastestTraining(configuration);
    training.warnings.forEach(warn);
    const { folder, state, warnings } = await beginRun(
      out ?? defaultFolder(training.distribution.id, configuration.seed),
      training,
    );
    warnings.forEach(warn);
    return trainAndReport({ training, folder, resume: state, isJson });
  },
});

/** Reads what would follow `train` on a command line. Throws `UserError`. */
export function parseTraining(words: readonly string[]): Arguments<typeof flags> {
  return parseArguments('train', flags, POSITIONALS, words);
}

/** The whole configuration of the run that `train` would begin. Throws on user mistakes. */
export function trainingConfiguration({
  values,
  positionals,
}: Arguments<typeof flags>): Promise<RunConfiguration> {
  return configurationOf(readFlags(values, positionals[0]), values.text('start-from'));
}

/** `source`: the run folder that `--start-from` names. */
async function configurationOf(
  given: PartialRunConfiguration,
  source: string | undefined,
): Promise<RunConfiguration> {
  if (given.distribution === undefined) {
    throw new UserError(
      'train needs <distribution>: an id, a .json file or a .js module. See moving-cheese list.',
    );
  }
  const { family } = await loadDistribution(given.distribution);
  const origin = source === undefined ? {} : { startFrom: await startFrom(source) };
  return joinConfiguration(
    { ...given, ...origin },
    given.distribution,
    presetFor(family.actionSpace),
  );
}

/** Everything that was said about the configuration, in the file and by flags. */
function readFlags(
  values: Values<typeof flags>,
  distribution: string | undefined,
): PartialRunConfiguration {
  const seconds = values.number('seconds');
  const steps = values.number('steps');
  if (seconds !== undefined && steps !== undefined) {
    throw new UserError('--seconds and --steps exclude each other. Give one of them.');
  }
  const path = values.text('config');
  const file = path === undefined ? {} : readConfigurationFile(path);
  const source =
    distribution === undefined ? file.distribution : distributionSourceOf(distribution);
  const episodes = values.number('episodes');
  if (episodes !== undefined && source === undefined) {
    throw new UserError('--episodes needs <distribution>, whose number it replaces. Give both.');
  }
  const { agent, algorithm, ...slots } = readHyperParameters(values);
  const present = <Value>(
    value: Value | undefined,
    part: (value: Value) => PartialRunConfiguration,
  ) => (value === undefined ? {} : part(value));
  return {
    ...file,
    ...present(source, (value) => ({
      distribution: episodes === undefined ? value : sourceWithEpisodes(value, episodes),
    })),
    ...present(values.number('seed'), (value) => ({ seed: value })),
    ...present(seconds, (value) => ({ budget: { seconds: value } })),
    ...present(steps, (value) => ({ budget: { steps: value } })),
    ...present(values.number('workers'), (value) => ({ workers: value })),
    ...present(values.choice('backend', BACKENDS), (value) => ({ backend: value })),
    ...present(values.choice('context', CONTEXTS), (value) => ({ context: value })),
    ...present(values.text('task'), (text) => ({ task: readTask(text) })),
    ...present(values.switch('wipe-memory'), (value) => ({ wipeMemory: value })),
    ...slots,
    agent: { ...file.agent, ...agent },
    algorithm: { ...file.algorithm, ...algorithm },
  };
}

/** A task written on the command line; its family checks it when the run is loaded. */
function readTask(text: string): { [key: string]: unknown } {
  const found = parseJson(text, '--task');
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return { ...found };
  throw new UserError({
    subject: '--task',
    rule: 'must be a JSON object',
    received: found,
    remedy: 'Quote it for the shell, as in --task \'{"targetVelocity": 2}\'.',
  });
}
