import { onBeforeUnmount, onMounted, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type { ExperimentResults } from '../../schemas/experiment-results.js';
import { askedFor, nameOf } from './experiment-words.js';

/** All that are committed; each is fetched when it is asked for. */
const loaders = import.meta.glob<ExperimentResults>('../results/experiments/*/results.json', {
  import: 'default',
});
const byName = new Map(Object.entries(loaders).map(([path, load]) => [nameOf(path), load]));

interface Experiments {
  readonly names: readonly string[];
  /** Of the one that is shown, or about to be. */
  readonly name: Ref<string>;
  readonly results: ShallowRef<ExperimentResults | undefined>;
  /** Why it is not shown. */
  readonly trouble: Ref<string>;
  /** Shows another one, whose address the page then has. */
  choose(name: string): void;
}

/** The committed experiments, of which the page's address names the one that is shown. */
export function useExperiments(): Experiments {
  const names = [...byName.keys()];
  const name = ref(names[0] ?? '');
  const results = shallowRef<ExperimentResults>();
  const trouble = ref('');

  const show = async (wanted: string) => {
    name.value = wanted;
    trouble.value = '';
    try {
      const found = await byName.get(wanted)!();
      // Unless another one was chosen meanwhile.
      if (name.value === wanted) results.value = found;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (name.value === wanted) {
        trouble.value = `The results of ${wanted} could not be loaded (${reason}). Load the page again.`;
      }
    }
  };

  const follow = () => {
    const wanted = askedFor(window.location.hash, names);
    if (wanted !== undefined && wanted !== name.value) void show(wanted);
  };

  onMounted(() => {
    const wanted = askedFor(window.location.hash, names) ?? names[0];
    if (wanted !== undefined) void show(wanted);
    window.addEventListener('hashchange', follow);
  });
  onBeforeUnmount(() => window.removeEventListener('hashchange', follow));

  return {
    names,
    name,
    results,
    trouble,
    choose(wanted) {
      // An empty object, as the site's router leaves it: so Back leads to the one before.
      window.history.pushState({}, '', `#${wanted}`);
      void show(wanted);
    },
  };
}
