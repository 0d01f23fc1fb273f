import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import util from 'node:util';
import type { TensorFlow } from '../agents/kernels/tensorflow.js';
import { MissingPartError } from '../core/errors.js';
import { reasonOf } from './failures.js';

export type BackendChoice = 'auto' | 'tensorflow' | 'wasm' | 'cpu';

export interface LoadedTensorFlow {
  /** TensorFlow.js with a ready backend. */
  readonly tf: TensorFlow;
  /** Which one it runs on. */
  readonly backend: Exclude<BackendChoice, 'auto'>;
  /** Why a better one was passed over, if it should not have been. */
  readonly warnings: readonly string[];
}

const NATIVE_PACKAGE = '@tensorflow/tfjs-node';
const WASM_PACKAGE = '@tensorflow/tfjs-backend-wasm';

/**
 * Loads TensorFlow.js on a backend: `tensorflow` is libtensorflow through the optional package
 * `@tensorflow/tfjs-node`, `wasm` and `cpu` come with this package. `auto` takes the first of them that
 * loads; a native package that is installed but broken gives a warning. Throws `MissingPartError` when
 * what was asked for by name is not there.
 *
 * @example
 * const { tf, backend } = await loadTensorFlow('auto');
 */
export async function loadTensorFlow(choice: BackendChoice = 'auto'): Promise<LoadedTensorFlow> {
  const tf: TensorFlow = await import('@tensorflow/tfjs');
  // Keeps the pure JavaScript backend from advertising the native one on every run.
  tf.enableProdMode();
  if (choice === 'cpu') return ready(tf, 'cpu', []);
  if (choice === 'wasm') {
    await loadWasm();
    return ready(tf, 'wasm', []);
  }
  const warnings: string[] = [];
  if (isInstalled(NATIVE_PACKAGE)) {
    try {
      await loadNative();
      return await ready(tf, 'tensorflow', []);
    } catch (error) {
      const message = `${NATIVE_PACKAGE} is installed but does not load (${reasonOf(error)}). Reinstall it by npm rebuild ${NATIVE_PACKAGE} --build-addon-from-source, or use --backend wasm.`;
      if (choice === 'tensorflow') throw new MissingPartError(message);
      warnings.push(message);
    }
  } else if (choice === 'tensorflow') {
    throw new MissingPartError(
      `--backend tensorflow needs the package ${NATIVE_PACKAGE}, which is not installed. Install it by npm install ${NATIVE_PACKAGE}, or use --backend wasm.`,
    );
  }
  try {
    await loadWasm();
    return await ready(tf, 'wasm', warnings);
  } catch (error) {
    const message = `The backend wasm does not load (${reasonOf(error)}); using cpu, which is slower. Reinstall by npm ci.`;
    return ready(tf, 'cpu', [...warnings, message]);
  }
}

async function ready(
  tf: TensorFlow,
  backend: LoadedTensorFlow['backend'],
  warnings: readonly string[],
): Promise<LoadedTensorFlow> {
  const isSet = await tf.setBackend(backend);
  await tf.ready();
  if (!isSet || tf.getBackend() !== backend) {
    throw new MissingPartError(
      `TensorFlow.js cannot start its backend ${backend} here. Use another --backend, or reinstall by npm ci.`,
    );
  }
  return { tf, backend, warnings };
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve(WASM_PACKAGE);
  setWasmPaths(dirname(entry) + sep);
}

/** Registers the backend `tensorflow` with TensorFlow.js. */
async function loadNative(): Promise<void> {
  supplyRemovedFunctions();
  // Without its notes on processor features, at every start; warnings and errors still show.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  // Not a literal: the package is optional, and the compiler must not look for it.
  const name: string = NATIVE_PACKAGE;
  await import(name);
}

/** tfjs-node 4 calls functions that Node 23 removed from `node:util`. */
function supplyRemovedFunctions(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, replacement] of Object.entries(removed)) {
    if (!(name in util)) Object.defineProperty(util, name, { value: replacement });
  }
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
