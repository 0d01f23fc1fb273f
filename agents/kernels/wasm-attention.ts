import type {
  Attention,
  AttentionCache,
  AttentionEvaluation,
  AttentionSequences,
  AttentionShape,
} from './attention.js';
import type { Arena } from './wasm-arena.js';
import { panelWidth } from './wasm-layout.js';
import type { WasmExports } from './wasm-module.js';
import type { Workspace } from './workspace.js';

/** Decisions that a cache holds before it grows; a multiple of 4. */
const FIRST_CAPACITY = 32;
/** Keys and values are read four at a time, thus up to so many past the last. */
const READ_PAST = 3;

/** Attention in WebAssembly SIMD. See assembly/attention.ts for what lanes are. */
export function wasmAttention(wasm: WasmExports, arena: Arena): Attention {
  // A cache is dropped like any object; this gives its block back.
  const dropped = new FinalizationRegistry<Block>(({ address }) => arena.free(address));
  return {
    attend: (sequences, workspace) => attendSequences(wasm, arena, sequences, workspace),
    createCache(shape) {
      const block = { address: allocate(arena, shape, FIRST_CAPACITY), capacity: FIRST_CAPACITY };
      const cache = cacheIn(block, wasm, arena, shape);
      dropped.register(cache, block);
      return cache;
    },
  };
}

/** Bytes of a row of a lane, and the head's share of the width. */
function rowOf({ heads, width }: AttentionShape) {
  const depth = width / heads;
  return { depth, bytes: panelWidth(depth) * 4, scale: 1 / Math.sqrt(depth) };
}

/** Scratch space for attention over `steps` decisions, of which one sees at most `seen`; and what lies there. */
function layOut(arena: Arena, shape: AttentionShape, steps: number, seen: number) {
  const { slots, heads, width } = shape;
  const scratch = arena.scratch();
  const tight = (parts: number) => scratch.take(steps * slots * parts * width * 4);
  const lanes = (parts: number) =>
    scratch.take((steps * slots * parts * heads + READ_PAST) * rowOf(shape).bytes);
  const at = {
    positions: scratch.take(steps * slots * 4),
    projected: tight(3),
    out: tight(1),
    lanes: lanes(3),
    outLanes: lanes(1),
    gradientLanes: lanes(3),
    weights: scratch.take(2 * (seen + 3) * 4),
  };
  arena.ensure(scratch.end());
  return at;
}

/** Copies what is projected, and where, into the arena. */
function moveIn(
  arena: Arena,
  at: ReturnType<typeof layOut>,
  projected: Float32Array,
  positions: Int32Array,
): void {
  const { buffer, byteOffset, byteLength } = positions;
  arena.bytes(at.positions, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
  arena.floats(at.projected, projected.length).set(projected);
}

function attendSequences(
  wasm: WasmExports,
  arena: Arena,
  sequences: AttentionSequences,
  workspace: Workspace,
): AttentionEvaluation {
  const { slots, heads, width, projected, positions } = sequences;
  const { depth, bytes, scale } = rowOf(sequences);
  const steps = positions.length / slots;
  const size = positions.length * width;
  const begin = () => {
    const at = layOut(arena, sequences, steps, steps);
    moveIn(arena, at, projected, positions);
    wasm.splitHeads(at.projected, steps, slots, 3 * heads, depth, bytes, at.lanes);
    return at;
  };
  const at = begin();
  wasm.attend(steps, slots, heads, at.positions, bytes, scale, at.lanes, at.outLanes, at.weights);
  wasm.joinHeads(at.outLanes, steps, slots, heads, depth, bytes, at.out);
  const out = workspace.floats(size);
  out.set(arena.floats(at.out, size));
  return {
    out,
    backward(d) {
      const at = begin();
      arena.floats(at.out, size).set(d);
      wasm.splitHeads(at.out, steps, slots, heads, depth, bytes, at.outLanes);
      arena.bytes(at.gradientLanes, 3 * positions.length * heads * bytes).fill(0);
      wasm.attendBackward(
        steps,
        slots,
        heads,
        at.positions,
        bytes,
        scale,
        at.lanes,
        at.outLanes,
        at.gradientLanes,
        at.weights,
      );
      wasm.joinHeads(at.gradientLanes, steps, slots, 3 * heads, depth, bytes, at.projected);
      const gradient = workspace.floats(projected.length);
      gradient.set(arena.floats(at.projected, projected.length));
      return gradient;
    },
  };
}

/** Where a cache lies in the arena, and how many decisions it holds. */
interface Block {
  address: number;
  capacity: number;
}

function allocate(arena: Arena, shape: AttentionShape, capacity: number): number {
  return arena.allocate(2 * shape.slots * shape.heads * capacity * rowOf(shape).bytes);
}

/** Twice the room. */
function grow(block: Block, arena: Arena, shape: AttentionShape): void {
  const laneBytes = block.capacity * rowOf(shape).bytes;
  const address = allocate(arena, shape, 2 * block.capacity);
  for (let lane = 0; lane < 2 * shape.slots * shape.heads; lane++) {
    const kept = arena.bytes(block.address + lane * laneBytes, laneBytes);
    arena.bytes(address + 2 * lane * laneBytes, laneBytes).set(kept);
  }
  arena.free(block.address);
  block.address = address;
  block.capacity *= 2;
}

function cacheIn(
  block: Block,
  wasm: WasmExports,
  arena: Arena,
  shape: AttentionShape,
): AttentionCache {
  const { slots, heads } = shape;
  const { depth, bytes, scale } = rowOf(shape);
  return {
    next(projected, positions, out) {
      const seen = positions.reduce((most, before) => Math.max(most, before + 1), 0);
      while (seen > block.capacity) grow(block, arena, shape);
      const at = layOut(arena, shape, 1, seen);
      moveIn(arena, at, projected, positions);
      wasm.splitHeads(at.projected, 1, slots, 3 * heads, depth, bytes, at.lanes);
      wasm.attendNext(
        slots,
        heads,
        at.positions,
        bytes,
        scale,
        at.lanes,
        block.address,
        block.capacity,
        at.outLanes,
        at.weights,
      );
      wasm.joinHeads(at.outLanes, 1, slots, heads, depth, bytes, at.out);
      out.set(arena.floats(at.out, out.length));
    },
  };
}
