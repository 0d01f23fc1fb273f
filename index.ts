/**
 * Everything a first program needs, from one place. The same parts are at the sub-paths
 * `moving-cheese/envs`, `/distributions`, `/agents`, `/schemas`, `/testing` and, for Node alone, `/node`.
 */
export * from './agents/index.js';
export * from './core/index.js';
export * from './distributions/index.js';
export * from './envs/index.js';
