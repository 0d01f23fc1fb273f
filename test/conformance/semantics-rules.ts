import { EnvHandle, MetaEpisodes, type Shape, sample, sizeOf } from '../../core/index.js';
import { defineRule, type Rule, violated } from './rule.js';
import { Session, withEnv } from './session.js';
import { differentTasks, distributionOf, type FamilySubject, suiteStream } from './subjects.js';

const STEPS = 60;

const agreementRule = defineRule<FamilySubject>(
  'handle and meta-episodes agree',
  'The handle for people and a batch of one slot give the same transitions from the same streams.',
  (subject) => {
    const distribution = distributionOf(subject);
    const { observationSpace, actionSpace } = subject.family;
    const batch = new MetaEpisodes({ distribution, slots: 1, rng: suiteStream('agree') });
    const handle = new EnvHandle(distribution);
    // The same stream as the batch's only slot has.
    const stream = suiteStream('agree').fork(0).fork('env');
    const actions = suiteStream('agreeing actions');
    const row = new Float32Array(sizeOf(actionSpace));
    const size = sizeOf(observationSpace);
    const compare = (what: string, one: ArrayLike<number>, other: ArrayLike<number>) => {
      for (let i = 0; i < one.length; i++) {
        if (!Object.is(one[i], other[i])) {
          violated(
            `Element ${i} of ${what} is ${one[i]} by the handle and ${other[i]} by the batch.`,
            'See the rules on determinism and history; if they pass, report this as a bug.',
          );
        }
      }
    };
    let observation = handle.reset(batch.tasks[0], stream);
    for (let t = 0; t < STEPS; t++) {
      if (observation.length !== size) violated('The row has another length.', 'Report this.');
      compare('the observation', observation, batch.observation);
      sample(actionSpace, actions, row);
      batch.advance(row);
      const step = handle.step(actionSpace.kind === 'discrete' ? row[0]! : row);
      const { transition } = batch;
      compare('the next observation', step.observation, transition.nextObservation);
      compare('the reward', [Math.fround(step.reward)], transition.reward);
      compare('terminated', [step.terminated ? 1 : 0], transition.terminated);
      compare('truncated', [step.truncated ? 1 : 0], transition.truncated);
      observation =
        batch.episodeEnded[0] === 1
          ? handle.reset(batch.tasks[0], stream, batch.episode[0])
          : step.observation;
    }
    handle.dispose();
    batch.dispose();
  },
);

const sceneRule = defineRule<FamilySubject>(
  'scenes stay in their frame',
  'A scene, where there is one, has a positive width and height and finite shapes inside them.',
  ({ family, tasks }) => {
    withEnv(family, (env) => {
      for (const [i, task] of differentTasks(tasks).slice(0, 6).entries()) {
        const session = new Session(family, env, { task, seed: `scene ${i}` });
        for (let call = 0; call < 30; call++) {
          session.advance();
          const scene = env.scene?.();
          if (!scene) return;
          const { width, height, shapes } = scene;
          if (!(width > 0 && height > 0 && width + height < Number.POSITIVE_INFINITY)) {
            violated(`The scene is ${width} × ${height}.`, 'Give a finite width and height.');
          }
          for (const shape of shapes) {
            const inside = cornersOf(shape).every(
              ([x, y]) => x >= -1e-6 && y >= -1e-6 && x <= width + 1e-6 && y <= height + 1e-6,
            );
            if (!inside) {
              violated(
                `${JSON.stringify(shape)} is not inside ${width} × ${height}.`,
                'Give coordinates in the units of the scene, from its top left corner.',
              );
            }
          }
        }
      }
    });
  },
);

const filmRule = defineRule<FamilySubject>(
  'films have scenes',
  'Where a family is shown as a film, a step takes a time above 0 and every env draws its scene.',
  ({ family, tasks }) => {
    const { film } = family;
    if (!film) return;
    const { secondsPerStep } = film;
    if (!(secondsPerStep > 0 && Number.isFinite(secondsPerStep))) {
      violated(
        `A step takes ${secondsPerStep} s.`,
        'Say how long it takes in the simulated world.',
      );
    }
    withEnv(family, (env) => {
      new Session(family, env, { task: tasks[0], seed: 'film' }).play(2);
      if (!env.scene?.()) violated('There is no scene.', 'Write `Env.scene`, or leave out `film`.');
    });
  },
);

/** Points that must lie inside; NaN and infinite ones never do. */
function cornersOf(shape: Shape): readonly (readonly [x: number, y: number])[] {
  switch (shape.kind) {
    case 'rectangle':
      return [
        [shape.x, shape.y],
        [shape.x + shape.width, shape.y + shape.height],
      ];
    case 'circle':
      return [
        [shape.x - shape.radius, shape.y - shape.radius],
        [shape.x + shape.radius, shape.y + shape.radius],
      ];
    case 'line':
      return [...shape.points, [Math.min(0, shape.thickness), 0]];
    case 'label':
      return [
        [shape.x, shape.y],
        [Math.min(0, shape.size), 0],
      ];
  }
}

/** What must hold where the env meets the rest of the library. */
export const semanticsRules: readonly Rule<FamilySubject>[] = [agreementRule, sceneRule, filmRule];
