import type { Fidelity } from '../half-cheetah-fidelity.js';
import type { Stress } from '../half-cheetah-stress.js';

type Row = readonly string[];

interface Sides<Side> {
  readonly rapier: Side;
  readonly mujoco: Side;
}

const HEADER: Row = ['what', 'unit', 'Rapier', 'MuJoCo'];

/** One row: the same of both engines. */
function rowOf<Side>(
  name: string,
  unit: string,
  { rapier, mujoco }: Sides<Side>,
  pick: (side: Side) => number | string,
): Row {
  return [name, unit, text(pick(rapier)), text(pick(mujoco))];
}

function text(value: number | string): string {
  return String(value).replaceAll('-', '−');
}

/** Rapier beside MuJoCo, one row a test; the first row is the header. */
export function fidelityTable(fidelity: Fidelity): readonly Row[] {
  return [
    HEADER,
    ...flightRows(fidelity),
    ...restRows(fidelity),
    ...contactRows(fidelity),
    ...gaitRows(fidelity),
  ];
}

function flightRows({ freeFlight }: Fidelity): Row[] {
  return freeFlight.flatMap(({ steps, hingeError, hingeSignal, pitchError, pitchSignal }) => {
    const name = `free flight, ${steps} env step${steps === 1 ? '' : 's'}`;
    return [
      [`${name}: hinges`, 'rad', `off by ${hingeError}`, `moved ${hingeSignal}`],
      [`${name}: pitch`, 'rad', `off by ${pitchError}`, `moved ${pitchSignal}`],
    ];
  });
}

function restRows({ restingPose }: Fidelity): Row[] {
  const hinges = [
    'back thigh',
    'back shin',
    'back foot',
    'front thigh',
    'front shin',
    'front foot',
  ];
  return [
    rowOf('at rest: root z', 'm', restingPose, ({ height }) => height),
    rowOf('at rest: pitch', 'rad', restingPose, ({ pitch }) => pitch),
    ...hinges.map((name, i) =>
      rowOf(`at rest: ${name}`, 'rad', restingPose, ({ hinges }) => hinges[i]!),
    ),
    rowOf('at rest: deepest penetration', 'm', restingPose, ({ penetration }) => penetration),
    rowOf('at rest: creep along x', 'm/s', restingPose, ({ creep }) => creep),
  ];
}

function contactRows({ drop, sliding, limits }: Fidelity): Row[] {
  return [
    rowOf('dropped from .5 m: lowest root z', 'm', drop, ({ lowest }) => lowest),
    rowOf('dropped: highest afterwards', 'm', drop, ({ rebound }) => rebound),
    rowOf('dropped: deepest penetration', 'm', drop, ({ penetration }) => penetration),
    ['dropped: root z over 3 s', 'm', `off by ${drop.error}`, ''],
    rowOf('sliding on its back: coefficient of friction', '', sliding, ({ friction }) => friction),
    rowOf('the same by coordinates', '', sliding, (side) => side.frictionByCoordinates),
    rowOf('sliding: 3 m/s after .2 s', 'm/s', sliding, ({ velocityAfter }) => velocityAfter),
    rowOf('sliding: by Coulomb, μ = .4', 'm/s', sliding, ({ coulomb }) => coulomb),
    rowOf('limits met at 30 rad/s: mean overshoot', 'rad', limits, ({ mean }) => mean),
    rowOf('limits met at 30 rad/s: largest', 'rad', limits, ({ most }) => most),
  ];
}

function gaitRows({ gaits }: Fidelity): Row[] {
  return gaits.map(({ foundIn, direction, seed, there, transferred }) => {
    const [rapier, mujoco] = foundIn === 'rapier' ? [there, transferred] : [transferred, there];
    const engine = foundIn === 'rapier' ? 'Rapier' : 'MuJoCo';
    return rowOf(
      `gait found on ${engine}, ${direction}, seed ${seed}`,
      'm/s',
      { rapier, mujoco },
      ({ velocity, torsoOnFloor }) =>
        `${velocity}${torsoOnFloor > 0 ? `, torso on the floor ${(100 * torsoOnFloor).toFixed(0)} %` : ''}`,
    );
  });
}

/** What breaks and leaks in either engine; the first row is the header. */
export function stressTable({ rapier, mujoco, memory }: Stress): readonly Row[] {
  return [
    HEADER,
    ...treatmentRows('random', rapier.random, mujoco.random),
    ...treatmentRows('bang-bang', rapier.bangBang, mujoco.bangBang),
    ...memoryRows(memory),
  ];
}

function treatmentRows(
  kind: string,
  rapier: Stress['rapier']['random'],
  mujoco: Stress['mujoco']['random'],
): Row[] {
  const sides: Sides<typeof mujoco> = { rapier, mujoco };
  const ranges = ({ p99, most }: { readonly p99: number; readonly most: number }) =>
    `${p99}, ${most}`;
  const { links } = rapier;
  const alone = (name: string, unit: string, values: typeof links.tilt): Row => [
    `${kind}: ${name}`,
    unit,
    ranges(values),
    'none by construction',
  ];
  return [
    rowOf(`${kind}: steps with NaN or ∞, of ${rapier.steps}`, '', sides, (side) => side.notFinite),
    rowOf(`${kind}: deepest penetration; p99, largest`, 'm', sides, (side) =>
      ranges(side.penetration),
    ),
    rowOf(`${kind}: beyond limits, all hinges; p99, largest`, 'rad', sides, ({ overshoot }) =>
      ranges(overshoot.everyHinge),
    ),
    rowOf(
      `${kind}: beyond limits, the worst hinge of a step; p99, largest`,
      'rad',
      sides,
      ({ overshoot }) => ranges(overshoot.worstHinge),
    ),
    rowOf(
      `${kind}: beyond limits, hinges at a limit only; p99, largest`,
      'rad',
      sides,
      ({ overshoot }) => ranges(overshoot.atLimit),
    ),
    rowOf(`${kind}: hinges that are at a limit`, '%', sides, ({ overshoot }) =>
      (100 * overshoot.atLimit.share).toFixed(1),
    ),
    alone('joints apart; p99, largest', 'm', links.jointDrift),
    alone('sideways, y; p99, largest', 'm', links.sideways),
    alone('tilt out of the plane; p99, largest', 'rad', links.tilt),
  ];
}

function memoryRows(memory: Stress['memory']): Row[] {
  const cycles = ['resets', 'creations', 'batches'] as const;
  const names = {
    resets: 'resets, with two steps each',
    creations: 'bodies created, stepped and freed, worlds and all',
    batches: 'batches of 16 created, stepped and freed',
  };
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const rows = cycles.flatMap((cycle) =>
    (['wasm', 'process'] as const).map((part) =>
      rowOf(
        `${memory.rapier[cycle].cycles} ${names[cycle]}: ${part === 'wasm' ? 'WebAssembly' : 'process'} memory`,
        'MB',
        memory,
        (side) => `${megabytes(side[cycle].before[part])} → ${megabytes(side[cycle].after[part])}`,
      ),
    ),
  );
  const resets = rowOf(
    `resets that moved otherwise than a new world, of ${memory.rapier.creations.cycles}`,
    '',
    memory,
    ({ resetsThatDiffer }) => resetsThatDiffer,
  );
  return [...rows, resets];
}

/** As text in columns, for a terminal. */
export function aligned(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: Row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
