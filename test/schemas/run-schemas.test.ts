import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discretePreset } from '../../agents/index.js';
import {
  assertRunConfiguration,
  defaultRunConfiguration,
  joinConfiguration,
} from '../../cli/configuration.js';
import { InvalidDataError } from '../../core/errors.js';
import { assertValid } from '../../core/validation.js';
import {
  checkpointManifestSchema,
  checkSchema,
  experimentFolderSchema,
  experimentJobSchema,
  experimentResultsSchema,
  experimentSchema,
  metricsLineSchema,
  partialRunConfigurationSchema,
  referencesSchema,
  resultsSchema,
  runConfigurationSchema,
} from '../../schemas/index.js';

const schemas = {
  runConfigurationSchema,
  partialRunConfigurationSchema,
  checkpointManifestSchema,
  metricsLineSchema,
  referencesSchema,
  resultsSchema,
  experimentSchema,
  experimentJobSchema,
  experimentFolderSchema,
  experimentResultsSchema,
};
const configuration = joinConfiguration({ workers: 1 }, { id: 'maze/lecture-v0' }, discretePreset);

describe('the default configuration', () => {
  it('is valid once it has a distribution', () => {
    expect(checkSchema(runConfigurationSchema, configuration)).toEqual([]);
    expect(configuration).toMatchObject(defaultRunConfiguration);
    expect(checkSchema(partialRunConfigurationSchema, configuration)).toEqual([]);
    expect(checkSchema(partialRunConfigurationSchema, {})).toEqual([]);
  });
});

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  it('takes or refuses any JSON, with an error that speaks', () => {
    const names = Object.keys(schema.properties);
    const similar = fc.dictionary(fc.constantFrom(...names, 'other'), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), similar), (value) => {
        try {
          assertValid('value', schema, value);
        } catch (error) {
          if (!(error instanceof InvalidDataError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const problem of error.problems) {
            expect(problem.pointer).toMatch(/^(\/|$)/);
            expect(problem.rule).not.toBe('');
            expect(problem.remedy).not.toBe('');
          }
        }
      }),
    );
  });
});

describe('a configuration with one part replaced by any JSON', () => {
  it('is refused at that part, or is as good as before', () => {
    const names = Object.keys(configuration);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        try {
          assertRunConfiguration('value', { ...configuration, [name]: value });
        } catch (error) {
          if (!(error instanceof InvalidDataError)) throw error;
          expect(error.message).toContain('value at /');
        }
      }),
    );
  });
});
