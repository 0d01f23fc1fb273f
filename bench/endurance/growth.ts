import { fitLine, type Point } from '../fit.js';

/** Bytes of memory in use, by millions of env steps. */
export interface Endured {
  readonly what: string;
  readonly points: readonly Point[];
  /** Tensors of TensorFlow.js after every iteration but the first, where there are any. */
  readonly tensors?: readonly number[];
}

/** Bytes a million env steps that memory may grow by: 10 MB in 10⁹ env steps. */
export const MOST_GROWTH = 10_000;
/** Bytes over all of a run that are no leak: code is compiled, and collected, late. */
const UNTOLD = 1_000_000;

interface Verdict {
  /** Bytes a million env steps. */
  readonly growth: number;
  /** Of the growth: garbage is not collected to the byte. */
  readonly standardError: number;
  /** What it may be: more than `MOST_GROWTH` where a run is so short that no less than `UNTOLD` can be told. */
  readonly most: number;
  /** Whether it grows by more than it may, and not by chance; or not even that can be told. */
  readonly isGrowing: boolean;
  /** Whether iterations leave tensors behind. */
  readonly leavesTensors: boolean;
}

/** The fitted line, of which two standard errors are taken for chance. */
export function judgeGrowth({ points, tensors = [] }: Endured): Verdict {
  const { slope: growth, standardError } = fitLine(points);
  const most = Math.max(MOST_GROWTH, UNTOLD / (points.at(-1)?.[0] ?? 0));
  const isFlat = growth - 2 * standardError <= most;
  const leavesTensors = tensors.some((count) => count !== tensors[0]);
  return { growth, standardError, most, isGrowing: !isFlat, leavesTensors };
}

/** What must hold and does not. */
export function missedBy(endured: Endured): string[] {
  const { growth, standardError, most, isGrowing, leavesTensors } = judgeGrowth(endured);
  const { what, tensors = [] } = endured;
  return [
    ...(isGrowing
      ? [
          `${what}: memory grows by ${growth.toFixed(0)} ± ${standardError.toFixed(0)} bytes a million env steps, more than ${most.toFixed(0)}`,
        ]
      : []),
    ...(leavesTensors
      ? [`${what}: from ${Math.min(...tensors)} to ${Math.max(...tensors)} tensors`]
      : []),
  ];
}

/** A row each, below the header. */
export function growthTable(all: readonly Endured[]): string[][] {
  const header = [
    'what',
    'env steps, millions',
    'MB in use at a tenth',
    'at the end',
    'growth, bytes a million env steps',
    'its standard error',
    'at most',
    'tensors',
    'flat',
  ];
  const rows = all.map((endured) => {
    const { what, points, tensors } = endured;
    const { growth, standardError, most, isGrowing, leavesTensors } = judgeGrowth(endured);
    const [first, last] = [points[0]!, points.at(-1)!];
    return [
      what,
      String(Number(last[0].toPrecision(3))),
      (first[1] / 1e6).toFixed(2),
      (last[1] / 1e6).toFixed(2),
      growth.toFixed(0).replace('-', '−'),
      standardError.toFixed(0),
      most.toFixed(0),
      tensors ? [...new Set(tensors)].slice(0, 3).join(', ') : '',
      isGrowing || leavesTensors ? 'no' : 'yes',
    ];
  });
  return [header, ...rows];
}
