import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEpisode, Recording } from '../../agents/recording.js';
import type { Scene } from '../../core/scene.js';
import { sceneRow, sceneToText, traceScene } from '../../envs/index.js';
import { figure, painter } from './text.js';

/** Pause between the frames of an animation. */
const FRAME_MILLISECONDS = 90;
/** Columns assumed where the terminal does not tell. */
const COLUMNS = 100;

/** Episodes side by side, each with the way that was taken, and a line about each. */
export function metaEpisodeText({ episodes }: Recording, stream: NodeJS.WriteStream): string {
  const notes = episodes.map(noteOf).join('\n');
  const pictures = episodes.filter(({ frames }) => frames.length > 0);
  if (pictures.length === 0) return `(this family does not draw itself)\n${notes}`;
  return `${picture(
    pictures.map(({ frames }) => traceScene(frames)),
    stream,
  )}\n\n${notes}`;
}

/** The same in a terminal, drawn step by step; ends with the static picture. */
export async function animateMetaEpisode(
  recording: Recording,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const { episodes } = recording;
  const last = metaEpisodeText(recording, stream);
  if (stream.isTTY && episodes.every(({ frames }) => frames.length > 0)) {
    let height = 0;
    for (let episode = 0; episode < episodes.length; episode++) {
      const steps = episodes[episode]?.frames.length ?? 0;
      for (let step = 0; step < steps; step++) {
        const scenes = episodes.map(({ frames }, i) =>
          traceScene(frames.slice(0, i < episode ? frames.length : i === episode ? step + 1 : 1)),
        );
        const text = picture(scenes, stream);
        stream.write(`${up(height)}${text}\n`);
        height = text.split('\n').length;
        await delay(FRAME_MILLISECONDS);
      }
    }
    stream.write(`${up(height)}\x1b[J`);
  }
  stream.write(`${last}\n`);
}

function up(lines: number): string {
  return lines === 0 ? '' : `\x1b[${lines}A\r`;
}

/** Scenes side by side, as many in a row as the terminal is wide. */
function picture(scenes: readonly Scene[], stream: NodeJS.WriteStream): string {
  const captions = scenes.map((_, i) => `episode ${i + 1}`);
  const width = Math.max(...scenes.map((scene) => scene.width));
  // Two characters a unit; captions must not run into each other.
  const longest = Math.max(...captions.map((caption) => caption.length));
  const gap = Math.max(2, Math.ceil(longest / 2 + 1 - width));
  const perRow = Math.max(1, Math.floor(((stream.columns ?? COLUMNS) / 2 + gap) / (width + gap)));
  const rows: string[] = [];
  for (let first = 0; first < scenes.length; first += perRow) {
    const row = sceneRow(scenes.slice(first, first + perRow), {
      gap,
      captions: captions.slice(first, first + perRow),
    });
    rows.push(sceneToText(row, { colour: isColourful(stream) }));
  }
  return rows.join('\n\n');
}

function isColourful(stream: NodeJS.WriteStream): boolean {
  return painter(stream)('bold', 'x') !== 'x';
}

/** `episode 1: 20 steps, return -0.400`. */
function noteOf({ rewards, return: total }: RecordedEpisode, index: number): string {
  const steps = `${rewards.length} ${rewards.length === 1 ? 'step' : 'steps'}`;
  return `episode ${index + 1}: ${steps}, return ${figure(total)}`;
}
