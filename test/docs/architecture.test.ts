import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { MetaEpisodes } from '../../core/meta-episodes.js';
import { randomStream } from '../../core/random.js';
import { getDistribution } from '../../distributions/index.js';
import { MAZE_ACTIONS } from '../../envs/index.js';
import { filesBelow, read, tableUnder } from './pages.js';

const page = read('docs/architecture.md');
const parts = ['schemas', 'core', 'envs', 'distributions', 'agents', 'test/conformance', 'cli'];
const nodes = [...parts, 'index.ts'];

function partOf(path: string): string {
  return nodes.find((node) => path === node || path.startsWith(`${node}/`)) ?? path;
}

/** What each part imports, read from the code. */
function importsInCode(): Map<string, string[]> {
  const files = ['index.ts', ...parts.flatMap((part) => filesBelow(part, '.ts'))].filter(
    (file) => !file.startsWith('agents/kernels/assembly/'),
  );
  const found = new Map(nodes.map((node) => [node, new Set<string>()]));
  for (const file of files) {
    const own = partOf(file);
    for (const [, target = ''] of read(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const part = partOf(posix.join(posix.dirname(file), target).replace(/\.js$/, '.ts'));
      if (part !== own) found.get(own)?.add(part);
    }
  }
  return new Map([...found].map(([node, targets]) => [node, [...targets].sort()]));
}

/** Everything that can be reached by arrows. */
function reachable(arrows: ReadonlyMap<string, readonly string[]>, from: string): string[] {
  const seen = new Set<string>();
  const visit = (node: string) => {
    for (const next of arrows.get(node) ?? []) {
      if (!seen.has(next)) visit(next);
      seen.add(next);
    }
  };
  visit(from);
  return [...seen].sort();
}

test('the table of imports is what the code imports', () => {
  const rows = tableUnder(page, '| part | imports |').map(
    ([part = '', list = '']) =>
      [part.replaceAll('`', ''), [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name)] as const,
  );
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(importsInCode()));
});

test('the arrows of the diagram lead where the imports lead', () => {
  const arrows = new Map<string, string[]>();
  for (const [, from = '', to = ''] of page.matchAll(/^ {2}(\S+) --> (\S+)$/gm)) {
    arrows.set(from, [...(arrows.get(from) ?? []), to]);
  }
  const imports = importsInCode();
  for (const node of nodes) expect(reachable(arrows, node)).toEqual(reachable(imports, node));
});

test('every line of the contract stands in core', () => {
  const core = filesBelow('core', '.ts').map(read).join('\n').split('\n');
  const [, contract = ''] = page.split('## The contract in one screen')[1]?.split('```ts\n') ?? [];
  const lines = (contract.split('```')[0] ?? '').split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.filter((line) => !core.includes(line))).toEqual([]);
});

test('the life of a meta-episode is what the engine does', () => {
  const cheeses = [
    { x: 1, y: 1 },
    { x: 0, y: 0 },
  ];
  const batch = new MetaEpisodes({
    distribution: getDistribution('maze/lecture-v0'),
    slots: 1,
    rng: randomStream(0),
    nextTask: () => ({ cheeses: [{ ...(cheeses.shift() ?? { x: 1, y: 0 }), reward: 1 }] }),
  });
  const cellOf = (row: Float32Array) => row.indexOf(1);
  const { transition } = batch;
  const plan = ['up', 'right', 'right', 'right', 'up', 'up'] as const;
  const rows = plan.map((name, decision) => {
    const end = transition.terminated[0]
      ? '; terminated'
      : transition.truncated[0]
        ? '; truncated'
        : '';
    const [from, to] = [cellOf(transition.observation), cellOf(transition.nextObservation)];
    const taken = MAZE_ACTIONS[transition.action[0] ?? 0];
    const signals = [batch.firstStep, batch.episodeEnded, batch.metaEpisodeEnded];
    const row = [
      decision,
      cellOf(batch.observation),
      decision === 0 ? 'none' : `${from}, ${taken}, ${transition.reward[0]}, ${to}${end}`,
      ...signals.map(([signal]) => (signal === 1 ? '**1**' : '0')),
      batch.episode[0],
      batch.step[0],
      name,
    ].map(String);
    batch.advance([MAZE_ACTIONS.indexOf(name)]);
    return row;
  });
  expect(
    tableUnder(
      page,
      '| decision | s_t | last transition s, a, r, s′ | firstStep | episodeEnded | metaEpisodeEnded | episode | step | action taken |',
    ),
  ).toEqual(rows);
});
