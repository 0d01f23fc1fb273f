// The test command: format, types, dependency direction, unused code, build, package exports, tests.
// Ends with one line `N passed, N failed, N skipped`, in which each check counts as one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-test-'));
const report = join(folder, 'vitest.json');

const checks = [
  ['format and lint', 'npx biome check --error-on-warnings .'],
  ['types', 'npx tsc -p tsconfig.json'],
  ['types of the site', 'npx vue-tsc -p docs/tsconfig.json'],
  [
    'dependency direction',
    'npx depcruise --config .dependency-cruiser.cjs --output-type err index.ts core envs distributions agents schemas cli bench test/conformance docs/live docs/.vitepress/theme',
  ],
  ['unused code', 'npx knip'],
  ['kernel is what its source compiles to', 'npm run --silent build:kernel -- --check'],
  ['build', 'npm run --silent build'],
  ['package exports (publint)', 'npx publint --strict'],
  ['package types (attw)', 'npx attw --pack . --profile esm-only'],
];

let passed = 0;
let failed = 0;
let skipped = 0;
for (const [name, command] of checks) {
  const begun = Date.now();
  const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8' });
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (status === 0) passed++;
  else {
    failed++;
    console.log(`${stdout}${stderr}`.trim());
  }
}
spawnSync(
  `npx vitest run --reporter=default --reporter=json --outputFile.json=${report} ${process.argv.slice(2).join(' ')}`,
  { shell: true, stdio: 'inherit' },
);
try {
  const tests = JSON.parse(readFileSync(report, 'utf8'));
  passed += tests.numPassedTests;
  failed += tests.numFailedTests;
  skipped += tests.numPendingTests + tests.numTodoTests;
  // A file that fails to load has no tests to count, but it is a failure all the same.
  if (!tests.success && tests.numFailedTests === 0) failed++;
} catch (error) {
  failed++;
  console.log(`The tests left no report: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
