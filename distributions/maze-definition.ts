import type { MazeConfiguration, MazeSampler } from '../envs/index.js';
import type { DistributionDefinition } from './schema.js';

/** A definition whose parts are the maze's, so that the compiler checks built-in ones too. */
export type MazeDistributionDefinition = DistributionDefinition & {
  family: 'maze';
  configuration: MazeConfiguration;
  tasks: MazeSampler;
  ood?: MazeSampler;
};
