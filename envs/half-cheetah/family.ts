import type { Family, Quantity, TaskFault } from '../../core/env.js';
import { box } from '../../core/spaces.js';
import { physicsEngines } from './engines.js';
import {
  COORDINATES,
  DURATION,
  goalOf,
  HalfCheetahBatch,
  HalfCheetahEnv,
  OBSERVED,
} from './env.js';
import type { PhysicsEngine } from './physics.js';
import {
  directionTaskSchema,
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  velocityTaskSchema,
} from './schema.js';

const VELOCITY = { id: 'velocity', unit: 'm/s', about: 'Along x, mean over the step.' } as const;

/** Half a second, about a period of the gaits that are learnt, within which the velocity swings. */
const GAIT_STEPS = 10;
/** m/s; as near as `half-cheetah/velocity-sparse-v0` rewards. */
const NEAR = 0.3;

/** What else is measured of each step, in the order of the row. */
const OTHER_QUANTITIES = [
  { id: 'velocityError', unit: 'm/s', about: '|v − g|, or −g·v where the task is a direction g.' },
  { id: 'pitch', unit: 'rad', about: 'Of the torso, 0 where it is level, unwrapped.' },
  { id: 'torsoOnFloor', unit: '', about: '1 where torso or head touches the floor, else 0.' },
] as const satisfies readonly Quantity[];

/**
 * A half-cheetah family: the same body on the same ground, another velocity or direction to run at in
 * every task. Observations and actions are those of Gymnasium's HalfCheetah-v5: coordinates but for
 * root x, then all rates, [17]; torques as shares of each motor's strongest, [6], which are not clipped
 * here. Episodes never terminate. A physics engine of one's own can be handed in.
 *
 * @example
 * const family = halfCheetahFamily({ reward: { kind: 'velocity' }, controlCost: 0.05 });
 * await family.load?.();
 */
export function halfCheetahFamily(
  configuration: HalfCheetahConfiguration,
  engine: PhysicsEngine = physicsEngines[configuration.engine ?? 'rapier'],
): Family<HalfCheetahTask, Float32Array> {
  const isDirection = configuration.reward.kind === 'direction';
  const { createBatch } = engine;
  return {
    id: 'half-cheetah',
    about: `Tasks differ in the ${isDirection ? 'direction in which' : 'velocity at which'} running is rewarded.`,
    taskSchema: isDirection ? directionTaskSchema : velocityTaskSchema,
    observationSpace: box(
      [OBSERVED + COORDINATES],
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ),
    actionSpace: box([6], -1, 1),
    quantities: [
      isDirection
        ? VELOCITY
        : { ...VELOCITY, aim: { value: goalOf, tolerance: NEAR, window: GAIT_STEPS } },
      ...OTHER_QUANTITIES,
    ],
    film: { secondsPerStep: DURATION },
    context: {
      size: 1,
      write(task, row) {
        row[0] = goalOf(task);
      },
    },
    load: () => engine.load(),
    create: Object.assign(
      () => new HalfCheetahEnv(configuration, engine.create()),
      createBatch && {
        batch: (slots: number) => new HalfCheetahBatch(configuration, createBatch(slots)),
      },
    ),
    taskFaults: (task) => finiteFaults(task),
  };
}

/** NaN is neither too small nor too large, so bounds alone may let it pass. */
function finiteFaults(task: HalfCheetahTask): readonly TaskFault[] {
  return Object.entries(task).flatMap(([name, value]) =>
    Number.isFinite(value)
      ? []
      : [
          {
            pointer: `/${name}`,
            rule: 'must be a finite number',
            remedy: 'Give a velocity in m/s, or a direction of 1 or −1.',
          },
        ],
  );
}
