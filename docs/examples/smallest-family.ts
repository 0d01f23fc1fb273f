import { box, discrete, type Family } from 'moving-cheese';

/** What varies: which of three doors hides the cheese. */
export type DoorsTask = { readonly door: number };

export const doors: Family<DoorsTask, number> = {
  id: 'doors',
  about: 'Which of three doors hides the cheese.',
  taskSchema: { type: 'object', properties: { door: { enum: [0, 1, 2] } }, required: ['door'] },
  observationSpace: box([1], 0, 1),
  actionSpace: discrete(3),
  create() {
    let door = 0;
    return {
      reset(task, _rng, observation) {
        door = task.door;
        observation[0] = 1;
      },
      step(action, observation) {
        observation[0] = 1;
        return { reward: action === door ? 1 : 0, terminated: true };
      },
    };
  },
};

/** What `moving-cheese check` tries the family on. */
export const doorsTasks: readonly DoorsTask[] = [{ door: 0 }, { door: 1 }, { door: 2 }];
