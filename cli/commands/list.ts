import { distributions } from '../../distributions/index.js';
import { defineCommand } from '../command.js';
import { painter, table, wrap } from '../terminal/text.js';

export const list = defineCommand({
  name: 'list',
  about: 'Lists the task distributions that can be trained on.',
  positionals: [],
  flags: { json: { kind: 'switch', about: 'Print one JSON array.' } },
  async run({ values }) {
    const entries = distributions.entries();
    if (values.switch('json')) {
      const rows = entries.map(({ id, about, horizon, episodes, splits, overlap, family }) => ({
        ...{ id, about, family: family.id, horizon, episodes, splits, overlap },
      }));
      process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
      return 0;
    }
    const paint = painter(process.stdout);
    const header = ['id', 'horizon', 'K', 'splits', 'train and test'].map((text) =>
      paint('dim', text),
    );
    const rows = entries.map(({ id, horizon, episodes, splits, overlap }) => [
      paint('bold', id),
      String(horizon),
      String(episodes),
      splits.join(' '),
      overlap,
    ]);
    process.stdout.write(`${table([header, ...rows], [0, 3, 4])}\n\n`);
    for (const { id, about } of entries) {
      const lines = wrap(about, 92).map((line) => `  ${line}\n`);
      process.stdout.write(`${paint('bold', id)}\n${lines.join('')}\n`);
    }
    process.stdout.write(`Train on one: moving-cheese train ${entries[0]?.id} --seconds 20\n`);
    return 0;
  },
});
