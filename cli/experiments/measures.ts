import { normalised } from '../../core/references.js';
import type { Experiment, MeasureName } from '../../schemas/experiment.js';
import type { Results } from '../../schemas/results.js';
import { UserError } from '../failures.js';

type Arm = Experiment['arms'][number];

/** What a measure looks at: an arm's results, or a reference in their place. */
type Looked = Pick<Results, 'returnByEpisode' | 'total' | 'references' | 'distribution'> &
  Partial<Pick<Results, 'stepsByEpisode' | 'informationByEpisode'>>;

interface Measure {
  /** Undefined where it is not known. */
  readonly of: (looked: Looked, arm: Arm) => number | undefined;
  /** What it needs, for the error where it is not known. */
  readonly needs: string;
}

const MEASURES: { readonly [name in MeasureName]: Measure } = {
  total: {
    of: ({ total }) => total,
    needs: 'a return',
  },
  normalised: {
    of: ({ total, references }) => normalised(total, listed(references)),
    needs: 'exact references random and bayesOptimal',
  },
  oracleShare: {
    of: ({ total, references: { random, oracle } }) =>
      random?.exact && oracle?.exact
        ? (total - random.total) / (oracle.total - random.total)
        : undefined,
    needs: 'exact references random and oracle',
  },
  publishedShare: {
    of: ({ total }, { published }) => published && total / published,
    needs: 'a published total',
  },
  firstReturn: {
    of: ({ returnByEpisode }) => returnByEpisode[0],
    needs: 'a return',
  },
  lastReturn: {
    of: ({ returnByEpisode }) => returnByEpisode.at(-1),
    needs: 'a return',
  },
  gain: {
    of: ({ returnByEpisode }) => (returnByEpisode.at(-1) ?? 0) - (returnByEpisode[0] ?? 0),
    needs: 'a return',
  },
  firstSteps: {
    of: ({ stepsByEpisode }) => stepsByEpisode?.[0],
    needs: 'lengths of episodes, which references do not have',
  },
  lastSteps: {
    of: ({ stepsByEpisode }) => stepsByEpisode?.at(-1),
    needs: 'lengths of episodes, which references do not have',
  },
  firstInformation: {
    of: ({ informationByEpisode }) => informationByEpisode?.[0],
    needs: '--information in its adapt, and tasks that can be listed',
  },
};

/** One number of an arm. Throws `UserError` where it is not known. */
export function measureOf(name: MeasureName, arm: Arm, results: Looked): number {
  return MEASURES[name].of(results, arm) ?? fail(name, `arm "${arm.name}"`);
}

/** The same number of a reference of the arm's distribution. Throws `UserError` where it is not known. */
export function measureOfReference(
  name: MeasureName,
  arm: Arm,
  { references, distribution }: Looked,
  reference: string,
): number {
  const found = references[reference];
  const subject = `reference "${reference}" of ${distribution}`;
  if (!found) {
    throw new UserError(
      `There is no ${subject}, which a claim about arm "${arm.name}" needs. Known: ${Object.keys(references).join(', ')}.`,
    );
  }
  return MEASURES[name].of({ ...found, references, distribution }, arm) ?? fail(name, subject);
}

function fail(name: MeasureName, subject: string): never {
  throw new UserError(
    `The measure ${name} of ${subject} is not known: it needs ${MEASURES[name].needs}. Choose another measure.`,
  );
}

function listed(references: Results['references']) {
  return Object.entries(references).map(([name, each]) => ({ name, ...each }));
}
