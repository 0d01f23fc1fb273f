import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/command-line.js';
import { root } from '../docs/pages.js';
import { execute } from '../package/project.js';

/** A clone of its own, whose results nobody commits. */
const clone = temporaryFolder();
const at = (...path: string[]) => join(clone.path, ...path);
const measure = (words: string) =>
  execute(process.execPath, ['dist/bench/learning.js', ...words.split(' ')], clone.path);
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...words], {
    cwd: clone.path,
    encoding: 'utf8',
  }).trim();

beforeAll(() => {
  cpSync(join(root, 'dist'), at('dist'), { recursive: true });
  cpSync(join(root, 'package.json'), at('package.json'));
  symlinkSync(join(root, 'node_modules'), at('node_modules'), 'junction');
  mkdirSync(at('docs/results'), { recursive: true });
  git('init', '--quiet');
  git('add', 'package.json');
  git('commit', '--quiet', '--message', 'All there is.');
});
afterAll(() => clone.remove());

describe('npm run bench:learning', () => {
  test('writes what was measured, and marks a commit to which changes were made', async () => {
    const commitOf = async (words: string, file: string) => {
      const { code, stderr } = await measure(words);
      expect(stderr).toMatch(/^seed 3: total -?[\d.]+ after \d+ steps\n$/);
      expect(code).toBe(0);
      return JSON.parse(readFileSync(at('docs/results', file), 'utf8'));
    };
    const clean = await commitOf('maze/lecture-v0 1 3 4', 'maze-lecture-v0-1s.json');
    const head = git('rev-parse', '--short', 'HEAD');
    expect(clean).toMatchObject({
      title: 'maze/lecture-v0 after 1 s of training',
      command: 'npm run bench:learning -- maze/lecture-v0 1 3 4',
      seed: [3],
      commit: head,
    });
    writeFileSync(at('package.json'), `${readFileSync(at('package.json'), 'utf8')}\n`);
    const changed = await commitOf(
      'maze/lecture-v0 1 3 4 --hidden 16',
      'maze-lecture-v0-1s-hidden-16.json',
    );
    expect(changed.commit).toBe(`${head}-dirty`);
  }, 240_000);

  test.each([
    ['--start-from', '--start-from docs/results/runs/a'],
    ['--start-from=…', '--start-from=docs/results/runs/a'],
  ])(
    'refuses two things to start from before anything is trained: --first and %s',
    async (_, flag) => {
      // A million seconds, which nobody waits for.
      const words = `maze/lecture-v0 1000000 1 4 ${flag} --first maze/gridnavi-v0:1000000`;
      const { code, stdout, stderr } = await measure(words);
      expect(stderr).toBe(
        `--first and --start-from exclude each other, since both say what every seed starts from; received "${flag} --first maze/gridnavi-v0:1000000". Leave out --start-from to train every seed on maze/gridnavi-v0 first, or --first to start all of them from that run.\n`,
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );

  test('refuses what --first does not say', async () => {
    const { code, stderr } = await measure('maze/lecture-v0 1000000 1 4 --first maze/gridnavi-v0');
    expect(code).toBe(2);
    expect(stderr).toContain('Write them as half-cheetah/direction-v0:300.');
  });
});
