/**
 * JSON Schemas of runs, checkpoints, results, references and experiments, with their types.
 *
 * @module moving-cheese/schemas
 */
export * from './check.js';
export * from './checkpoint.js';
export * from './experiment.js';
export * from './experiment-results.js';
export * from './problems.js';
export * from './references.js';
export * from './results.js';
export * from './run.js';
