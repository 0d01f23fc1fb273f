export * from './encoder-network.js';
export * from './lstm.js';
export * from './mlp-heads.js';
export * from './names.js';
export * from './pooled.js';
export * from './snail.js';
export * from './transformer.js';
