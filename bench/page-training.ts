// The half-cheetah that is trained in a page of the site, in Chromium, and what it has learnt; and the speed of the same
// training in Node.
import { createRnnAgent } from '../agents/create-agent.js';
import { evaluate } from '../cli/evaluation.js';
import { UserError } from '../cli/failures.js';
import { getDistribution } from '../distributions/index.js';
import type { Measurement } from './result-file.js';
import { chromium, NO_CHROMIUM } from './site/chromium.js';
import { stepsPerSecond, type TrainedInPage, trainInPage } from './site/training-in-page.js';
import { visitSite } from './site/visit.js';
import { trainByCommand } from './train-command.js';
import { round } from './update.js';

const DISTRIBUTION = 'half-cheetah/velocity-v0';
const TASKS = 200;
/** How long Node trains, to tell its speed. */
const NODE_SECONDS = 120;

/**
 * Builds the site, lets the page train as it does when nothing is set, and measures what came of it. Throws `UserError`
 * where there is no Chromium. Progress goes to `say`.
 */
export async function measurePageTraining(say: (text: string) => void): Promise<Measurement> {
  if (chromium === undefined) throw new UserError(`No page can be opened: ${NO_CHROMIUM}`);
  const { trained, browser } = await trainedIn(chromium, say);
  const { configuration, manifest, curve } = trained.saved;
  say('meta-testing …\n');
  const tested = await metaTested(trained);
  say('training in Node …\n');
  const node = await trainByCommand({
    distribution: { id: DISTRIBUTION },
    seed: 1,
    budget: { seconds: NODE_SECONDS },
    workers: 1,
  });
  const goal = goalIn(trained);
  return {
    file: 'train-in-page',
    title: `${DISTRIBUTION} trained in a page for ${Math.round(manifest.seconds)} s`,
    seed: configuration.seed,
    numbers: {
      'return of an episode, most likely actions, 200 tasks of test': round(tested.total / 2, 2),
      'by episode': tested.returnByEpisode.map((value) => round(value, 2)),
      'its 95 % interval': tested.confidence95.map((end) => round(end / 2, 2)),
      ...(goal !== undefined && {
        'seconds until it was above −60 in the 16 tasks of the page': goal,
      }),
      'millions of env steps': round(manifest.steps / 1e6, 2),
      'env steps a second in the page, with measuring and filming': Math.round(
        stepsPerSecond(trained),
      ),
      'env steps a second in Node, one worker': Math.round(node),
      'velocity settled in the first episode, % of tasks': round(
        100 * (tested.quantities?.velocity?.settling?.share[0] ?? Number.NaN),
        1,
      ),
    },
    ...{ browser, tested, curve },
  };
}

function trainedIn(program: string, say: (text: string) => void) {
  return visitSite(program, say, async ({ browser, address }) => {
    say('training in the page …\n');
    const trained = await trainInPage(browser, address, '/live/train-cheetah');
    return { trained, browser: `Chromium ${browser.version()}` };
  });
}

/** When the page said that its aim was reached, s; undefined where it never was. */
function goalIn({ told }: TrainedInPage): number | undefined {
  const [, seconds] = /above −60 at .*, ([\d.]+) s/.exec(told) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

async function metaTested({ saved: { configuration, manifest, binary } }: TrainedInPage) {
  const distribution = getDistribution(DISTRIBUTION);
  const { family } = distribution;
  await family.load?.();
  const agent = await createRnnAgent({ family, ...configuration.agent });
  const bytes = Uint8Array.from(Buffer.from(binary, 'base64'));
  const { values } = agent.parameters;
  values.set(new Float32Array(bytes.buffer).subarray(0, values.length));
  agent.parametersChanged();
  const { iteration, steps } = manifest;
  const { results } = evaluate({
    ...{ agent, distribution, split: 'test', tasks: TASKS, seed: 0, greedy: true },
    ...{ wipeMemory: false, iteration, steps },
  });
  return results;
}
