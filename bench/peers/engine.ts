// Env steps a second in grid worlds: this library's engine, compiled and batched ones in JAX and C++, and Python's.
import { measureBeside } from './beside.js';
import type { Part } from './part.js';

export const measureEngineBeside: Part = (options) =>
  measureBeside(
    {
      file: 'peers-engine',
      title: 'Grid worlds beside the field',
      ours: ['maze/gridnavi-v0', 'maze/moving-walls-v0'],
      programs: [
        { program: 'engine_jax.py', cores: 1 },
        { program: 'engine_jax.py', cores: 2 },
        { program: 'engine_python.py', cores: 1 },
        { program: 'rl-ts.js', cores: 1 },
      ],
      batches: [1, 64, 1024, 16_384],
      headline: 1024,
    },
    options,
  );
