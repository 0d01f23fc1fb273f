// Draws docs/images/meta-episode.svg: the four episodes that an agent spends in one task.
//
//   npm run build && node docs/images/draw.mjs              draws the agent of the site's landing page
//   node docs/images/draw.mjs --run runs/my-run             draws the agent of another run folder
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { metaTest, randomStream, replay, sceneRow, sceneToSvg } from 'moving-cheese';
import { loadRun } from 'moving-cheese/node';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    run: { type: 'string', default: here('../results/runs/maze-moving-cheese-v0-12000000-steps') },
    out: { type: 'string', default: here('meta-episode.svg') },
  },
});

/** The actions of one meta-episode, by episode and step. */
function actionsIn(task) {
  const actions = Array.from({ length: distribution.episodes }, () => []);
  const policy = {
    begin: (slots) => agent.begin(slots),
    act(batch, rng) {
      const chosen = agent.act(batch, rng);
      actions[batch.episode[0]].push(chosen[0]);
      return chosen;
    },
  };
  const { returns, lengths } = metaTest({ policy, distribution, tasks: [task], seed: 0 });
  return { task, actions, returns: [...returns], lengths: [...lengths] };
}

const { agent, distribution } = await loadRun(values.run);
agent.greedy = true;
// The task to show: the first episode searches in vain, the second still searches and finds, the last
// one goes a shorter way; of such tasks, the one where that way is longest.
const [best] = distribution
  .support('test')
  .map(({ task }) => actionsIn(task))
  .filter(({ returns }) => returns[0] < 0 && returns[1] > 0 && returns.at(-1) > returns[1])
  .sort((a, b) => b.lengths.at(-1) - a.lengths.at(-1));
if (!best) throw new Error('There is no such task: train for longer.');
const episodes = replay({
  family: distribution.family,
  task: best.task,
  rng: randomStream(0),
  actions: best.actions,
});
const captions = best.returns.map(
  (value, i) => `${i + 1}: ${value > 0 ? 'found' : 'not found'}, ${best.lengths[i]} steps`,
);
const scene = sceneRow(episodes, { gap: 0.9, captions });
const svg = sceneToSvg(scene, {
  title: `Four episodes in one task of ${distribution.id}. ${captions.join('. ')}.`,
  pixelsPerUnit: 30,
});

// A picture file does not know whether the page around it is light or dark: it brings its own ground,
// and keeps the light colours.
const margin = 0.5;
const [width, height] = [scene.width + 2 * margin, scene.height + 2 * margin];
const size = `width="${Math.round(width * 30)}" height="${Math.round(height * 30)}"`;
const framed = svg
  .replace(/@media\(prefers-color-scheme:dark\)\{.*\}(?=<\/style>)/, '')
  .replace(/viewBox="[^"]*" width="[^"]*" height="[^"]*"/, () => {
    return `viewBox="${-margin} ${-margin} ${width.toFixed(2)} ${height.toFixed(2)}" ${size}`;
  })
  .replace('</style>', (end) => {
    return `${end}<rect x="${-margin}" y="${-margin}" width="100%" height="100%" rx=".5" fill="#fffdf8"/>`;
  });
writeFileSync(values.out, `${framed}\n`);
console.log(`${JSON.stringify(best.task)}: ${captions.join('; ')}\n${values.out}`);
