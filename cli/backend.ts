import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import util from 'node:util';
import type { TensorFlow } from '../agents/kernels/tensorflow.js';
import { MissingPartError } from '../core/errors.js';
import { reasonOf } from './failures.js';

/** What TensorFlow.js can run on. */
export type TensorBackend = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | TensorBackend;

export interface LoadedTensorFlow {
  /** TensorFlow.js with a ready backend. */
  readonly tf: TensorFlow;
  /** Which one it runs on. */
  readonly backend: TensorBackend;
  /** Why another one was passed over that should not have been. Each is said once in a process. */
  readonly warnings: readonly string[];
}

const NATIVE_PACKAGE = '@tensorflow/tfjs-node';
const WASM_PACKAGE = '@tensorflow/tfjs-backend-wasm';
/** In the order in which they are tried where nothing is known of the model. */
const BACKENDS: readonly TensorBackend[] = ['tensorflow', 'wasm', 'cpu'];

/** The warnings that have been handed out. */
const told = new Set<string>();
let native: Promise<void> | undefined;

/**
 * Loads TensorFlow.js on a backend: `tensorflow` is libtensorflow through the optional package
 * `@tensorflow/tfjs-node`, `wasm` and `cpu` come with this package. `auto` takes the first of them that
 * loads; which is fastest for a model is measured by {@link fastestTensorFlow}. A native package that is installed but
 * broken gives a warning. Throws `MissingPartError` when what was asked for by name is not there.
 *
 * @example
 * const { tf, backend } = await loadTensorFlow('auto');
 */
export async function loadTensorFlow(choice: BackendChoice = 'auto'): Promise<LoadedTensorFlow> {
  const tf = await importTensorFlow();
  if (choice !== 'auto') {
    await start(tf, choice);
    return { tf, backend: choice, warnings: [] };
  }
  const warnings: string[] = [];
  for (const backend of BACKENDS) {
    if (await canStart(tf, backend, warnings)) return { tf, backend, warnings };
  }
  throw new MissingPartError(
    `TensorFlow.js starts on none of its backends here: ${warnings.join(' ')}`,
  );
}

/** TensorFlow.js, and every backend that loads: the native one only where it is installed. */
export async function loadTensorBackends(): Promise<{
  readonly tf: TensorFlow;
  readonly backends: readonly TensorBackend[];
  readonly warnings: readonly string[];
}> {
  const tf = await importTensorFlow();
  const backends: TensorBackend[] = [];
  const warnings: string[] = [];
  for (const backend of BACKENDS) {
    if (await canStart(tf, backend, warnings)) backends.push(backend);
  }
  return { tf, backends, warnings };
}

/** Whether the optional native package is there, be it broken. */
export function isNativeInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(`${NATIVE_PACKAGE}/package.json`);
    return true;
  } catch {
    return false;
  }
}

async function importTensorFlow(): Promise<TensorFlow> {
  const tf: TensorFlow = await import('@tensorflow/tfjs');
  // Keeps the pure JavaScript backend from advertising the native one on every run.
  tf.enableProdMode();
  return tf;
}

/** Starts a backend that may be missing. Where it should be there, a warning says why it is not, for the first time. */
async function canStart(
  tf: TensorFlow,
  backend: TensorBackend,
  warnings: string[],
): Promise<boolean> {
  if (backend === 'tensorflow' && !isNativeInstalled()) return false;
  try {
    await start(tf, backend);
    return true;
  } catch (error) {
    const message = reasonOf(error);
    if (!told.has(message)) warnings.push(message);
    told.add(message);
    return false;
  }
}

/** Loads a backend and puts TensorFlow.js on it. Throws `MissingPartError`. */
async function start(tf: TensorFlow, backend: TensorBackend): Promise<void> {
  if (backend === 'tensorflow' && !isNativeInstalled()) {
    throw new MissingPartError(
      `--backend tensorflow needs the package ${NATIVE_PACKAGE}, which is not installed. Install it by npm install ${NATIVE_PACKAGE}, or use --backend wasm.`,
    );
  }
  try {
    if (backend === 'wasm') await findWasm();
    if (backend === 'tensorflow') {
      native ??= importNative();
      await native;
    }
    if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js cannot start it');
    await tf.ready();
  } catch (error) {
    throw new MissingPartError(
      backend === 'tensorflow'
        ? `${NATIVE_PACKAGE} is installed but does not load (${reasonOf(error)}). Reinstall it by npm rebuild ${NATIVE_PACKAGE} --build-addon-from-source, or name another --backend.`
        : `The backend ${backend} does not load (${reasonOf(error)}). Reinstall by npm ci, or name another --backend.`,
    );
  }
}

async function findWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve(WASM_PACKAGE);
  setWasmPaths(dirname(entry) + sep);
}

/** Registers the backend `tensorflow` with TensorFlow.js. */
async function importNative(): Promise<void> {
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
