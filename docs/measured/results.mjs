// Reading docs/results, whose format docs/results/README.md describes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each file must hold. */
const checks = {
  title: isText,
  command: (value) => isText(value) || isListOf('string')(value),
  seed: (value) => Number.isInteger(value) || isListOf('number')(value),
  version: isText,
  commit: isText,
  machine: isText,
  numbers: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(isNumberOrNumbers),
  table: (value) => value === undefined || isTable(value),
};

function isText(value) {
  return typeof value === 'string';
}

function isListOf(type) {
  return (value) => Array.isArray(value) && value.every((item) => typeof item === type);
}

function isNumberOrNumbers(value) {
  return typeof value === 'number' || isListOf('number')(value);
}

function isTable(value) {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((row) => isListOf('string')(row) && row.length === value[0].length)
  );
}

/** One result, with the name of its file. */
export function readResult(folder, file) {
  const result = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  for (const [name, isGood] of Object.entries(checks)) {
    if (!isGood(result[name])) {
      throw new Error(`docs/results/${file} needs "${name}" as docs/results/README.md says.`);
    }
  }
  return { file, ...result };
}

/** What one experiment found, with the name of its file. The command that writes it checks it by its schema. */
export function readExperiment(folder, file) {
  return { file, ...JSON.parse(readFileSync(join(folder, file), 'utf8')) };
}
