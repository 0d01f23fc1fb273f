export { default as binary } from '../results/runs/maze-moving-cheese-v0-3000000-steps/best/iteration-00000494.bin?url';
export { default as manifest } from '../results/runs/maze-moving-cheese-v0-3000000-steps/best/iteration-00000494.json';
export { default as configuration } from '../results/runs/maze-moving-cheese-v0-3000000-steps/configuration.json';
