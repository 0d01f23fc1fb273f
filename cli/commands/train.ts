import {
  type PartialRunConfiguration,
  type RunConfiguration,
  runConfigurationSchema,
} from '../../schemas/run.js';
import { type Flags, hintFor, type Values } from '../arguments.js';
import { defineCommand } from '../command.js';
import { joinConfiguration, readConfigurationFile } from '../configuration.js';
import { defaultFolder } from '../default-folder.js';
import { distributionSourceOf } from '../distribution-source.js';
import { UserError } from '../failures.js';
import { hyperParameterFlags, readHyperParameters } from '../hyper-parameters.js';
import { assertUnchanged } from '../resume.js';
import { assertFree, createRunFolder, openRunFolder } from '../run-folder.js';
import { warn } from '../terminal/warnings.js';
import { trainAndReport } from '../train-and-report.js';
import { loadResumeState } from '../train-run.js';
import { loadTraining } from '../training.js';

const { seed, budget, workers, backend } = runConfigurationSchema.properties;
const BACKENDS = backend.enum;

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
      "What computes gradients. Default auto, the fastest for the agent at hand: the reference agent's own kernel. The others go through TensorFlow.js: on libtensorflow, WebAssembly or plain JavaScript.",
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
  config: {
    kind: 'text',
    value: 'file.json',
    about:
      "Any part of a run configuration, such as another run's configuration.json. Other flags win.",
  },
  'wipe-memory': { kind: 'switch', about: 'Ablation: clear the memory at every episode.' },
  json: { kind: 'switch', about: 'Print JSON lines instead of a progress bar.' },
  ...hyperParameterFlags,
} as const satisfies Flags;

export const train = defineCommand({
  name: 'train',
  about: 'Meta-trains an agent on a task distribution and writes a run folder.',
  positionals: [
    {
      name: 'distribution',
      about: 'An id (see moving-cheese list), a .json file, or a .js module that exports one.',
      required: false,
    },
  ],
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
      const { folder, configuration } = openRunFolder(path);
      assertUnchanged(path, configuration, given);
      const training = await loadTraining(configuration);
      const { state, warnings } = loadResumeState(training, folder);
      [...training.warnings, ...warnings].forEach(warn);
      return trainAndReport({ training, folder, resume: state, isJson });
    }
    const configuration = joinConfiguration(given);
    const out = values.text('out');
    if (out !== undefined) assertFree(out);
    const training = await loadTraining(configuration);
    training.warnings.forEach(warn);
    const folder = createRunFolder(
      out ?? defaultFolder(training.distribution.id, configuration.seed),
      training.configuration,
    );
    return trainAndReport({ training, folder, resume: undefined, isJson });
  },
});

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
  const { agent, algorithm, ...slots } = readHyperParameters((name) => values.number(name));
  const present = <Value>(
    value: Value | undefined,
    part: (value: Value) => PartialRunConfiguration,
  ) => (value === undefined ? {} : part(value));
  return {
    ...file,
    ...present(distribution, (text) => ({ distribution: distributionSourceOf(text) })),
    ...present(values.number('seed'), (value) => ({ seed: value })),
    ...present(seconds, (value) => ({ budget: { seconds: value } })),
    ...present(steps, (value) => ({ budget: { steps: value } })),
    ...present(values.number('workers'), (value) => ({ workers: value })),
    ...present(values.text('backend'), (value) => ({ backend: backendOf(value) })),
    ...present(values.switch('wipe-memory'), (value) => ({ wipeMemory: value })),
    ...slots,
    agent: { ...file.agent, ...agent },
    algorithm: { ...file.algorithm, ...algorithm },
  };
}

function backendOf(text: string): RunConfiguration['backend'] {
  const found = BACKENDS.find((each) => each === text);
  if (found) return found;
  throw new UserError(
    `--backend must be one of ${BACKENDS.join(', ')}. ${hintFor(text, BACKENDS)}`,
  );
}
