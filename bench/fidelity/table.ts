import type { Fidelity } from '../half-cheetah-fidelity.js';

/** What was measured, one row a test: Rapier beside MuJoCo. */
export function fidelityTable(fidelity: Fidelity): string {
  const { freeFlight, restingPose, drop, sliding, limits, gaits, stress } = fidelity;
  const rows: [string, string, string][] = [['', 'rapier', 'mujoco']];
  const row = (
    name: string,
    values: { readonly rapier: unknown; readonly mujoco: unknown },
    unit: string,
  ) => rows.push([`${name}, ${unit}`, String(values.rapier), String(values.mujoco)]);
  const of = <Side, Value>(
    sides: { readonly rapier: Side; readonly mujoco: Side },
    pick: (side: Side) => Value,
  ) => ({ rapier: pick(sides.rapier), mujoco: pick(sides.mujoco) });

  for (const { steps, ...gap } of freeFlight) {
    const hinges = { rapier: `±${gap.hingeError}`, mujoco: `moved ${gap.hingeSignal}` };
    row(`free flight, hinges after ${steps} steps`, hinges, 'rad');
    const pitch = { rapier: `±${gap.pitchError}`, mujoco: `moved ${gap.pitchSignal}` };
    row(`free flight, pitch after ${steps} steps`, pitch, 'rad');
  }
  row(
    'resting, height',
    of(restingPose, ({ height }) => height),
    'm from .7',
  );
  row(
    'resting, pitch',
    of(restingPose, ({ pitch }) => pitch),
    'rad',
  );
  row(
    'resting, hinges',
    of(restingPose, ({ hinges }) => hinges.map((x) => x.toFixed(3)).join(' ')),
    'rad',
  );
  row(
    'resting, penetration',
    of(restingPose, ({ penetration }) => penetration),
    'm',
  );
  row(
    'resting, creep in 5 s',
    of(restingPose, ({ creep }) => creep),
    'm',
  );
  row(
    'drop from .5 m, lowest',
    of(drop, ({ lowest }) => lowest),
    'm from .7',
  );
  row(
    'drop from .5 m, rebound',
    of(drop, ({ rebound }) => rebound),
    'm from .7',
  );
  row(
    'drop from .5 m, penetration',
    of(drop, ({ penetration }) => penetration),
    'm',
  );
  row('drop from .5 m, apart over 3 s', { rapier: `±${drop.error}`, mujoco: '' }, 'm');
  row(
    'sliding, coefficient of friction',
    of(sliding, ({ friction }) => friction),
    '.4 is meant',
  );
  row(
    'sliding, 3 m/s after .2 s',
    of(sliding, ({ velocityAfter }) => velocityAfter),
    'm/s',
  );
  row(
    'sliding, by Coulomb',
    of(sliding, ({ coulomb }) => coulomb),
    'm/s',
  );
  row(
    'limits at 30 rad/s, mean overshoot',
    of(limits, ({ mean }) => mean),
    'rad',
  );
  row(
    'limits at 30 rad/s, most',
    of(limits, ({ most }) => most),
    'rad',
  );
  for (const { foundIn, direction, seed, there, transferred } of gaits) {
    const text = ({ velocity, torsoOnFloor }: typeof there) =>
      `${velocity} (torso on the floor ${(100 * torsoOnFloor).toFixed(0)} %)`;
    const values =
      foundIn === 'rapier'
        ? { rapier: text(there), mujoco: text(transferred) }
        : { rapier: text(transferred), mujoco: text(there) };
    row(`gait found in ${foundIn}, ${direction}, seed ${seed}`, values, 'm/s');
  }
  for (const kind of Object.keys(stress.rapier)) {
    const part = (name: 'notFinite' | 'penetration99' | 'penetrationMost' | 'overshoot99') =>
      of(stress, (side) => side[kind]?.[name]);
    row(`${kind} actions, NaN`, part('notFinite'), 'steps');
    row(`${kind} actions, penetration p99`, part('penetration99'), 'm');
    row(`${kind} actions, penetration, most`, part('penetrationMost'), 'm');
    row(`${kind} actions, limit overshoot p99`, part('overshoot99'), 'rad');
    const drift = { rapier: stress.rapier[kind]?.jointDrift99, mujoco: 'none' };
    row(`${kind} actions, joint drift p99`, drift, 'm');
  }
  return aligned(rows);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
