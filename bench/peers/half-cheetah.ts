// Env steps a second of the half-cheetah: both of this library's physics engines, and MuJoCo as others run it.
import { measureBeside } from './beside.js';
import type { Part } from './part.js';

export const measureHalfCheetahBeside: Part = (options) =>
  measureBeside(
    {
      file: 'peers-half-cheetah',
      title: 'Half-cheetahs beside the field',
      ours: ['half-cheetah on mujoco', 'half-cheetah on rapier'],
      programs: [
        { program: 'half_cheetah_python.py', cores: 1 },
        { program: 'half_cheetah_python.py', cores: 2 },
        { program: 'half_cheetah_jax.py', cores: 1 },
        { program: 'half_cheetah_jax.py', cores: 2 },
      ],
      batches: [1, 2, 64, 256],
      headline: 1,
    },
    options,
  );
