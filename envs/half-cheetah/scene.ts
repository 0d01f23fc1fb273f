import type { Scene, Shape } from '../../core/scene.js';
import { type Capsule, capsuleRadius, links } from './body.js';
import { LINK_STRIDE, linkStates, turnedX, turnedZ } from './kinematics.js';
import type { HalfCheetahTask } from './schema.js';
import { cosine, sine } from './trigonometry.js';

/** One unit is a decimetre, so that a terminal shows a leg as several cells. */
const UNITS_PER_METRE = 10;
const WIDTH = 24;
const HEIGHT = 18;
/** Where the camera holds the torso's origin, and where the ground begins. */
const CENTRE = WIDTH / 2;
const GROUND = HEIGHT - 2;
/** Letters of the line at the top, as large as its longest text lets them be, and of the marks. */
const TEXT_SIZE = 1.6;
const MARK_SIZE = 1.2;
/** Width of a letter as a share of its height, about. */
const LETTER = 0.55;
/** The gauge of speeds: its rows, and units for 1 m/s. */
const TARGET_ROW = 2.6;
const PRESENT_ROW = 3.45;
const UNITS_PER_SPEED = 3;
const GAUGE_THICKNESS = 0.6;
/** The mark of 0 m/s, which the bars begin at, sticks out by this. */
const ZERO_MARGIN = 0.5;

const STANDING = new Float64Array(9);

/**
 * A half-cheetah from its right side, forward being right. The camera follows the torso; metre marks on
 * the ground show how it moves. Above, two bars from the middle: the target velocity (of a direction, 1
 * m/s) and the present one, as numbers beside it. What leaves the picture is drawn at its edge.
 */
export function halfCheetahScene(
  qpos: ArrayLike<number>,
  velocity: number,
  task: HalfCheetahTask | undefined,
): Scene {
  const x = qpos[0]!;
  return {
    width: WIDTH,
    height: HEIGHT,
    shapes: [...gauge(velocity, task), ...ground(x), ...body(qpos)],
  };
}

function gauge(velocity: number, task: HalfCheetahTask | undefined): Shape[] {
  const label = (text: string): Shape => {
    return { kind: 'label', role: 'text', x: 0, y: 0, text, size: TEXT_SIZE };
  };
  const bar = (role: 'target' | 'body', y: number, value: number): Shape => {
    const end = inside(CENTRE + UNITS_PER_SPEED * value, WIDTH);
    return {
      kind: 'line',
      role,
      points: [
        [CENTRE, y],
        [end, y],
      ],
      thickness: GAUGE_THICKNESS,
    };
  };
  const now = bar('body', PRESENT_ROW, velocity);
  const zero: Shape = {
    kind: 'line',
    role: 'wall',
    points: [
      [CENTRE, TARGET_ROW - ZERO_MARGIN],
      [CENTRE, PRESENT_ROW + ZERO_MARGIN],
    ],
    thickness: 0.15,
  };
  if (!task) return [label(`now ${speed(velocity)} m/s`), zero, now];
  if ('direction' in task) {
    const target = task.direction > 0 ? 'run forward' : 'run backward';
    const text = `now ${speed(velocity)} m/s, ${target}`;
    return [label(text), zero, bar('target', TARGET_ROW, task.direction), now];
  }
  const { targetVelocity } = task;
  return [
    label(`now ${speed(velocity)}, target ${speed(targetVelocity)} m/s`),
    zero,
    bar('target', TARGET_ROW, targetVelocity),
    now,
  ];
}

function speed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function ground(cameraX: number): Shape[] {
  const shapes: Shape[] = [
    { kind: 'rectangle', role: 'floor', x: 0, y: GROUND, width: WIDTH, height: 1 },
  ];
  const span = CENTRE / UNITS_PER_METRE;
  for (let metre = Math.ceil(cameraX - span); metre <= cameraX + span; metre++) {
    const x = CENTRE + (metre - cameraX) * UNITS_PER_METRE;
    const points = [[x, GROUND + 0.2] as const, [x, GROUND + 0.8] as const];
    shapes.push({ kind: 'line', role: 'wall', points, thickness: 0.2 });
    const text = `${String(metre).replace('-', '−')} m`;
    if (x + LETTER * MARK_SIZE * text.length > WIDTH) continue;
    shapes.push({ kind: 'label', role: 'text', x, y: GROUND + 1, text, size: MARK_SIZE });
  }
  return shapes;
}

/** The capsules, as lines as thick as they are. */
function body(qpos: ArrayLike<number>): Shape[] {
  // As if the camera stood at x = 0, so that the picture is the same wherever the body is.
  const seen = Float64Array.from(qpos);
  seen[0] = 0;
  const states = linkStates(seen, STANDING);
  return links.flatMap(({ capsules }, link) => {
    const row = link * LINK_STRIDE;
    const [linkX, linkZ, angle] = [states[row]!, states[row + 1]!, states[row + 2]!];
    const end = ({ x, z, halfLength, angle: own }: Capsule, side: number) => {
      const endX = x + side * halfLength * sine(own);
      const endZ = z + side * halfLength * cosine(own);
      const toX = linkX + turnedX(angle, endX, endZ);
      const toZ = linkZ + turnedZ(angle, endX, endZ);
      return [
        inside(CENTRE + UNITS_PER_METRE * toX, WIDTH),
        inside(GROUND - UNITS_PER_METRE * toZ, HEIGHT),
      ] as const;
    };
    return capsules.map((capsule): Shape => {
      const points = [end(capsule, -1), end(capsule, 1)];
      return {
        kind: 'line',
        role: 'body',
        points,
        thickness: 2 * capsuleRadius * UNITS_PER_METRE,
      };
    });
  });
}

function inside(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}
