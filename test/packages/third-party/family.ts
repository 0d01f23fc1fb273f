import { box, discrete, type Env, type Family, type Scene } from 'moving-cheese';

/** The digits that open the lock, in their order. */
export interface LockTask {
  readonly combination: readonly number[];
}

export const DIGITS = 4;
export const WHEELS = 3;
export const PRESS_REWARD = -0.02;

/**
 * A lock of three wheels. The right digit opens the next wheel, a wrong one closes them all. What is
 * seen: the share of open wheels, and the digit pressed last.
 */
export function lockEnv(): Env<LockTask, number> {
  let combination: readonly number[] = [];
  let open = 0;
  const observe = (pressed: number, row: Float32Array) => {
    row[0] = open / WHEELS;
    for (let digit = 0; digit < DIGITS; digit++) row[1 + digit] = digit === pressed ? 1 : 0;
  };
  return {
    reset(task, _rng, observation) {
      combination = task.combination;
      open = 0;
      observe(-1, observation);
    },
    step(action, observation) {
      open = action === combination[open] ? open + 1 : 0;
      observe(action, observation);
      const terminated = open === WHEELS;
      return { reward: terminated ? 1 : PRESS_REWARD, terminated };
    },
    scene: (): Scene => ({
      width: WHEELS,
      height: 1,
      shapes: Array.from({ length: WHEELS }, (_, x) => ({
        kind: 'circle',
        role: x < open ? 'target' : 'wall',
        x: x + 0.5,
        y: 0.5,
        radius: 0.4,
      })),
    }),
  };
}

export const lock = {
  id: 'lock',
  about: 'Which three digits open the lock, and in which order.',
  taskSchema: {
    type: 'object',
    properties: {
      combination: {
        type: 'array',
        items: { type: 'integer', minimum: 0, maximum: DIGITS - 1 },
        minItems: WHEELS,
        maxItems: WHEELS,
      },
    },
    required: ['combination'],
    additionalProperties: false,
  },
  observationSpace: box([1 + DIGITS], 0, 1),
  actionSpace: discrete(DIGITS),
  create: lockEnv,
} satisfies Family<LockTask>;

/** All combinations. */
export const lockTasks: readonly LockTask[] = Array.from({ length: DIGITS ** WHEELS }, (_, i) => ({
  combination: Array.from(
    { length: WHEELS },
    (_, wheel) => Math.floor(i / DIGITS ** wheel) % DIGITS,
  ),
}));
