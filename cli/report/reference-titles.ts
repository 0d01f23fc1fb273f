const TITLES: { readonly [name: string]: string } = {
  bayesOptimal: 'Bayes-optimal',
  oracle: 'oracle (knows the task)',
  random: 'random',
  wipedMemory: 'best without memory',
  markov: 'best that sees no reward',
  upperBound: 'no policy earns more',
  taskBlind: 'blind to the task, at most',
  standing: 'standing still',
};

/** Names of references as reports and figures write them. */
export function referenceTitle(name: string): string {
  return TITLES[name] ?? name;
}
