export { default as binary } from '../results/runs/maze-moving-cheese-v0-12000000-steps/best/iteration-00001400.bin?url';
export { default as manifest } from '../results/runs/maze-moving-cheese-v0-12000000-steps/best/iteration-00001400.json';
export { default as configuration } from '../results/runs/maze-moving-cheese-v0-12000000-steps/configuration.json';
