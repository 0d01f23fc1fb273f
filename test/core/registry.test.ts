import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DuplicateIdError,
  MovingCheeseError,
  nearestOf,
  Registry,
  UnknownIdError,
} from '../../core/index.js';

const ids = ['maze/gridnavi-v0', 'maze/moving-cheese-v0', 'bandit/bernoulli-v0'];

function registry() {
  return new Registry(
    'task distribution',
    ids.map((id) => ({ id })),
  );
}

describe('a registry', () => {
  it('gives entries by id, in the order of registration', () => {
    const list = registry();
    const entry = { id: 'mine/first-v0' };
    list.register(entry);
    expect(list.get('mine/first-v0')).toBe(entry);
    expect(list.ids()).toEqual([...ids, 'mine/first-v0']);
    expect(list.entries().map(({ id }) => id)).toEqual(list.ids());
    expect([list.has('mine/first-v0'), list.has('mine')]).toEqual([true, false]);
  });

  it('shares nothing with another, nor with the lists it gives away', () => {
    const list = registry();
    list.ids().pop();
    list.entries().pop();
    list.register({ id: 'x' });
    expect(list.ids()).toHaveLength(4);
    expect(registry().ids()).toHaveLength(3);
  });

  it('refuses an id that is taken', () => {
    expect(() => registry().register({ id: ids[0]! })).toThrow(DuplicateIdError);
    expect(() => registry().register({ id: ids[0]! })).toThrow(
      'The task distribution id "maze/gridnavi-v0" is already registered. Choose another id, or raise the version at its end.',
    );
    expect(() => new Registry('thing', [{ id: 'a' }, { id: 'a' }])).toThrow(DuplicateIdError);
  });

  it('refuses an empty id', () => {
    expect(() => registry().register({ id: '' })).toThrow(ArgumentError);
  });

  it('names the nearest of an unknown id, and what there is', () => {
    const get = () => registry().get('maze/moving-chese-v0');
    expect(get).toThrow(UnknownIdError);
    expect(get).toThrow(MovingCheeseError);
    expect(get).toThrow(
      `There is no task distribution "maze/moving-chese-v0". Did you mean "maze/moving-cheese-v0"? Known: ${ids.join(', ')}.`,
    );
    expect(() => new Registry('thing').get('x')).toThrow('There is no thing "x". Known: none.');
    expect(() => registry().get('toString')).toThrow(UnknownIdError);
  });
});

describe('the nearest name', () => {
  it.each<[string, string[], string | undefined]>([
    ['horizn', ['episodes', 'horizon'], 'horizon'],
    ['a', ['a', 'b'], 'a'],
    ['zzzzzz', ['horizon', 'episodes'], undefined],
    ['x', [], undefined],
    ['maze', ['maze-b', 'maze-a'], 'maze-b'],
  ])('of %j among %j is %j', (text, candidates, expected) => {
    expect(nearestOf(text, candidates)).toBe(expected);
  });
});
