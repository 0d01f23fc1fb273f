import { dirname } from 'node:path';
import { type Recording, recordMetaEpisode } from '../../agents/recording.js';
import type { TaskDistribution } from '../../core/distribution.js';
import type { Json } from '../../core/env.js';
import { randomStream } from '../../core/random.js';
import { assertTask } from '../../core/validation.js';
import { writeAtomically } from '../atomic-file.js';
import { defineCommand } from '../command.js';
import { assertSplit } from '../evaluation.js';
import { hasCode, reasonOf, UserError } from '../failures.js';
import { parseJson } from '../json-file.js';
import { episodeCaption, isDrawn, metaEpisodeSvg } from '../picture.js';
import { loadRun } from '../run.js';
import { animateMetaEpisode } from '../terminal/meta-episode.js';
import { painter } from '../terminal/text.js';
import { warn } from '../terminal/warnings.js';
import { CHECKPOINTS, splitOf, taskFlags } from './task-flags.js';

export const watch = defineCommand({
  name: 'watch',
  about:
    "Draws a meta-episode of a run's agent, in the terminal or as SVG: how it searches, then knows.",
  positionals: [{ name: 'run', about: 'The run folder that train wrote.', required: true }],
  flags: {
    ...taskFlags,
    task: {
      kind: 'text',
      value: 'json',
      about:
        'This task instead of a drawn one, for example \'{"cheeses":[{"x":6,"y":0,"reward":1}]}\'.',
    },
    svg: {
      kind: 'text',
      value: 'file',
      about:
        'Write a picture into this file instead: a film strip, or the way taken, of each episode.',
    },
    speed: {
      kind: 'number',
      value: 'factor',
      above: 0,
      about:
        'How many times as fast as usual to play; a film is usually played in real time. Default 1.',
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
    const path = values.text('svg');
    if (path === undefined) {
      const speed = values.number('speed');
      if (process.stdout.isTTY && recording.film && speed === undefined) {
        process.stdout.write(
          `${paint('dim', 'in real time; --speed 4 is four times as fast')}\n\n`,
        );
      }
      await animateMetaEpisode(recording, process.stdout, speed ?? 1);
    } else {
      writePicture(path, recording, `A meta-episode of ${distribution.id}, ${origin}`);
      process.stdout.write(
        `${recording.episodes.map(episodeCaption).join('\n')}\n\nsvg  ${path}\n`,
      );
    }
    return 0;
  },
});

/** Throws `UserError` when there is nothing to draw, or nowhere to write it. */
function writePicture(path: string, recording: Recording, title: string): void {
  if (!isDrawn(recording)) {
    throw new UserError('--svg has nothing to draw: this family has no scenes. Leave it out.');
  }
  try {
    writeAtomically(path, `${metaEpisodeSvg(recording, title)}\n`);
  } catch (error) {
    const problem = hasCode(error, 'ENOENT', 'ENOTDIR')
      ? `cannot be written: there is no folder ${dirname(path)}`
      : hasCode(error, 'EISDIR')
        ? 'is a folder'
        : `cannot be written (${reasonOf(error)})`;
    throw new UserError(
      `--svg ${path} ${problem}. Give the path of a file in a folder that exists.`,
    );
  }
}

function taskOf({ family, episodes }: TaskDistribution, text: string): Json {
  const task = parseJson(text, '--task');
  assertTask(family, task, '--task', episodes);
  return task;
}
