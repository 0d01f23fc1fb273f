import { describe, expect, test } from 'vitest';
import { drawTestTasks } from '../../agents/index.js';
import { builtInDefinitions, getDistribution } from '../../distributions/index.js';
import { filesBelow, quotationsOf, read, tableUnder } from './pages.js';

const readme = read('README.md');

test('the examples are a first program and a family', () => {
  expect(quotationsOf('README.md').map(({ of }) => of)).toEqual([
    'docs/examples/quickstart.ts',
    'docs/examples/smallest-family.ts',
  ]);
});

test('the smallest family takes at most thirty lines', () => {
  expect(read('docs/examples/smallest-family.ts').split('\n').length - 1).toBeLessThanOrEqual(30);
});

describe('the table of distributions holds the computed values', () => {
  const rows = tableUnder(
    readme,
    '| task distribution | K | horizon | train and test | oracle | Bayes-optimal, by episode | memory wiped | random |',
  );

  test('one row a built-in distribution', () => {
    expect(rows.map(([id]) => id)).toEqual(builtInDefinitions.map(({ id }) => `\`${id}\``));
  });

  test.each(builtInDefinitions.map(({ id }, index) => [id, index] as const))('%s', (id, index) => {
    expect(rows[index]).toEqual(rowOf(id));
  });
});

function rowOf(id: string): string[] {
  const distribution = getDistribution(id);
  const { episodes, horizon, overlap, splits } = distribution;
  // The tasks that `adapt` draws when nothing else is said.
  const tasks = drawTestTasks(distribution, 'test', 1000, 0);
  const references = distribution.references?.('test', tasks) ?? [];
  const figure = (value: number) => value.toFixed(3).replace('-', '−');
  const find = (name: string) => references.find((each) => each.name === name);
  const total = (name: string) => {
    const found = find(name);
    if (!found) return 'not known';
    expect(found.exact).toBe(true);
    return `${figure(found.total)}${found.about.includes('Mean over') ? ' ¹' : ''}`;
  };
  const byEpisode = find('bayesOptimal')?.returnByEpisode.map(figure).join(' + ');
  return [
    `\`${id}\``,
    String(episodes),
    String(horizon),
    `${overlap}${splits.includes('ood') ? '; `ood`' : ''}`,
    total('oracle'),
    `${total('bayesOptimal')}${byEpisode ? ` = ${byEpisode}` : ''}`,
    total('wipedMemory'),
    total('random'),
  ];
}

test('sub-paths in the table are those of the package', () => {
  const { exports, version } = JSON.parse(read('package.json'));
  const rows = tableUnder(readme, '| import from | what it holds | where it runs |');
  expect(rows.map(([path = '']) => path.replaceAll('`', '').replace('moving-cheese', '.'))).toEqual(
    Object.keys(exports).filter((path) => path !== './package.json'),
  );
  expect(readme).toContain(`moving-cheese-${version}.tgz`);
  expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
});

test('pictures are pictures of their own, in colours that need no page around them', () => {
  expect(filesBelow('docs/images', '.svg')).toEqual([
    'docs/images/half-cheetah.svg',
    'docs/images/meta-episode.svg',
  ]);
  // By `watch --svg`: light and dark, each with its own ground.
  expect(read('docs/images/half-cheetah.svg')).toMatch(/<\/style><rect class="ground" /);
  const picture = read('docs/images/meta-episode.svg');
  expect(picture).not.toContain('prefers-color-scheme');
  expect(picture).toMatch(/^<svg [^>]*><title>[^<]+<\/title><style>[^<]+<\/style><rect /);
});
