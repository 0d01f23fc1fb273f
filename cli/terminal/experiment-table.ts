import type { ExperimentResults } from '../../schemas/experiment-results.js';
import { measureTitle } from '../experiments/measure-titles.js';
import { differenceText } from '../experiments/verdict.js';
import { figure, type Painter, table, wrap } from './text.js';

const WIDTH = 96;
const COLOURS = { holds: 'green', 'does not hold': 'red', undecided: 'yellow' } as const;

/** What came out of an experiment: arms, claims, verdict. */
export function experimentText(results: ExperimentResults, paint: Painter): string {
  const { experiment, arms, claims, verdict } = results;
  const hasPublished = arms.some(({ published }) => published !== undefined);
  const header = ['arm', 'mean', '95 % interval', 'total', ...(hasPublished ? ['published'] : [])];
  const rows = arms.map(({ name, mean, interval, total, published }) => [
    name,
    paint('bold', figure(mean)),
    interval ? interval.map(figure).join(' … ') : '',
    figure(total),
    ...(hasPublished ? [published === undefined ? '' : String(published)] : []),
  ]);
  const told = claims.flatMap((each) => {
    const text = `${each.claim}: ${differenceText(each)}`;
    return wrap(text, WIDTH - 15).map((line, i) => [
      i === 0 ? paint(COLOURS[each.outcome], each.outcome) : '',
      line,
    ]);
  });
  return [
    `Measured: ${measureTitle(experiment.measure)}`,
    table([header.map((cell) => paint('dim', cell)), ...rows]),
    table(told, [0, 1]),
    wrap(verdict.sentence, WIDTH)
      .map((line) => paint('bold', line))
      .join('\n'),
  ].join('\n\n');
}
