import type { WasmMemory } from './wasm-module.js';

const PAGE = 65536;
/** Regions start on cache lines. */
const ALIGNMENT = 64;
/** Below lie the compiled module's constants. */
const START = 1024;

/** Hands out consecutive regions. */
export interface Cursor {
  /** The address of a new region of that many bytes. */
  take(bytes: number): number;
  /** The first address after all regions. */
  end(): number;
}

export function cursorAt(start: number): Cursor {
  let next = Math.ceil(start / ALIGNMENT) * ALIGNMENT;
  return {
    take(bytes: number): number {
      const address = next;
      next += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      return address;
    },
    end: () => next,
  };
}

/** Something that may live in the arena for a while and can be moved out: a tape's activations. */
export interface Tenant {
  readonly bytes: number;
  alive: boolean;
  /** Its contents while it is moved out. */
  saved: Uint8Array | undefined;
}

/**
 * One WebAssembly memory, from the bottom up: blocks that stay (steppers), one tenant (the latest
 * tape), and above it scratch space that no call leaves anything in.
 *
 * Only one tape is inside at a time: forward then backward, the common case, copies nothing. Another
 * forward moves a live tape out into an ordinary array, which the garbage collector then owns; so a
 * tape that is never walked back leaks nothing, and the arena is as large as the largest call.
 */
export class Arena {
  readonly #memory: WasmMemory;
  readonly #blocks: { readonly address: number; readonly bytes: number; free: boolean }[] = [];
  #tenant: Tenant | undefined;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Replaced when the memory grows, which detaches all earlier views. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** A view of `length` floats, to be used at once. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  /** A view of `length` bytes, to be used at once. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  /**
   * Grows the memory so that addresses below `end` exist.
   *
   * @throws RangeError if the platform will not give that much
   */
  ensure(end: number): void {
    const missing = end - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.#memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      const megabytes = Math.ceil(end / 2 ** 20);
      throw new RangeError(
        `the kernel needs ${megabytes} MB of WebAssembly memory at once and cannot get them: use smaller minibatches`,
        { cause },
      );
    }
  }

  /** A block that stays until `free`. Freed blocks are used again. */
  allocate(bytes: number): number {
    const fitting = this.#blocks.find((block) => block.free && block.bytes >= bytes);
    if (fitting) {
      fitting.free = false;
      return fitting.address;
    }
    this.#moveOut();
    const cursor = cursorAt(this.#floor());
    const address = cursor.take(bytes);
    this.ensure(cursor.end());
    this.#blocks.push({ address, bytes: cursor.end() - address, free: false });
    return address;
  }

  free(address: number): void {
    const block = this.#blocks.find((candidate) => candidate.address === address);
    if (block) block.free = true;
    if (!this.#blocks.at(-1)?.free) return;
    this.#moveOut();
    while (this.#blocks.at(-1)?.free) this.#blocks.pop();
  }

  /** Makes `tenant` the one inside, with its contents if it was there before; returns its address. */
  moveIn(tenant: Tenant): number {
    const address = this.#floor();
    if (this.#tenant === tenant) return address;
    this.#moveOut();
    this.ensure(address + tenant.bytes);
    if (tenant.saved) this.bytes(address, tenant.bytes).set(tenant.saved);
    tenant.saved = undefined;
    this.#tenant = tenant;
    return address;
  }

  /** Scratch space for one call, above what must be kept. */
  scratch(): Cursor {
    if (this.#tenant && !this.#tenant.alive) this.#tenant = undefined;
    return cursorAt(this.#floor() + (this.#tenant?.bytes ?? 0));
  }

  #floor(): number {
    const last = this.#blocks.at(-1);
    return last ? last.address + last.bytes : START;
  }

  #moveOut(): void {
    const tenant = this.#tenant;
    this.#tenant = undefined;
    if (tenant?.alive) tenant.saved = this.bytes(this.#floor(), tenant.bytes).slice();
  }
}
