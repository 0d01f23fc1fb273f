import { type A2cOptions, a2c } from './a2c.js';
import type { Algorithm } from './algorithm.js';
import type { AlgorithmName } from './names.js';
import { type PpoOptions, ppo } from './ppo.js';
import { type ReinforceOptions, reinforce } from './reinforce.js';

/** Options of every algorithm, by its id. */
export interface AlgorithmOptions extends Record<AlgorithmName, object> {
  readonly ppo: PpoOptions;
  readonly a2c: A2cOptions;
  readonly reinforce: ReinforceOptions;
}

/** An algorithm as data: its id and its options. */
export type AlgorithmChoice = {
  readonly [id in AlgorithmName]: { readonly id: id } & AlgorithmOptions[id];
}[AlgorithmName];

/** The algorithm of that id with those options. */
export function createAlgorithm(choice: AlgorithmChoice): Algorithm {
  switch (choice.id) {
    case 'ppo':
      return ppo(choice);
    case 'a2c':
      return a2c(choice);
    case 'reinforce':
      return reinforce(choice);
  }
}
