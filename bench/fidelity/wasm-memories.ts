/** Memories of the WebAssembly modules that were started while something was loaded. */
export interface WasmMemories {
  /** Bytes of all of them. They never shrink: what grows was needed, or has leaked. */
  bytes(): number;
}

interface WithExports {
  readonly exports: object;
}

/** Watches which WebAssembly modules `load` starts: their memories are not reachable otherwise. */
export async function watchMemories(load: () => Promise<void>): Promise<WasmMemories> {
  const memories = new Set<{ readonly buffer: ArrayBufferLike }>();
  const api: object = Reflect.get(globalThis, 'WebAssembly');
  const instantiate = Reflect.get(api, 'instantiate');
  Reflect.set(api, 'instantiate', async (...given: unknown[]) => {
    const made: WithExports & { readonly instance?: WithExports } = await Reflect.apply(
      instantiate,
      api,
      given,
    );
    // An instance, or an instance with its module. The memory is one that it exports, or one that it was handed.
    const { exports } = made.instance ?? made;
    for (const parts of [exports, ...Object.values(given[1] ?? {})]) {
      for (const part of Object.values(parts)) if (hasBuffer(part)) memories.add(part);
    }
    return made;
  });
  try {
    await load();
  } finally {
    Reflect.set(api, 'instantiate', instantiate);
  }
  if (memories.size === 0) throw new Error('Nothing was loaded that has WebAssembly memory.');
  return { bytes: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
}

function hasBuffer(part: unknown): part is { readonly buffer: ArrayBufferLike } {
  return typeof part === 'object' && part !== null && 'buffer' in part;
}
