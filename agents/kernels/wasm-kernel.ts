import type { GruKernel } from './gru.js';
import { createTypedArrayKernel } from './typed-array-kernel.js';
import { Arena } from './wasm-arena.js';
import { forwardSequence } from './wasm-forward.js';
import { backwardHeads, forwardHeads } from './wasm-heads.js';
import { instantiateKernel } from './wasm-module.js';
import { createWasmStepper } from './wasm-stepper.js';

/**
 * The fast kernel: WebAssembly SIMD without fused multiply-add, so that equal inputs give equal bits
 * on every processor. Each call gives a kernel with a memory of its own, as large as its largest call
 * and its steppers.
 *
 * @throws if the platform has no WebAssembly SIMD
 */
export async function loadWasmKernel(): Promise<GruKernel & { readonly memoryBytes: number }> {
  const { exports, memory } = await instantiateKernel();
  const arena = new Arena(memory);
  return {
    name: 'wasm',
    get memoryBytes() {
      return arena.buffer.byteLength;
    },
    forward: (size, parameters, sequence, output) =>
      forwardSequence(exports, arena, size, parameters, sequence, output),
    heads: (size, parameters, from, output) =>
      forwardHeads(exports, arena, size, parameters, from, output),
    headsBackward: (size, parameters, from, outputGradient, gradients) =>
      backwardHeads(exports, arena, size, parameters, from, outputGradient, gradients),
    createStepper: (size) => createWasmStepper(exports, arena, size),
  };
}

/**
 * The fast kernel where the platform can run it, otherwise the typed-array one, which is about ten
 * times slower; `name` tells which.
 */
export async function loadKernel(): Promise<GruKernel> {
  try {
    return await loadWasmKernel();
  } catch {
    // No WebAssembly, no SIMD, or a content security policy that forbids compiling.
    return createTypedArrayKernel();
  }
}
