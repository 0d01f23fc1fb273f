/**
 * The reference agent and its parts, algorithms, meta-training, meta-testing, policies to compare with.
 *
 * @module moving-cheese/agents
 */
export * from './action-distributions.js';
export * from './adam.js';
export * from './algorithms/index.js';
export * from './bandit-baselines.js';
export * from './bandit-memory.js';
export * from './baselines.js';
export * from './collective.js';
export * from './create-agent.js';
export * from './encoders/index.js';
export * from './gittins-index.js';
export * from './gru-network.js';
export * from './information.js';
export * from './kernels/attention.js';
export type * from './kernels/gru.js';
export * from './kernels/gru-operation.js';
export { type Products, typedArrayProducts } from './kernels/products.js';
export type { TensorFlow } from './kernels/tensorflow.js';
export { createTypedArrayKernel } from './kernels/typed-array-kernel.js';
export { loadKernel, loadWasmKernel } from './kernels/wasm-kernel.js';
export { loadProducts } from './kernels/wasm-products.js';
export { Workspace } from './kernels/workspace.js';
export * from './meta-test.js';
export * from './meta-train.js';
export * from './networks.js';
export * from './parameters.js';
export * from './presets.js';
export * from './quantities.js';
export * from './recording.js';
export * from './rnn-agent.js';
export * from './rollout.js';
export * from './settling.js';
export * from './shuffled-memory.js';
export * from './tabular-baselines.js';
export * from './tabular-memory.js';
export * from './transition-features.js';
