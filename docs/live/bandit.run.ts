export { default as binary } from '../results/runs/bandit-bernoulli-v0-1000000-steps/best/iteration-00001403.bin?url';
export { default as manifest } from '../results/runs/bandit-bernoulli-v0-1000000-steps/best/iteration-00001403.json';
export { default as configuration } from '../results/runs/bandit-bernoulli-v0-1000000-steps/configuration.json';
