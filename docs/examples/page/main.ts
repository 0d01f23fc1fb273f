import { proxy, type Remote, wrap } from 'comlink';
import type { Trainer } from './trainer.js';

let trainer: Remote<Trainer> | undefined;
const button = document.querySelector('button')!;
const output = document.querySelector('output')!;

button.addEventListener('click', async () => {
  button.disabled = true;
  output.textContent = 'Loading …';
  // The library is fetched now, by the worker: whoever does not click does not pay for it.
  trainer ??= wrap<Trainer>(
    new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  );
  const tell = (steps: number) => {
    output.textContent = `${steps} steps`;
  };
  const returnByEpisode = await trainer.train(40_000, proxy(tell));
  output.textContent = `Return by episode: ${returnByEpisode.map((r) => r.toFixed(2)).join(', ')}`;
  button.disabled = false;
});
