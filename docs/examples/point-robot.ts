import { box, type Env, type Family } from 'moving-cheese';

/** What varies: a point on the unit circle, which the robot is to go to and is not shown. */
export type PointTask = { readonly x: number; readonly y: number };

const coordinate = { type: 'number', minimum: -1, maximum: 1 } as const;
const SIDE = 2.4; // of the square that is drawn, with the start in its middle

class PointRobot implements Env<PointTask, Float32Array> {
  #goal: PointTask = { x: 0, y: 0 };
  #at: [x: number, y: number] = [0, 0];

  reset(task: PointTask, _rng: unknown, observation: Float32Array) {
    this.#goal = task;
    this.#at = [0, 0];
    observation.set(this.#at);
  }

  step(action: Float32Array, observation: Float32Array) {
    // The engine asks only for finite numbers: what bounds mean is the family's business.
    const pace = (x: number) => 0.1 * Math.max(-1, Math.min(1, x));
    this.#at = [this.#at[0] + pace(action[0]!), this.#at[1] + pace(action[1]!)];
    observation.set(this.#at);
    return { reward: -this.#distance(), terminated: false };
  }

  measure(row: Float32Array) {
    row[0] = this.#distance();
  }

  scene() {
    const circle = { kind: 'circle', radius: 0.06 } as const;
    const [x, y] = this.#at.map((each) => each + SIDE / 2) as [number, number];
    const [goalX, goalY] = [this.#goal.x + SIDE / 2, this.#goal.y + SIDE / 2];
    return {
      ...{ width: SIDE, height: SIDE },
      shapes: [
        { kind: 'rectangle', role: 'floor', x: 0, y: 0, width: SIDE, height: SIDE } as const,
        { ...circle, role: 'cheese', x: goalX, y: goalY } as const,
        { ...circle, role: 'mouse', x, y } as const,
      ],
    };
  }

  #distance() {
    const [dx, dy] = [this.#at[0] - this.#goal.x, this.#at[1] - this.#goal.y];
    return Math.sqrt(dx * dx + dy * dy);
  }
}

export const pointRobot: Family<PointTask, Float32Array> = {
  id: 'point-robot',
  about: 'A point moves in the plane; tasks differ in the place that it is paid to be near.',
  taskSchema: {
    type: 'object',
    properties: { x: coordinate, y: coordinate },
    required: ['x', 'y'],
    additionalProperties: false,
  },
  observationSpace: box([2], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  actionSpace: box([2], -1, 1),
  quantities: [{ id: 'distance', unit: 'm', about: 'How far the goal is.' }],
  context: {
    size: 2,
    write({ x, y }, row) {
      row.set([x, y]);
    },
  },
  create: () => new PointRobot(),
};
