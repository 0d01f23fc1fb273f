// GridNavi learnt on the native backend, by the command line, to the end.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Results } from '../../schemas/results.js';
import { type Measurement, root } from '../result-file.js';
import { trainingOf } from '../train-command.js';
import { round } from '../update.js';
import { nativeVersion } from './version.js';

const DISTRIBUTION = 'maze/gridnavi-v0';
/** By steps, so that a busy machine learns as much. Fewer, larger minibatches than the preset's: an operation costs much. */
const TRAIN = [
  ...['train', DISTRIBUTION, '--backend', 'tensorflow', '--seed', '1'],
  ...['--steps', '4000000', '--learning-rate', '.005', '--minibatches', '8'],
];
const ADAPT = ['--tasks', '2000', '--greedy', '--json'];
/** What the trained agent must reach, % of Bayes-optimal. */
const AIM = 95;

const main = join(root, 'dist/cli/main.js');
const run = promisify(execFile);

export async function measureNativeTraining(say: (text: string) => void): Promise<Measurement> {
  const tensorFlow = await nativeVersion();
  const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-native-'));
  const out = join(folder, 'run');
  try {
    say(`moving-cheese ${TRAIN.join(' ')} …\n`);
    const trained = await run(process.execPath, [main, ...TRAIN, '--json', '--out', out], {
      maxBuffer: 1 << 28,
    });
    const { backend, steps, seconds } = trainingOf(trained.stdout);
    if (backend !== 'tensorflow') throw new Error(`The run trained on ${backend}.`);
    const adapted = await run(process.execPath, [main, 'adapt', out, ...ADAPT]);
    const results: Results = JSON.parse(adapted.stdout);
    const { total, normalised = Number.NaN, references } = results;
    const share = (100 * total) / (references.bayesOptimal?.total ?? Number.NaN);
    say(`${share.toFixed(1)} % of Bayes-optimal, on ${tensorFlow}\n`);
    return {
      file: 'native-gridnavi',
      title: `${DISTRIBUTION} learnt on the native backend`,
      seed: 1,
      numbers: {
        '% of Bayes-optimal': round(share, 1),
        'normalised, 0 random, 1 Bayes-optimal': round(normalised, 3),
        'seconds of training': round(seconds, 1),
        'trained env steps a second': Math.round(steps / seconds),
      },
      missed: share >= AIM ? [] : [`${AIM} % of Bayes-optimal on the native backend, at ${share}`],
      tensorFlow,
      training: `moving-cheese ${TRAIN.join(' ')}`,
      results,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
