import { describe, expect, it } from 'vitest';
import { race } from '../../cli/race.js';

type Name = 'a' | 'b' | 'c';

/** Ways that take so many milliseconds for each unit of the work, on a clock that only they move. */
async function compete(
  costs: { readonly [name in Name]: number | Error },
  size: number,
  names: readonly Name[] = ['a', 'b', 'c'],
) {
  let clock = 0;
  const measured: string[] = [];
  const measure = async (name: Name, part: number) => {
    measured.push(`${name} ${part}`);
    const cost = costs[name];
    if (cost instanceof Error) throw cost;
    clock += cost * part;
    return cost * part;
  };
  return { ...(await race({ names, size, measure, now: () => clock })), measured };
}

describe('a race', () => {
  it('is won by the fastest, in the whole of the work', async () => {
    const { winner, costs, measured } = await compete({ a: 3, b: 2, c: 4 }, 60);
    expect(winner).toBe('b');
    expect(Object.fromEntries(costs)).toEqual({ a: 3, b: 2, c: 4 });
    expect(measured.slice(-3)).toEqual(['a 60', 'b 60', 'c 60']);
  });

  it('leaves out of it who falls far behind', async () => {
    const { winner, costs, measured } = await compete({ a: 3, b: 2, c: 60 }, 60);
    expect(winner).toBe('b');
    expect(costs.get('c')).toBe(60);
    expect(measured.filter((each) => each.startsWith('c'))).toEqual(['c 8']);
  });

  it('is over when one is left', async () => {
    const { measured } = await compete({ a: 1, b: 10, c: 10 }, 60);
    expect(measured).toEqual(['a 8', 'b 8', 'c 8']);
  });

  it('is won by the first of those that are as fast', async () => {
    expect((await compete({ a: 1.05, b: 1, c: 2 }, 60)).winner).toBe('a');
    expect((await compete({ a: 1.05, b: 1, c: 2 }, 60, ['c', 'b', 'a'])).winner).toBe('b');
    expect((await compete({ a: 1.2, b: 1, c: 2 }, 60)).winner).toBe('b');
  });

  it('begins with no more than there is, and ends when patience does', async () => {
    expect((await compete({ a: 1, b: 2, c: 2 }, 5)).measured).toEqual(['a 5', 'b 5', 'c 5']);
    expect((await compete({ a: 100, b: 101, c: 102 }, 60)).measured.length).toBe(3);
  });

  it('goes on without who cannot do the work', async () => {
    const broken = new Error('no such operation');
    const { winner, costs, failures } = await compete({ a: broken, b: 2, c: 1 }, 60);
    expect(winner).toBe('c');
    expect([...costs.keys()]).toEqual(['b', 'c']);
    expect([...failures]).toEqual([['a', broken]]);
  });

  it('throws what the first threw where nobody can', async () => {
    const first = new Error('first');
    const other = new Error('other');
    await expect(compete({ a: first, b: other, c: other }, 60)).rejects.toBe(first);
  });
});
