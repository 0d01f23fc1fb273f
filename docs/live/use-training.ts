import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import { stepsInWords } from './chart.js';
import type { Point } from './curve.js';
import type { Examination } from './examination.js';
import type { News } from './train-here.js';
import type { Progression, Training } from './train-run.js';
import { defaultSettings, type Settings } from './train-settings.js';
import { useTrainHere } from './use-train-here.js';
import type { Yardstick } from './yardstick.js';

/** A training that a page begins, follows, pauses, saves and loads, on one of the distributions that it offers. */
export function useTraining(ids: readonly string[], yardstick: Yardstick) {
  const settings = ref<Settings>(defaultSettings(ids[0]!));
  const state = ref<'idle' | 'training' | 'paused' | 'done'>('idle');
  const isBusy = ref(false);
  const status = ref('');
  const training = shallowRef<Training>();
  const progression = shallowRef<Progression>({ steps: 0, fraction: 0, seconds: 0 });
  const points = shallowRef<readonly Point[]>([]);
  const examination = shallowRef<Examination>();
  const goalReached = shallowRef<Progression>();
  /** Which training is shown: what an earlier one still tells is not listened to. */
  const shown = ref(0);

  const { trainer, train, close } = useTrainHere();
  onBeforeUnmount(close);

  const score = computed(() => examination.value && yardstick.score(examination.value));
  const isChanged = computed(
    () =>
      training.value !== undefined &&
      JSON.stringify(settings.value) !== JSON.stringify(training.value.settings),
  );
  const references = computed(() => [...(training.value?.references ?? []), ...yardstick.measured]);

  const reached = () => {
    const words = score.value === undefined ? '' : `, ${score.value} ${yardstick.unit}`;
    return `${stepsInWords(progression.value.steps)} env steps${words}.`;
  };

  async function attempt(action: () => Promise<void>) {
    isBusy.value = true;
    try {
      await action();
    } catch (error) {
      status.value = error instanceof Error ? error.message : String(error);
    } finally {
      isBusy.value = false;
    }
  }

  function take(found: Training) {
    shown.value++;
    training.value = found;
    settings.value = { ...found.settings };
    progression.value = found;
    points.value = found.points;
    examination.value = found.examination;
    goalReached.value = undefined;
    state.value = found.fraction < 1 ? 'paused' : 'done';
  }

  async function begin() {
    await attempt(async () => {
      status.value = 'Loading the library, and computing what is known …';
      take(await trainer().begin({ ...settings.value }));
      void goOn();
    });
  }

  async function goOn() {
    const mine = shown.value;
    state.value = 'training';
    status.value = 'Training, in this page.';
    try {
      await train((news) => {
        if (mine === shown.value) hear(news);
      });
      if (mine !== shown.value) return;
      state.value = progression.value.fraction < 1 ? 'paused' : 'done';
      status.value = `${state.value === 'done' ? 'Trained' : 'Paused after'} ${reached()}`;
    } catch (error) {
      state.value = 'paused';
      status.value = error instanceof Error ? error.message : String(error);
    }
  }

  function hear({ point, examination: examined, ...now }: News) {
    progression.value = now;
    if (point) points.value = [...points.value, point];
    if (!examined) return;
    examination.value = examined;
    if (yardstick.goal.isReached(examined)) goalReached.value ??= now;
  }

  /** Does what comes next: begins, pauses, goes on, or begins anew. */
  function press() {
    if (state.value === 'training') void attempt(() => trainer().pause());
    else if (state.value === 'paused') void goOn();
    else void begin();
  }

  function save() {
    void attempt(async () => {
      const { name, text } = await trainer().save();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      status.value = `Saved as ${name}.`;
    });
  }

  async function load(file: File) {
    await attempt(async () => {
      status.value = `Loading ${file.name} …`;
      take(await trainer().open(file, ids));
      status.value = `Loaded ${file.name}: ${reached()}`;
    });
  }

  return {
    ...{ settings, state, isBusy, status, shown, training, progression, points, examination },
    ...{ goalReached, score, isChanged, references, begin, press, save, load },
  };
}
