/** What can turn experience into better parameters: `ppo`, the reference; `a2c`; `reinforce`. */
export type AlgorithmName = 'ppo' | 'a2c' | 'reinforce';
