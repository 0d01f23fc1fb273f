import { onBeforeUnmount, type Ref, ref } from 'vue';

/** Steps that are asked for at once, at most: after a pause of the tab it does not race to catch up. */
const AT_ONCE = 12;
/** Where motion is not wanted: so many steps in one go, then a rest. */
const LEAP = 100;

/** Whether the reader has asked for less motion. */
export function isMotionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Steps that are taken in time, frame by frame, while it runs. */
export function useFrames(film: {
  stepsPerSecond(): number;
  /** Must not throw. */
  take(steps: number): Promise<void> | void;
}): { readonly isRunning: Ref<boolean>; run(): void; pause(): void } {
  const isRunning = ref(false);
  /** Which going on this is: frames that were asked for in an earlier one come too late. */
  let going = 0;
  let last = 0;
  /** Steps that should have been taken by now, and were not. */
  let due = 0;

  function run() {
    const mine = ++going;
    isRunning.value = true;
    due = 0;
    last = performance.now();
    if (isMotionReduced()) void leap(mine);
    else requestAnimationFrame((time) => frame(time, mine));
  }

  async function leap(mine: number) {
    await film.take(LEAP);
    if (mine === going) pause();
  }

  async function frame(time: number, mine: number) {
    if (mine !== going) return;
    due += ((time - last) / 1000) * film.stepsPerSecond();
    last = time;
    const steps = Math.min(AT_ONCE, Math.floor(due));
    due = Math.min(1, due - steps);
    if (steps > 0) await film.take(steps);
    requestAnimationFrame((next) => frame(next, mine));
  }

  function pause() {
    going++;
    isRunning.value = false;
  }

  onBeforeUnmount(pause);
  return { isRunning, run, pause };
}
