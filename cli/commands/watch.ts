import { recordMetaEpisode } from '../../agents/recording.js';
import type { TaskDistribution } from '../../core/distribution.js';
import type { Json } from '../../core/env.js';
import { randomStream } from '../../core/random.js';
import { assertTask } from '../../core/validation.js';
import { defineCommand } from '../command.js';
import { assertSplit } from '../evaluation.js';
import { UserError } from '../failures.js';
import { parseJson } from '../json-file.js';
import { loadRun } from '../run.js';
import { animateMetaEpisode } from '../terminal/meta-episode.js';
import { painter } from '../terminal/text.js';
import { warn } from '../terminal/warnings.js';
import { CHECKPOINTS, splitOf, taskFlags } from './task-flags.js';

export const watch = defineCommand({
  name: 'watch',
  about: "Draws a meta-episode of a run's agent in the terminal: how it searches, then knows.",
  positionals: [{ name: 'run', about: 'The run folder that train wrote.', required: true }],
  flags: {
    ...taskFlags,
    task: {
      kind: 'text',
      value: 'json',
      about:
        'This task instead of a drawn one, for example \'{"cheeses":[{"x":6,"y":0,"reward":1}]}\'.',
    },
  },
  async run({ values, positionals }) {
    const run = await loadRun(positionals[0] ?? '', values.choice('checkpoint', CHECKPOINTS));
    const { agent, distribution } = run;
    run.warnings.forEach(warn);
    const seed = values.number('seed') ?? 0;
    const text = values.text('task');
    if (text !== undefined && values.text('split') !== undefined) {
      throw new UserError('--task and --split exclude each other. Give one of them.');
    }
    const split = splitOf(values.text('split'));
    assertSplit(distribution, split);
    const task =
      text === undefined
        ? distribution.sample(split, randomStream(seed).fork('watch'))
        : taskOf(distribution, text);
    agent.greedy = values.switch('greedy') ?? false;
    const wipeMemory = values.switch('wipe-memory') ?? false;
    const recording = recordMetaEpisode({ policy: agent, distribution, task, seed, wipeMemory });
    const paint = painter(process.stdout);
    const origin = text === undefined ? `split ${split}, seed ${seed}` : 'task as given';
    process.stdout.write(
      `${paint('bold', distribution.id)} ${paint('dim', origin)}\n${paint('dim', `task ${JSON.stringify(task)}`)}\n\n`,
    );
    await animateMetaEpisode(recording, process.stdout);
    return 0;
  },
});

function taskOf({ family }: TaskDistribution, text: string): Json {
  const task = parseJson(text, '--task');
  assertTask(family, task, '--task');
  return task;
}
