// The half-cheetah that is trained in a page of the site, in Chromium, and what it has learnt; and the speed of the same
// training in Node.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { createRnnAgent } from '../agents/create-agent.js';
import { evaluate } from '../cli/evaluation.js';
import { getDistribution } from '../distributions/index.js';
import type { CheckpointManifest } from '../schemas/checkpoint.js';
import type { RunConfiguration } from '../schemas/run.js';
import { type Measurement, root } from './result-file.js';
import { round } from './update.js';

const DISTRIBUTION = 'half-cheetah/velocity-v0';
const TASKS = 200;
/** How long Node trains, to tell its speed. */
const NODE_SECONDS = 120;
const PORT = 4317;
const ADDRESS = `http://localhost:${PORT}`;
/** For what the page sets to be over, ms. */
const PATIENCE = 3_600_000;

/** What the page saves, as far as it is read here. */
interface SavedTraining {
  readonly configuration: RunConfiguration;
  readonly manifest: CheckpointManifest;
  readonly binary: string;
  readonly curve: readonly { readonly returnByEpisode: readonly number[] }[];
}

/** Builds the site, lets the page train as it does when nothing is set, and measures what came of it. */
export async function measurePageTraining(write: (text: string) => void): Promise<Measurement> {
  write('building the site …\n');
  execFileSync('npm', ['run', '--silent', 'docs:build'], { cwd: root, stdio: 'ignore' });
  const server = spawn('npx', ['vitepress', 'preview', 'docs', '--port', String(PORT)], {
    ...{ cwd: root, detached: true, stdio: 'ignore' },
  });
  try {
    await answering();
    write('training in the page …\n');
    const { saved, goal, browser } = await trainInPage();
    write('meta-testing …\n');
    const tested = await metaTested(saved);
    write('training in Node …\n');
    const nodeSpeed = await speedInNode();
    const { steps, seconds } = saved.manifest;
    return {
      file: 'train-in-page',
      title: `${DISTRIBUTION} trained in a page for ${Math.round(seconds)} s`,
      seed: saved.configuration.seed,
      numbers: {
        'return of an episode, most likely actions, 200 tasks of test': round(tested.total / 2, 2),
        'by episode': tested.returnByEpisode.map((value) => round(value, 2)),
        'its 95 % interval': tested.confidence95.map((end) => round(end / 2, 2)),
        ...(goal !== undefined && {
          'seconds until it was above −60 in the 16 tasks of the page': goal,
        }),
        'millions of env steps': round(steps / 1e6, 2),
        'env steps a second in the page, with measuring and filming': Math.round(steps / seconds),
        'env steps a second in Node, one worker': Math.round(nodeSpeed),
        'velocity settled in the first episode, % of tasks': round(
          100 * (tested.quantities?.velocity?.settling?.share[0] ?? Number.NaN),
          1,
        ),
      },
      browser,
      tested,
      curve: saved.curve,
    };
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid);
  }
}

async function answering(): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(ADDRESS).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Nobody answers at ${ADDRESS}: is the port taken?`);
}

async function trainInPage() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${ADDRESS}/live/train-cheetah`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const status = page.locator('.demo-status', { hasText: 'Trained' });
    await status.waitFor({ timeout: PATIENCE });
    const goal = await goalIn(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save checkpoint' }).click();
    const saved: SavedTraining = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    return { saved, goal, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}

/** When the page said that its aim was reached, s; undefined where it never was. */
async function goalIn(page: Page): Promise<number | undefined> {
  const text = await page.locator('.train-numbers').innerText();
  const [, seconds] = /above −60 at .*, ([\d.]+) s/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

async function metaTested({ configuration, manifest, binary }: SavedTraining) {
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

/** Of the same training, but for its length. */
async function speedInNode(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-bench-'));
  const out = join(folder, 'run');
  const main = join(root, 'dist/cli/main.js');
  const words = ['train', DISTRIBUTION, '--seconds', String(NODE_SECONDS), '--seed', '1'];
  try {
    await promisify(execFile)(process.execPath, [main, ...words, '--workers', '1', '--out', out]);
    const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
    const last: { steps: number; seconds: number } = JSON.parse(lines.at(-1) ?? '{}');
    return last.steps / last.seconds;
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }
}
