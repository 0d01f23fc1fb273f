/** Which candidates a walk has reached, 32 a number. */
export type Reached = readonly number[];

export function noneReached(candidates: number): Reached {
  return Array<number>(Math.ceil(candidates / 32)).fill(0);
}

export function isReached(reached: Reached, index: number): boolean {
  return ((reached[index >> 5]! >>> (index & 31)) & 1) === 1;
}

export function withReached(reached: Reached, index: number): Reached {
  return reached.with(index >> 5, reached[index >> 5]! | (1 << (index & 31)));
}
