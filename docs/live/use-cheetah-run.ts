import type { Remote } from 'comlink';
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import type { Cheetah, Course, Moment } from './cheetah.js';
import { type Choice, choices, surprisingTarget, taskInWords } from './cheetah-choices.js';
import { useCheetah } from './use-cheetah.js';
import { useFrames } from './use-frames.js';

/** A trained half-cheetah that a page loads, runs, and tells nothing while its target is changed. */
export function useCheetahRun() {
  const choice = shallowRef<Choice>(choices[0]);
  const target = ref(choice.value.first);
  const seed = ref(1);
  /** Whether a new target holds from the next episode on only. */
  const isPatient = ref(false);
  const wipeMemory = ref(false);
  /** Seconds that are simulated in one. */
  const pace = ref(1);
  const course = shallowRef<Course>();
  /** Of the present meta-episode. */
  const moments = shallowRef<readonly Moment[]>([]);
  const isLoading = ref(false);
  const status = ref('');
  let cheetah: Remote<Cheetah> | undefined;
  let hasBegun = false;
  let surprises = 0;
  /** Which meta-episode the reader began: what was asked for in others comes too late. */
  let life = 0;

  const { load, close } = useCheetah();
  onBeforeUnmount(close);
  const frames = useFrames({
    stepsPerSecond: () => pace.value / course.value!.secondsPerStep,
    take: (steps) => attempt(() => take(steps)),
  });
  const { isRunning, pause } = frames;

  const seconds = computed(() => {
    const { secondsPerStep = 0 } = course.value ?? {};
    return (moments.value.length * secondsPerStep).toFixed(1);
  });

  async function attempt(action: () => Promise<void>) {
    try {
      await action();
    } catch (error) {
      pause();
      status.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Leaves what ran. */
  function forget() {
    pause();
    life++;
    moments.value = [];
    hasBegun = false;
  }

  async function begin() {
    forget();
    const mine = life;
    await attempt(async () => {
      if (!course.value) {
        isLoading.value = true;
        status.value = 'Loading the library, the physics and the trained agent …';
        const loaded = await load(choice.value.name).finally(() => {
          isLoading.value = false;
        });
        cheetah = loaded.cheetah;
        course.value = loaded.course;
      }
      const setup = { target: target.value, seed: seed.value, wipeMemory: wipeMemory.value };
      await cheetah!.begin(setup);
      if (mine !== life) return;
      hasBegun = true;
      run();
    });
  }

  function run() {
    status.value = '';
    frames.run();
  }

  /** Does what comes next: begins, pauses or goes on. */
  function toggle() {
    if (isRunning.value) pause();
    else if (hasBegun) run();
    else void begin();
  }

  async function take(steps: number) {
    const mine = life;
    const taken = await cheetah!.advance(steps);
    if (mine !== life) return;
    const first = taken.findIndex(({ episode, step }) => episode === 0 && step === 0);
    // A meta-episode that begins in the midst of these leaves the last one behind.
    moments.value = first < 0 ? [...moments.value, ...taken] : taken.slice(first);
  }

  function choose(chosen: Choice) {
    forget();
    choice.value = chosen;
    target.value = chosen.first;
    course.value = undefined;
    status.value = '';
  }

  /** Rewards are those of the target as it now is. */
  function retarget() {
    if (!hasBegun) return;
    const from = isPatient.value ? 'episode' : 'step';
    const start = isPatient.value ? 'From the next episode on' : 'From now on';
    status.value = `${start} it is rewarded to ${taskInWords(choice.value, target.value)}. It was not told.`;
    void attempt(async () => cheetah!.retarget(target.value, from));
  }

  /** The memory is wiped between episodes, or not, as is now wished. */
  function wipeBetweenEpisodes() {
    if (hasBegun) void attempt(async () => cheetah!.wipeBetweenEpisodes(wipeMemory.value));
  }

  function surprise() {
    surprises++;
    target.value = surprisingTarget(choice.value, target.value, seed.value, surprises);
    retarget();
  }

  function wipe() {
    void attempt(async () => cheetah!.wipe());
    status.value = `Its memory was wiped after ${seconds.value} s: it must find out its target again.`;
  }

  return {
    ...{ choice, target, seed, isPatient, wipeMemory, pace, course, moments, seconds, status },
    ...{
      isLoading,
      isRunning,
      begin,
      toggle,
      choose,
      retarget,
      wipeBetweenEpisodes,
      surprise,
      wipe,
    },
  };
}
