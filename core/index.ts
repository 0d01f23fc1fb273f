/**
 * The contract that families, task distributions and policies meet in: spaces, random streams, meta-episodes, the
 * registry, errors. The root of the package has all of `moving-cheese/envs`, `moving-cheese/distributions` and
 * `moving-cheese/agents` besides.
 *
 * @module moving-cheese
 */
export * from './backward-induction.js';
export * from './distribution.js';
export * from './env.js';
export * from './episode-task.js';
export * from './errors.js';
export * from './handle.js';
export * from './meta-episodes.js';
export * from './policy.js';
export * from './random.js';
export * from './references.js';
export * from './registry.js';
export * from './scene.js';
export * from './spaces.js';
export * from './validation.js';
