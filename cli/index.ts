/**
 * What needs Node: the choice of tensor backend, checkpoints, run folders and parallel copies.
 *
 * @module moving-cheese/node
 */
export {
  type BackendChoice,
  type LoadedTensorFlow,
  loadTensorFlow,
  type TensorBackend,
} from './backend.js';
export { type LoadedCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.js';
export type { CheckpointOwner } from './checkpoint-manifest.js';
export { defaultRunConfiguration } from './configuration.js';
export { UserError } from './failures.js';
export {
  type Backend,
  type FastestTensorFlow,
  fastestTensorFlow,
  type MeasuredBackends,
  type TrialRun,
} from './fastest-backend.js';
export { loadRun, type Run } from './run.js';
export type { RunFolder } from './run-folder.js';
export {
  AbandonedError,
  abandon,
  createSharedMemory,
  type SharedMemory,
  sharedCollective,
} from './threads/shared-collective.js';
