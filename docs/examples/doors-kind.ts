import { distributionFromDefinition, type FamilyKind } from 'moving-cheese';
import { type DoorsTask, doors, doorsTasks } from './smallest-family.js';

const nothingToChoose = { type: 'object', additionalProperties: false } as const;

/** The family with its samplers: what `family: "doors"` means in a distribution written as JSON. */
export const doorsKind: FamilyKind<object, object, DoorsTask> = {
  id: doors.id,
  about: doors.about,
  configurationSchema: nothingToChoose,
  samplerSchema: nothingToChoose,
  configure: () => doors,
  sampler: () => ({
    support: doorsTasks.map((task) => ({ task, probability: 1 / doorsTasks.length })),
    sample: (rng) => rng.pick(doorsTasks),
  }),
};

export const doorsFromJson = distributionFromDefinition(
  {
    id: 'example/doors-v1',
    about: 'Three doors, equally likely. Train and test share the three tasks.',
    family: 'doors',
    configuration: {},
    horizon: 1,
    episodes: 5,
    tasks: {},
    splits: { kind: 'shared' },
  },
  { subject: 'doors', families: [doorsKind] },
);
