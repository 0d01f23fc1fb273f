import type { Split } from '../../core/distribution.js';
import { type Flag, type Flags, hintFor } from '../arguments.js';
import { UserError } from '../failures.js';

const SPLITS: readonly Split[] = ['train', 'test', 'ood'];

export const CHECKPOINTS = ['best', 'last'] as const;

/** Flags that choose what an agent is tried on. */
export const taskFlags = {
  split: {
    kind: 'text',
    choices: SPLITS,
    about: 'Where tasks are drawn from. Default test.',
  },
  seed: {
    kind: 'integer',
    value: 'n',
    minimum: 0,
    about: 'Of the tasks, the actions and the bootstrap. Default 0.',
  },
  greedy: {
    kind: 'switch',
    about: 'Take the most likely action instead of drawing one.',
  },
  checkpoint: {
    kind: 'text',
    choices: CHECKPOINTS,
    about:
      'The run as it was when the mean return of eight iterations was highest, or as it ended. Default best.',
  },
  'wipe-memory': {
    kind: 'switch',
    about: 'Ablation: clear the memory at every episode.',
  },
} as const satisfies Flags;

export const episodesFlag = {
  kind: 'integer',
  value: 'n',
  minimum: 1,
  maximum: 100_000,
  about: "Episodes in a meta-episode, instead of the distribution's K.",
} as const satisfies Flag;

export function splitOf(text: string | undefined): Split {
  const split = SPLITS.find((each) => each === (text ?? 'test'));
  if (split) return split;
  throw new UserError(
    `--split must be one of ${SPLITS.join(', ')}; received "${text}". ${hintFor(text ?? '', SPLITS)}`,
  );
}
