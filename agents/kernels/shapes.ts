import type {
  GruParameters,
  GruSequence,
  GruSize,
  HeadArguments,
  HeadParameters,
  HeadSize,
  Reals,
  StepperSize,
} from './gru.js';

/** @throws RangeError naming the array, the shape it should have and the length it has */
export function assertShape(
  name: string,
  array: Reals | Uint8Array,
  shape: readonly number[],
): void {
  const expected = shape.reduce((product, size) => product * size, 1);
  if (array.length !== expected) {
    throw new RangeError(
      `${name} must hold [${shape.join(', ')}] = ${expected} numbers, but holds ${array.length}`,
    );
  }
}

function assertSize(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${name} must be an integer of at least ${least}, but is ${value}`);
  }
}

export function assertGruSize(size: GruSize): void {
  assertSize('steps', size.steps, 1);
  assertSize('batch', size.batch, 1);
  assertSize('inputs', size.inputs, 1);
  assertSize('hidden', size.hidden, 1);
}

export function assertHeadSize(size: HeadSize): void {
  assertSize('rows', size.rows, 1);
  assertSize('observation', size.observation, 0);
  assertSize('hidden', size.hidden, 1);
  assertSize('outputs', size.outputs, 1);
}

export function assertStepperSize(size: StepperSize): void {
  assertSize('slots', size.slots, 1);
  assertSize('inputs', size.inputs, 1);
  assertSize('hidden', size.hidden, 1);
  assertSize('observation', size.observation, 0);
  assertSize('outputs', size.outputs, 1);
}

/** Checks parameters, or gradients, which have the same shapes. */
export function assertGruParameters(
  size: { readonly inputs: number; readonly hidden: number },
  parameters: GruParameters,
): void {
  const { inputs, hidden } = size;
  assertShape('inputWeights', parameters.inputWeights, [inputs, 3 * hidden]);
  assertShape('recurrentWeights', parameters.recurrentWeights, [hidden, 3 * hidden]);
  assertShape('bias', parameters.bias, [3 * hidden]);
  assertShape('candidateBias', parameters.candidateBias, [hidden]);
}

export function assertHeadParameters(
  size: { readonly observation: number; readonly hidden: number; readonly outputs: number },
  parameters: HeadParameters,
): void {
  const { observation, hidden, outputs } = size;
  assertShape('observationWeights', parameters.observationWeights, [observation, outputs]);
  assertShape('memoryWeights', parameters.memoryWeights, [hidden, outputs]);
  assertShape('heads bias', parameters.bias, [outputs]);
}

export function assertSequence(size: GruSize, sequence: GruSequence, output: Reals): void {
  const { steps, batch, inputs, hidden } = size;
  assertShape('inputs', sequence.inputs, [steps, batch, inputs]);
  assertShape('cleared', sequence.cleared, [steps, batch]);
  assertShape('output', output, [steps, batch, hidden]);
  if (sequence.initialMemory !== undefined) {
    assertShape('initialMemory', sequence.initialMemory, [batch, hidden]);
  }
}

export function assertHeadArguments(size: HeadSize, from: HeadArguments): void {
  assertShape('observations', from.observations, [size.rows, size.observation]);
  assertShape('memory', from.memory, [size.rows, size.hidden]);
}

/** The error for a tape asked to go back twice. */
export function spentTape(): Error {
  return new Error(
    'this GRU tape was walked back or released already: run forward again for another gradient',
  );
}

/** The error for acting without parameters. */
export function unloadedStepper(): Error {
  return new Error(
    'this GRU stepper holds no parameters: call load(gru, heads) before step(), and do not step after release()',
  );
}
