import type * as tfjs from '@tensorflow/tfjs';
import { ArgumentError } from '../../core/errors.js';
import type { TensorFlow } from '../kernels/tensorflow.js';
import { Workspace } from '../kernels/workspace.js';
import type { Tensors } from '../parameters.js';
import type { RnnAgent } from '../rnn-agent.js';
import { clippedLoss, clippedLossGradient, type Loss } from './clipped-loss.js';
import type { Minibatch } from './minibatch.js';

export interface LossOptions {
  readonly clip: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
  readonly loss?: Loss;
}

/** One gradient, and what was seen on the way. */
export interface MinibatchGradient {
  /** Of the loss in the agent's parameters, flat. */
  readonly gradient: Float32Array;
  readonly loss: number;
  readonly entropy: number;
  readonly divergence: number;
}

/**
 * The gradient of the loss on one minibatch. Without `tf` it takes the network's own way back, and the
 * clipped loss; with `tf` everything goes through tensors and their automatic differentiation. The workspace is restarted, and
 * the gradient lies in it.
 *
 * Throws {@link ArgumentError} when the network or the loss needs `tf` and there is none.
 */
export function minibatchGradient(
  tf: TensorFlow | undefined,
  agent: RnnAgent,
  minibatch: Minibatch,
  options: LossOptions,
  workspace = new Workspace(),
): MinibatchGradient {
  if (tf) return throughTensors(tf, agent, minibatch, options);
  const { network, actionDistribution, parameters } = agent;
  if (!network.forward || options.loss) {
    throw new ArgumentError({
      subject: 'tf',
      rule: `must be TensorFlow.js for ${options.loss ? 'a loss of your own' : `the network ${network.id}`}, which is written in tensors`,
      received: tf,
      remedy: 'Pass `tf` to metaTrain, in Node from loadTensorFlow() of moving-cheese/node.',
    });
  }
  workspace.restart();
  const evaluation = network.forward(parameters, minibatch, workspace);
  const free = network.free(parameters);
  const { outputs } = evaluation;
  const { outputGradient, freeGradient, ...seen } = clippedLossGradient(
    { ...minibatch, ...options, actionDistribution, outputs, free },
    workspace,
  );
  const gradient = parameters.like(workspace.zeros(parameters.values.length));
  evaluation.backward(outputGradient, gradient);
  network.free(gradient).set(freeGradient);
  return { gradient: gradient.values, ...seen };
}

function throughTensors(
  tf: TensorFlow,
  { network, actionDistribution, parameters }: RnnAgent,
  minibatch: Minibatch,
  { loss: lossFunction = clippedLoss, ...coefficients }: LossOptions,
): MinibatchGradient {
  const { headSize, actionSize } = actionDistribution;
  const count = minibatch.advantages.length;
  const names = parameters.specs.flatMap(({ name, isLearnt }) => (isLearnt === false ? [] : name));
  const gradient = parameters.like();
  const seen = { loss: 0, entropy: 0, divergence: 0 };
  // Nothing is returned from `tidy`: it would search a returned array element by element for tensors.
  tf.tidy(() => {
    const lossOf = (...arrays: tfjs.Tensor[]): tfjs.Scalar => {
      const tensors: Tensors = Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
      const outputs = network.evaluate(tf, tensors, minibatch);
      const measured = actionDistribution.evaluate(
        tf,
        outputs.slice([0, 0], [count, headSize]),
        network.freeTensor(tf, tensors),
        tf.tensor2d(minibatch.actions, [count, actionSize]),
      );
      seen.entropy = measured.entropy.mean().dataSync()[0]!;
      seen.divergence = divergence(measured.logProbability, minibatch.oldLogProbabilities);
      return lossFunction(tf, {
        ...measured,
        ...coefficients,
        value: outputs.slice([0, headSize], [count, 1]).as1D(),
        oldLogProbability: tf.tensor1d(minibatch.oldLogProbabilities),
        advantage: tf.tensor1d(minibatch.advantages),
        target: tf.tensor1d(minibatch.targets),
      });
    };
    const tensors = parameters.toTensors(tf);
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensors[name]!));
    names.forEach((name, i) => {
      gradient.view(name).set(grads[i]!.dataSync());
    });
    seen.loss = value.dataSync()[0]!;
  });
  return { gradient: gradient.values, ...seen };
}

/** mean(ρ − 1 − ln ρ), as in `ClippedLossGradient`. */
function divergence(logProbability: tfjs.Tensor1D, oldLogProbabilities: Float32Array): number {
  let sum = 0;
  logProbability.dataSync<'float32'>().forEach((value, n) => {
    const logRatio = value - oldLogProbabilities[n]!;
    sum += Math.exp(logRatio) - 1 - logRatio;
  });
  return sum / oldLogProbabilities.length;
}
