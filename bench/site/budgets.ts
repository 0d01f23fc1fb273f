/** What the site may cost its readers. */
interface Budget {
  readonly what: string;
  readonly limit: number;
  /** Whether the limit is the least there may be, and not the most. */
  readonly isLeast?: boolean;
  /** Digits behind the point that are shown. */
  readonly digits: number;
}

type BudgetName = 'script' | 'firstDemo' | 'training' | 'faults';

export const budgets: { readonly [name in BudgetName]: Budget } = {
  script: {
    what: 'script of the landing page before a demo is started, kB',
    limit: 250,
    digits: 1,
  },
  firstDemo: {
    what: 'from navigation, nothing cached, until the first demo runs, s',
    limit: 3,
    digits: 2,
  },
  training: {
    what: 'trained env steps a second in the page to those in Node',
    limit: 0.5,
    isLeast: true,
    digits: 2,
  },
  faults: {
    what: 'serious or critical findings of axe, all pages, light and dark',
    limit: 0,
    digits: 0,
  },
};

/** What was measured, in the units of the budgets. */
type SiteFigures = { readonly [name in BudgetName]: number };

interface Verdict {
  readonly what: string;
  /** `at most 250`. */
  readonly budget: string;
  readonly measured: string;
  /** By what was measured, not by what is shown; never of what could not be measured. */
  readonly isMet: boolean;
}

/** One verdict a budget. */
export function judge(figures: SiteFigures): Verdict[] {
  const names = Object.keys(budgets) as BudgetName[];
  return names.map((name) => {
    const { what, limit, isLeast = false, digits } = budgets[name];
    const measured = figures[name];
    return {
      what,
      budget: `at ${isLeast ? 'least' : 'most'} ${limit}`,
      measured: measured.toFixed(digits),
      isMet: isLeast ? measured >= limit : measured <= limit,
    };
  });
}
