import type * as tfjs from '@tensorflow/tfjs';
import { ArgumentError } from '../core/errors.js';
import type { RandomStream } from '../core/random.js';
import type { TensorFlow } from './kernels/tensorflow.js';

/** Parameters as tensors, by name. */
export type Tensors = { [name: string]: tfjs.Tensor };

/** One named array of a network and how it starts. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * `zeros`; `constant`: gain everywhere; `scaled`: normal with deviation gain/√(rows), rows being the
   * first side (LeCun 1998); `orthogonal`: each square block of columns orthogonal, times gain (Saxe et
   * al. 2014).
   */
  readonly start: 'zeros' | 'constant' | 'scaled' | 'orthogonal';
  readonly gain?: number;
  /** False for statistics, which are saved with the parameters and have no gradient. True by default. */
  readonly isLearnt?: boolean;
}

/**
 * All numbers of a network in one flat vector, with a named view of each array. Flat, so that saving,
 * averaging between workers, clipping and Adam are one loop each.
 */
export class Parameters {
  readonly specs: readonly ParameterSpec[];
  readonly values: Float32Array;
  readonly #views = new Map<string, Float32Array>();

  /** Zeros. Throws {@link ArgumentError} when two specs share a name. */
  constructor(specs: readonly ParameterSpec[], values?: Float32Array) {
    const size = specs.reduce((sum, spec) => sum + sizeOfShape(spec.shape), 0);
    if (values !== undefined && values.length !== size) {
      throw new ArgumentError({
        subject: 'parameters',
        rule: `must be ${size} numbers for this network`,
        received: values.length,
        remedy: 'Build the network with the sizes it was saved with.',
      });
    }
    this.specs = specs;
    this.values = values ?? new Float32Array(size);
    let offset = 0;
    for (const { name, shape } of specs) {
      if (this.#views.has(name)) {
        throw new ArgumentError({
          subject: 'names of parameters',
          rule: 'must differ',
          received: name,
          remedy: 'Prefix each part of the network with a name of its own.',
        });
      }
      const length = sizeOfShape(shape);
      this.#views.set(name, this.values.subarray(offset, offset + length));
      offset += length;
    }
  }

  /** The array of that name, sharing memory with {@link Parameters.values}. */
  view(name: string): Float32Array {
    const view = this.#views.get(name);
    if (!view) {
      throw new ArgumentError({
        subject: 'parameter name',
        rule: `must be one of ${[...this.#views.keys()].join(', ')}`,
        received: name,
        remedy: 'See the specs of the network.',
      });
    }
    return view;
  }

  /** Same layout, other memory: for gradients, or for memory shared between workers. */
  like(values?: Float32Array): Parameters {
    return new Parameters(this.specs, values);
  }

  /** Takes over the numbers of another network with the same names and shapes. Throws {@link ArgumentError}. */
  copyFrom(other: Parameters): void {
    const [own, others] = [this, other].map(({ specs }) =>
      specs.map(({ name, shape }) => `${name} ${shape.join('×')}`),
    );
    const length = Math.max(this.specs.length, other.specs.length);
    for (let i = 0; i < length; i++) {
      if (own?.[i] === others?.[i]) continue;
      throw new ArgumentError({
        subject: 'parameters to begin with',
        rule: `must be those of the same network, with ${own?.[i] ?? 'nothing more'} in place ${i + 1}`,
        received: others?.[i] ?? 'nothing',
        remedy: 'Build both agents with the same options, for equal observation and action spaces.',
      });
    }
    this.values.set(other.values);
  }

  /** Fills every array as its spec says, each from a stream of its own name. */
  initialise(rng: RandomStream): void {
    for (const spec of this.specs) {
      const view = this.view(spec.name);
      const [rows = 1, columns = 1] = spec.shape;
      const gain = spec.gain ?? 1;
      if (spec.start === 'zeros') view.fill(0);
      else if (spec.start === 'constant') view.fill(gain);
      else if (spec.start === 'scaled') {
        const stream = rng.fork(spec.name);
        for (let i = 0; i < view.length; i++) view[i] = (gain / Math.sqrt(rows)) * stream.normal();
      } else orthogonalBlocks(view, rows, columns, gain, rng.fork(spec.name));
    }
  }

  /** One tensor for each array, by name. The caller disposes them, or wraps the call in `tf.tidy`. */
  toTensors(tf: TensorFlow): Tensors {
    const tensors: Tensors = {};
    for (const { name, shape } of this.specs) {
      tensors[name] = tf.tensor(this.view(name), [...shape]);
    }
    return tensors;
  }
}

function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Gram and Schmidt on random columns, block by block of `rows` columns. Row-major storage. */
function orthogonalBlocks(
  matrix: Float32Array,
  rows: number,
  columns: number,
  gain: number,
  rng: RandomStream,
): void {
  for (let first = 0; first < columns; first += rows) {
    const basis: Float64Array[] = [];
    for (let column = first; column < Math.min(columns, first + rows); column++) {
      const vector = Float64Array.from({ length: rows }, () => rng.normal());
      // Twice: once leaves rounding errors of the first pass behind.
      for (let pass = 0; pass < 2; pass++) {
        for (const other of basis) {
          let product = 0;
          for (let i = 0; i < rows; i++) product += vector[i]! * other[i]!;
          for (let i = 0; i < rows; i++) vector[i]! -= product * other[i]!;
        }
      }
      let square = 0;
      for (const value of vector) square += value * value;
      const scale = 1 / Math.sqrt(square);
      for (let i = 0; i < rows; i++) {
        vector[i]! *= scale;
        matrix[i * columns + column] = gain * vector[i]!;
      }
      basis.push(vector);
    }
  }
}
