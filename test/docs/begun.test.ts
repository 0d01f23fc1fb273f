import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openExperimentFolder } from '../../cli/experiments/experiment-folder.js';
import { findExperiment } from '../../cli/experiments/find-experiment.js';
import { planJobs } from '../../cli/experiments/plan.js';
import { temporaryFolder } from '../cli/command-line.js';
import { root } from './pages.js';

const begun = join(root, 'docs/results/begun');
const folder = temporaryFolder();

test('what is finished is begun no longer', () => {
  for (const name of existsSync(begun) ? readdirSync(begun) : []) {
    expect(existsSync(join(root, 'docs/results/experiments', name))).toBe(false);
  }
});

for (const name of existsSync(begun) ? readdirSync(begun) : []) {
  describe(`the experiment ${name}, begun`, () => {
    test('can be gone on with: it is of the present definition, and jobs are whole', async () => {
      const copy = join(folder.path, name);
      cpSync(join(begun, name), copy, { recursive: true });
      const experiment = findExperiment(name);
      const opened = openExperimentFolder(copy, experiment, undefined);
      const ids = (await planJobs(experiment, { seeds: 100, steps: undefined })).map(
        ({ id }) => id,
      );
      const files = readdirSync(join(copy, 'jobs'));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const id = file.replace(/\.json$/, '');
        expect(ids).toContain(id);
        expect(opened.load(id)).toMatchObject({ seed: expect.any(Number) });
      }
    });
  });
}
