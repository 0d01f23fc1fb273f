// npm run bench:peers -- [parts…] [--small] [--python folder]: measures this library beside the field's, and writes
// docs/results/peers-<part>.json. bench/peers/setup.sh installs what is compared. --small runs everything for a moment,
// to see that it works: it writes nothing.
import { parseArgs } from 'node:util';
import { UserError } from '../../cli/failures.js';
import { aligned } from '../fidelity/tables.js';
import { orSayMistake } from '../mistakes.js';
import { writeResult } from '../result-file.js';
import { measureEngineBeside } from './engine.js';
import { measureHalfCheetahBeside } from './half-cheetah.js';
import { measurePeerLearning } from './learning.js';
import type { Part } from './part.js';
import { peersFolder } from './python.js';
import { measurePeerUpdate } from './update.js';

const parts: { readonly [name: string]: Part } = {
  engine: measureEngineBeside,
  'half-cheetah': measureHalfCheetahBeside,
  update: measurePeerUpdate,
  learning: measurePeerLearning,
};

const say = (text: string) => process.stderr.write(text);

await orSayMistake(async () => {
  const { names, small, python } = asked();
  const peers = peersFolder(python);
  for (const name of names) {
    say(`${name}\n`);
    const measurement = await parts[name]!({ peers, small, say });
    say(`${measurement.title}\n`);
    if (measurement.table) say(aligned(measurement.table));
    if (!small) writeResult(measurement, `npm run bench:peers -- ${name}`);
  }
});

function asked() {
  const { values, positionals } = parsed();
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new UserError({
      subject: 'a part',
      rule: `must be one of ${Object.keys(parts).join(', ')}`,
      received: unknown,
      remedy: 'Without a name all of them are measured.',
    });
  }
  return { names: positionals.length > 0 ? positionals : Object.keys(parts), ...values };
}

function parsed() {
  const options = {
    small: { type: 'boolean', default: false },
    python: { type: 'string' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}
