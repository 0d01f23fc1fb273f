import type { Experiment } from '../../../schemas/experiment.js';
import { algorithms } from './algorithms.js';
import { architectures } from './architectures.js';
import { contextGivenOrInferred } from './context-given-or-inferred.js';
import { explorationEmerges } from './exploration-emerges.js';
import { longerTrials } from './longer-trials.js';
import { markovFails } from './markov-fails.js';
import { memoryKeptOrWiped } from './memory-kept-or-wiped.js';
import { orderDoesNotMatter } from './order-does-not-matter.js';
import { outOfDistribution } from './out-of-distribution.js';
import { rl2PaperTables } from './rl2-paper-tables.js';

/** The built-in experiments, as data. A change of what one of them asks, runs or claims begins it anew. */
export const experiments: readonly Experiment[] = [
  memoryKeptOrWiped,
  markovFails,
  contextGivenOrInferred,
  explorationEmerges,
  longerTrials,
  outOfDistribution,
  orderDoesNotMatter,
  architectures,
  algorithms,
  rl2PaperTables,
];
