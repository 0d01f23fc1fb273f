import { describe, expect, it } from 'vitest';
import { Workspace } from '../../agents/kernels/workspace.js';

describe('a workspace', () => {
  it('hands out the same memory in the same order after a restart', () => {
    const workspace = new Workspace();
    const first = workspace.floats(3);
    const second = workspace.floats(3);
    expect(second.buffer).not.toBe(first.buffer);
    first.fill(7);
    workspace.restart();
    expect(workspace.floats(3)).toBe(first);
    expect(workspace.floats(3)).toBe(second);
    expect(first).toEqual(Float32Array.of(7, 7, 7));
  });

  it('gives a part of what is larger, and more where there is too little', () => {
    const workspace = new Workspace();
    const large = workspace.floats(4);
    const small = workspace.restart().floats(2);
    expect(small.length).toBe(2);
    expect(small.buffer).toBe(large.buffer);
    expect(workspace.restart().floats(4)).toBe(large);
    const larger = workspace.restart().floats(5);
    expect(larger.length).toBe(5);
    expect(workspace.restart().floats(4).buffer).toBe(larger.buffer);
  });

  it('keeps zeros, integers and bytes', () => {
    const workspace = new Workspace();
    workspace.floats(2).fill(3);
    expect(workspace.restart().zeros(2)).toEqual(new Float32Array(2));
    expect(workspace.integers(2)).toBeInstanceOf(Int32Array);
    expect(workspace.bytes(2)).toBeInstanceOf(Uint8Array);
    // Another kind in the same place.
    expect(workspace.restart().bytes(2)).toEqual(new Uint8Array(2));
    expect(workspace.restart().floats(2)).toBeInstanceOf(Float32Array);
  });
});
