/** Twice, since arrays are freed in the background and the next collection waits for it. Throws without --expose-gc. */
export function collectGarbage(): void {
  const collect = globalThis.gc;
  if (!collect) throw new Error('Run the benchmark by npm run bench: it needs --expose-gc.');
  collect();
  collect();
}

/** Bytes of objects and of arrays that are still needed; memory of WebAssembly is not among them. */
export function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
