import type { ExperimentResults } from '../../schemas/experiment-results.js';

// What the page that an experiment writes and the site show alike. It is read in browsers as well: no Node here.

export type ArmResults = ExperimentResults['arms'][number];

/** Colours for arms; of more, some share one. */
export const ARM_COLOURS = 6;

/** Arms whose returns by episode can be compared, for they were tested on the same. */
export interface CurveGroup {
  readonly title: string;
  readonly arms: readonly ArmResults[];
}

/** Groups for one chart each. Arms with a single episode have no curve. */
export function curveGroups(arms: readonly ArmResults[]): CurveGroup[] {
  const groups = new Map<string, ArmResults[]>();
  for (const arm of arms) {
    const { distribution, split, returnByEpisode } = arm;
    if (returnByEpisode.length === 1) continue;
    const title = `${distribution}, split ${split}, K = ${returnByEpisode.length}`;
    groups.set(title, [...(groups.get(title) ?? []), arm]);
  }
  return [...groups].map(([title, group]) => ({ title, arms: group }));
}

/**
 * Values and references, on the scale of the experiment's measure, that claims compare the arm's mean with: what is
 * left of the mean without the difference.
 */
export function comparedWith(
  { experiment, claims }: Pick<ExperimentResults, 'experiment' | 'claims'>,
  { name, mean }: Pick<ArmResults, 'name' | 'mean'>,
): number[] {
  return experiment.claims.flatMap(({ arm, against, measure = experiment.measure }, claim) =>
    arm === name && measure === experiment.measure && against.arm === undefined
      ? [mean - (claims[claim]?.mean ?? 0)]
      : [],
  );
}

/** Colours are by place; arms of the same place in groups of equal size share one. */
export function armColour(
  index: number,
  arms: readonly Pick<ArmResults, 'distribution'>[],
): number {
  const firsts = arms.findIndex(({ distribution }) => distribution !== arms[0]?.distribution);
  return (firsts > 1 ? index % firsts : index) % ARM_COLOURS;
}

/** An interval as its schema has it, which says of how many numbers it is, as a pair. */
export function pair([low = 0, high = 0]: readonly number[]): [low: number, high: number] {
  return [low, high];
}
