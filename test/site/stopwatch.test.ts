import { expect, test } from 'vitest';
import { Stopwatch } from '../../docs/live/stopwatch.js';

test('a stopwatch goes while it is not stopped, from where it stood', () => {
  let time = 1000;
  const watch = new Stopwatch(() => time, 5);
  time += 7;
  expect(watch.seconds).toBe(5);
  watch.start();
  time += 2;
  expect(watch.seconds).toBe(7);
  watch.start();
  expect(watch.seconds).toBe(7);
  watch.stop();
  time += 100;
  watch.stop();
  expect(watch.seconds).toBe(7);
  watch.start();
  time += 1;
  expect(watch.seconds).toBe(8);
});
