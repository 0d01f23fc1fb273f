// rl-ts's grid world in a process of its own. It is no dependency of this package: setup.sh installs it beside Python.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { randomStream } from '../../core/random.js';
import { type Run, serve } from './serve.js';

const SIZE = 5;
const ACTIONS = 4;
const STEPS_A_CALL = 1024;

/** What is used of it. */
interface RlTs {
  readonly Environments: {
    readonly Examples: {
      readonly SimpleGridWorld: new (
        width: number,
        height: number,
        targets: readonly Position[],
        start: Position,
      ) => { reset(): unknown; step(action: number): { readonly done: boolean } };
    };
  };
}

interface Position {
  readonly x: number;
  readonly y: number;
}

const folder = process.env.MOVING_CHEESE_PEERS ?? '.';
const loadFromFolder = createRequire(join(folder, 'package.json'));
const manifest = join(folder, 'node_modules/rl-ts/package.json');
const isThere = existsSync(manifest);

function make(): Run {
  const { Environments } = loadFromFolder('rl-ts') as RlTs;
  const corner = { x: SIZE - 1, y: SIZE - 1 };
  const env = new Environments.Examples.SimpleGridWorld(SIZE, SIZE, [corner], { x: 0, y: 0 });
  const rng = randomStream('actions');
  const actions = Array.from({ length: STEPS_A_CALL }, () => rng.integer(ACTIONS));
  env.reset();
  return () => {
    for (const action of actions) if (env.step(action).done) env.reset();
    return actions.length;
  };
}

/** Why setup.sh could not install it. */
function reason(): string {
  const file = join(folder, 'not-installed/rl-ts');
  const said = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = said.split('\n').filter((line) => line.includes('error'));
  return `not installed, because ${lines[0] ?? 'bench/peers/setup.sh was not run'}`;
}

await serve([
  {
    name: 'rl-ts SimpleGridWorld',
    ...(isThere && { version: `rl-ts ${JSON.parse(readFileSync(manifest, 'utf8')).version}` }),
    batches: [1],
    beside: `${SIZE}×${SIZE} cells, a known goal; the observation is a copy of the grid by way of JSON`,
    absent: isThere ? undefined : reason(),
    make,
  },
]);
