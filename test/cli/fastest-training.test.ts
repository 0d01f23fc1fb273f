import { expect, it, vi } from 'vitest';
import { discretePreset } from '../../agents/presets.js';
import { joinConfiguration } from '../../cli/configuration.js';
import { loadFastestTraining, startTraining } from '../../cli/training.js';

// A machine on which the native backend is there and faster, with plain JavaScript in its place.
vi.mock('../../cli/backend.js', async (original) => {
  const backend = await original<typeof import('../../cli/backend.js')>();
  return {
    ...backend,
    isNativeInstalled: () => true,
    loadTensorFlow: async () => backend.loadTensorFlow('cpu'),
  };
});
const microseconds = { kernel: 3, tensorflow: 2 };
const raceBackends = vi.hoisted(() => vi.fn());
vi.mock('../../cli/fastest-backend.js', () => ({ raceBackends }));
raceBackends.mockImplementation(async () => ({ winner: 'tensorflow', microseconds }));

const configurationOf = (given: Parameters<typeof joinConfiguration>[0]) =>
  joinConfiguration(
    { seed: 3, workers: 2, slots: 32, ...given },
    { id: 'maze/lecture-v0' },
    discretePreset,
  );

it('trains on the native backend where it is measured to be faster, and records it', async () => {
  const training = await loadFastestTraining(configurationOf({ budget: { seconds: 1 } }));
  expect(training.configuration.backend).toBe('tensorflow');
  expect(training).toMatchObject({ measured: microseconds, warnings: [] });
  // What one of the two workers does.
  const [run, names] = raceBackends.mock.calls[0]!;
  expect(run).toMatchObject({ agent: training.agent, slots: 16, seed: 3, wipeMemory: false });
  expect(names).toEqual(['kernel', 'tensorflow']);
  expect(training.tf?.getBackend()).toBe('cpu');
  const configuration = { ...training.configuration, budget: { steps: 32 * 6 } };
  for await (const { loss } of startTraining({ ...training, configuration }, undefined)) {
    expect(loss).not.toBeNaN();
  }
});

it.each([
  ['by steps', { budget: { steps: 100 } }, 'kernel'],
  ['where a backend is named', { budget: { seconds: 1 }, backend: 'kernel' }, 'kernel'],
] as const)('measures nothing %s', async (_, given, backend) => {
  raceBackends.mockClear();
  const { configuration, measured } = await loadFastestTraining(configurationOf(given));
  expect({ backend: configuration.backend, measured }).toEqual({ backend, measured: undefined });
  expect(raceBackends).not.toHaveBeenCalled();
});
