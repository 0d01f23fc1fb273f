import { banditReferences } from './bandit.js';
import { halfCheetahReferences } from './half-cheetah.js';
import { mazeReferences } from './maze.js';
import type { ReferenceSource } from './source.js';
import { tabularMdpReferences } from './tabular-mdp.js';

/** One entry for every kind of family of which exact values are known. */
export const referenceSources: readonly ReferenceSource[] = [
  mazeReferences,
  halfCheetahReferences,
  banditReferences,
  tabularMdpReferences,
];
