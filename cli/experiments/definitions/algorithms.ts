import type { Experiment } from '../../../schemas/experiment.js';

const ALGORITHMS = ['reinforce', 'a2c', 'ppo'] as const;

export const algorithms: Experiment = {
  formatVersion: 1,
  name: 'algorithms',
  question: 'Does it matter by which algorithm the whole is trained?',
  expectation:
    'Any policy gradient makes an agent adapt, to more than what is possible without a memory between episodes; on the same number of steps PPO gets further than A2C and REINFORCE.',
  measure: 'normalised',
  runs: ALGORITHMS.map((algorithm) => ({
    name: algorithm,
    train: `maze/gridnavi-v0 --steps 4000000 --algorithm ${algorithm}`,
  })),
  arms: ALGORITHMS.map((algorithm) => ({ name: algorithm, run: algorithm, adapt: '--greedy' })),
  claims: [
    ...ALGORITHMS.map((arm) => ({
      ...{ arm, is: 'above' as const, against: { reference: 'wipedMemory' } },
    })),
    { arm: 'ppo', is: 'above', against: { arm: 'a2c' } },
    { arm: 'ppo', is: 'above', against: { arm: 'reinforce' } },
  ],
};
