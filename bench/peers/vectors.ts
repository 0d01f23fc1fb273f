// Vectors of float32 as text, as flat.py reads and writes them: both machines are little-endian.

export function encoded(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function decoded(text: string): Float32Array {
  // A copy: a buffer may begin anywhere in a larger one.
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}

/** ‖a − b‖ / ‖b‖. Infinite where their lengths differ; NaN where a number is. */
export function relativeDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}
