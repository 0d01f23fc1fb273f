import { setTimeout as delay } from 'node:timers/promises';
import type { Recording } from '../../agents/recording.js';
import type { Film, Scene } from '../../core/scene.js';
import { filmCaption, filmMoments, sceneRow, sceneToText, traceScene } from '../../envs/index.js';
import { episodeCaption, isDrawn } from '../picture.js';
import { painter } from './text.js';

/** How long a step is shown where it has no duration of its own. */
const STEP_MILLISECONDS = 90;
/** A terminal need not draw more often than this: faster films leave frames out. */
const LEAST_MILLISECONDS = 40;
/** Columns assumed where the terminal does not tell. */
const COLUMNS = 100;
/** Erases what follows in the line. */
const ERASE = '\x1b[K';
/** Least number of units between scenes; a unit is two characters wide. */
const GAP = 2;

/** The episodes as still pictures, and a line about each. */
export function metaEpisodeText(recording: Recording, stream: NodeJS.WriteStream): string {
  const { episodes, film } = recording;
  const notes = episodes.map(episodeCaption).join('\n');
  if (!isDrawn(recording)) return `(this family does not draw itself)\n${notes}`;
  const still = film ? filmText(recording, film, stream) : traceText(recording, stream);
  return `${still}\n\n${notes}`;
}

/**
 * The same in a terminal, drawn step by step, at the pace of the film or of a step in .09 s, times `speed`; ends
 * with the still pictures. What does not fit into the terminal's height is not animated.
 */
export async function animateMetaEpisode(
  recording: Recording,
  stream: NodeJS.WriteStream,
  speed: number,
): Promise<void> {
  const last = metaEpisodeText(recording, stream);
  if (stream.isTTY && isDrawn(recording)) {
    const { film } = recording;
    const pace = (film ? 1000 * film.secondsPerStep : STEP_MILLISECONDS) / speed;
    const stride = Math.max(1, Math.ceil(LEAST_MILLISECONDS / pace));
    const moments = film
      ? filmMovie(recording, film, stride, stream)
      : traceMovie(recording, stride, stream);
    let height = 0;
    for (const text of moments) {
      const lines = text.split('\n').length;
      if (lines >= (stream.rows ?? Number.POSITIVE_INFINITY)) break;
      // What the last frame wrote farther right in a line must go.
      stream.write(`${up(height)}${text.replaceAll('\n', `${ERASE}\n`)}${ERASE}\n`);
      height = lines;
      await delay(stride * pace);
    }
    stream.write(`${up(height)}\x1b[J`);
  }
  stream.write(`${last}\n`);
}

/** Of each episode as many frames as the terminal is wide, of moments without the first. */
function filmText(
  { episodes }: Recording,
  { secondsPerStep }: Film,
  stream: NodeJS.WriteStream,
): string {
  const width = Math.max(...episodes.map(({ frames }) => frames[0]?.width ?? 0));
  const rows = episodes.map(({ frames }, i) => {
    const columns = scenesPerRow(width, GAP, stream);
    const moments = filmMoments(frames.length - 1, columns + 1).slice(-columns);
    return rowText(
      moments.flatMap((step) => frames[step] ?? []),
      moments.map((step) => `episode ${i + 1}, ${filmCaption(step, secondsPerStep)}`),
      GAP,
      stream,
    );
  });
  return rows.join('\n\n');
}

/** One episode after the other. */
function* filmMovie(
  { episodes }: Recording,
  { secondsPerStep }: Film,
  stride: number,
  stream: NodeJS.WriteStream,
): Generator<string> {
  for (const [i, { frames }] of episodes.entries()) {
    for (let step = 0; step < frames.length; step += stride) {
      const caption = `episode ${i + 1}, ${filmCaption(step, secondsPerStep)}`;
      yield rowText(frames.slice(step, step + 1), [caption], GAP, stream);
    }
  }
}

/** Episodes side by side, each with the way that was taken. */
function traceText({ episodes }: Recording, stream: NodeJS.WriteStream): string {
  return tracesText(
    episodes.map(({ frames }) => traceScene(frames)),
    stream,
  );
}

/** All episodes side by side, the ways growing one after the other. */
function* traceMovie(
  { episodes }: Recording,
  stride: number,
  stream: NodeJS.WriteStream,
): Generator<string> {
  for (const [episode, { frames: present }] of episodes.entries()) {
    for (let step = 0; step < present.length; step += stride) {
      const scenes = episodes.map(({ frames }, i) =>
        traceScene(frames.slice(0, i < episode ? frames.length : i === episode ? step + 1 : 1)),
      );
      yield tracesText(scenes, stream);
    }
  }
}

/** Scenes side by side, as many in a row as the terminal is wide. */
function tracesText(scenes: readonly Scene[], stream: NodeJS.WriteStream): string {
  const captions = scenes.map((_, i) => `episode ${i + 1}`);
  const width = Math.max(...scenes.map((scene) => scene.width));
  // Captions must not run into each other.
  const longest = Math.max(...captions.map((caption) => caption.length));
  const gap = Math.max(GAP, Math.ceil(longest / 2 + 1 - width));
  const perRow = scenesPerRow(width, gap, stream);
  const rows: string[] = [];
  for (let first = 0; first < scenes.length; first += perRow) {
    const to = first + perRow;
    rows.push(rowText(scenes.slice(first, to), captions.slice(first, to), gap, stream));
  }
  return rows.join('\n\n');
}

function rowText(
  scenes: readonly Scene[],
  captions: readonly string[],
  gap: number,
  stream: NodeJS.WriteStream,
): string {
  return sceneToText(sceneRow(scenes, { gap, captions }), { colour: isColourful(stream) });
}

function scenesPerRow(width: number, gap: number, stream: NodeJS.WriteStream): number {
  return Math.max(1, Math.floor(((stream.columns ?? COLUMNS) / 2 + gap) / (width + gap)));
}

function isColourful(stream: NodeJS.WriteStream): boolean {
  return painter(stream)('bold', 'x') !== 'x';
}

function up(lines: number): string {
  return lines === 0 ? '' : `\x1b[${lines}A\r`;
}
