import type { MeasureName } from '../../schemas/experiment.js';

const TITLES: { readonly [name in MeasureName]: string } = {
  total: 'return of the meta-episode',
  normalised: 'normalised return (0 random, 1 Bayes-optimal)',
  oracleShare: 'share of the way from random to oracle',
  publishedShare: 'share of the published return',
  firstReturn: 'return of the first episode',
  lastReturn: 'return of the last episode',
  gain: 'return of the last episode less the first',
  firstSteps: 'steps of the first episode',
  lastSteps: 'steps of the last episode',
  firstInformation: 'bits found out in the first episode',
};

/** Of those whose title says more than a claim can. */
const SHORT: { readonly [name in MeasureName]?: string } = {
  normalised: 'normalised return',
};

/** Names of measures, as axes say them. */
export function measureTitle(name: MeasureName): string {
  return TITLES[name];
}

/** As claims and heads of columns say them. */
export function shortTitle(name: MeasureName): string {
  return SHORT[name] ?? TITLES[name];
}
