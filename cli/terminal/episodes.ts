import { table, widestLine } from './text.js';

/** Columns of text where nobody says how many there are, as in a file. */
const COLUMNS = 120;

/** Columns of text that fit. */
export function columnsOf(stream: Pick<NodeJS.WriteStream, 'columns'>): number {
  return stream.columns || COLUMNS;
}

/**
 * Which of K episodes to show, most first: all, then 1, 2, 4, 8, … and K, then ever fewer of those, at last 1 and K.
 * Adaptation is fast at first, so that powers of two tell most of it.
 */
export function episodeChoices(count: number): readonly (readonly number[])[] {
  const all = Array.from({ length: count }, (_, i) => i);
  const choices = [all];
  for (let ratio = 2; ratio < 2 * count; ratio *= 2) {
    const some: number[] = [];
    for (let episode = 1; episode < count; episode *= ratio) some.push(episode - 1);
    if (some.length + 1 < (choices.at(-1)?.length ?? 0)) choices.push([...some, count - 1]);
  }
  return choices;
}

/** The first of these texts, widest first, that fits; the last if none does. */
function firstThatFits(texts: readonly string[], columns: number): string {
  return texts.find((text) => widestLine(text) <= columns) ?? texts.at(-1) ?? '';
}

interface EpisodeRow {
  readonly name: string;
  /** Texts, [K]. */
  readonly byEpisode: readonly string[];
  readonly total: string;
  readonly note: string;
  /** Styles every cell of the row. */
  readonly style: (text: string) => string;
}

export interface EpisodeTableOptions {
  readonly title: string;
  /** K. */
  readonly episodes: number;
  readonly rows: readonly EpisodeRow[];
  readonly columns: number;
  /** Styles the header, and what is said of episodes left out. */
  readonly soft: (text: string) => string;
}

/** Rows of returns by episode, of as many episodes as fit, with total and note. */
export function episodeTable(options: EpisodeTableOptions): string {
  const { title, episodes, rows, columns, soft } = options;
  const texts = episodeChoices(episodes).map((shown) => {
    const header = [title, ...shown.map((i) => `episode ${i + 1}`), 'total', ''].map(soft);
    const lines = rows.map(({ name, byEpisode, total, note, style }) =>
      [name, ...shown.map((i) => byEpisode[i] ?? ''), total, note].map(style),
    );
    const text = table([header, ...lines], [0, shown.length + 2]);
    const left = `${shown.length} of ${episodes} episodes are shown; --json prints all.`;
    return shown.length === episodes ? text : `${text}\n${soft(left)}`;
  });
  return firstThatFits(texts, columns);
}

/** `10.00  10.00  9.500`, one value an episode; where those are too many, some of them: `1: 10.00  2: 10.00  4: 9.500`. */
export function episodeList(
  title: string,
  values: readonly string[],
  columns: number,
  style: (text: string) => string = (text) => text,
): string {
  const texts = episodeChoices(values.length).map((shown) => {
    const isAll = shown.length === values.length;
    const each = shown.map((i) => (isAll ? values[i] : `${i + 1}: ${values[i]}`));
    return `${title}  ${style(each.join('  '))}`;
  });
  return firstThatFits(texts, columns);
}
