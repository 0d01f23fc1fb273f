import { KERNEL_BASE64 } from './kernel.generated.js';

/** The part of a WebAssembly.Memory used here. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/**
 * The functions of `assembly/index.ts`, documented there. Addresses and strides are bytes, the rest
 * are counts.
 */
export interface WasmExports {
  countNonZeros(values: number, count: number): number;
  compress(values: number, rows: number, columns: number, starts: number, entries: number): void;
  multiplySparse(
    starts: number,
    entries: number,
    rows: number,
    weights: number,
    width: number,
    out: number,
    outStride: number,
  ): void;
  outerProductSparse(
    starts: number,
    entries: number,
    rows: number,
    d: number,
    dStride: number,
    width: number,
    gradient: number,
  ): void;
  pack(
    source: number,
    depthStride: number,
    columnStride: number,
    depth: number,
    columns: number,
    destination: number,
    panelStride: number,
  ): void;
  multiply(
    a: number,
    aStride: number,
    rows: number,
    depth: number,
    packed: number,
    panels: number,
    out: number,
    outStride: number,
  ): void;
  outerProduct(
    a: number,
    aStride: number,
    rows: number,
    columns: number,
    d: number,
    dStride: number,
    panels: number,
    out: number,
    outStride: number,
    scratch: number,
  ): void;
  copyRows(
    source: number,
    sourceStride: number,
    destination: number,
    destinationStride: number,
    rows: number,
    columns: number,
    padded: number,
  ): void;
  copyRowsUnlessCleared(
    source: number,
    sourceStride: number,
    destination: number,
    destinationStride: number,
    rows: number,
    columns: number,
    padded: number,
    cleared: number,
  ): void;
  fillRows(source: number, to: number, stride: number, rows: number, columns: number): void;
  sumRows(source: number, stride: number, rows: number, columns: number, sums: number): void;
  sweepForward(
    steps: number,
    batch: number,
    inputs: number,
    hidden: number,
    padded: number,
    values: number,
    entries: number,
    inputWeights: number,
    gateBias: number,
    recurrent: number,
    cleared: number,
    gates: number,
    memory: number,
    output: number,
  ): void;
  sweepBackward(
    steps: number,
    batch: number,
    inputs: number,
    hidden: number,
    padded: number,
    values: number,
    entries: number,
    recurrent: number,
    cleared: number,
    gates: number,
    memory: number,
    outputGradient: number,
    carry: number,
    sums: number,
    dInputs: number,
    dRecurrent: number,
    scratch: number,
  ): void;
  logistic(values: number, count: number): void;
  splitHeads(
    rows: number,
    steps: number,
    slots: number,
    heads: number,
    width: number,
    bytes: number,
    lanes: number,
  ): void;
  joinHeads(
    lanes: number,
    steps: number,
    slots: number,
    heads: number,
    width: number,
    bytes: number,
    rows: number,
  ): void;
  attend(
    steps: number,
    slots: number,
    heads: number,
    positions: number,
    bytes: number,
    scale: number,
    lanes: number,
    out: number,
    weights: number,
  ): void;
  attendBackward(
    steps: number,
    slots: number,
    heads: number,
    positions: number,
    bytes: number,
    scale: number,
    lanes: number,
    d: number,
    gradient: number,
    scratch: number,
  ): void;
  attendNext(
    slots: number,
    heads: number,
    positions: number,
    bytes: number,
    scale: number,
    lanes: number,
    cache: number,
    capacity: number,
    out: number,
    weights: number,
  ): void;
  act(
    slots: number,
    inputs: number,
    hidden: number,
    padded: number,
    observation: number,
    outputs: number,
    inputValues: number,
    cleared: number,
    memory: number,
    observationValues: number,
    outputValues: number,
    inputWeights: number,
    recurrentWeights: number,
    gateBias: number,
    observationWeights: number,
    memoryWeights: number,
    headBias: number,
    scratch: number,
  ): void;
}

// The library is compiled against the language alone; this is all it needs of the platform.
declare const WebAssembly:
  | {
      readonly Memory: new (descriptor: { readonly initial: number }) => WasmMemory;
      validate(bytes: Uint8Array): boolean;
      instantiate(
        bytes: Uint8Array,
        imports: { readonly env: { readonly memory: WasmMemory } },
      ): Promise<{ readonly instance: { readonly exports: WasmExports } }>;
    }
  | undefined;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes standard base64; written out because `atob` and `Buffer` each exist on one platform only. */
function decodeBase64(text: string): Uint8Array {
  const symbols = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((symbols.length * 3) / 4));
  let bits = 0;
  let pending = 0;
  let filled = 0;
  for (const symbol of symbols) {
    pending = ((pending << 6) | ALPHABET.indexOf(symbol)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = pending >> bits;
    }
  }
  return bytes;
}

/**
 * Starts the compiled kernel with a memory of its own.
 *
 * @throws if the platform has no WebAssembly or no SIMD
 */
export async function instantiateKernel(): Promise<{
  readonly exports: WasmExports;
  readonly memory: WasmMemory;
}> {
  if (typeof WebAssembly === 'undefined') {
    throw new Error(
      'the fast kernel needs WebAssembly, which this platform lacks: use loadKernel() or createTypedArrayKernel() instead',
    );
  }
  const bytes = decodeBase64(KERNEL_BASE64);
  if (!WebAssembly.validate(bytes)) {
    throw new Error(
      'the fast kernel needs WebAssembly SIMD (every browser since 2023, Node 16.4), which this platform lacks: use loadKernel() or createTypedArrayKernel() instead',
    );
  }
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return { exports: instance.exports, memory };
}
