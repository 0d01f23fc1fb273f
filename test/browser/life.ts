import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex } from '@noble/hashes/utils';
import { agentOf, type StoredRun } from '../../docs/live/stored-run.js';
import {
  contentHash,
  createRnnAgent,
  distributions,
  getDistribution,
  loadWasmKernel,
  MetaEpisodes,
  metaTest,
  metaTrain,
  randomPolicy,
  randomStream,
  type TaskDistribution,
  type TensorFlow,
} from '../../index.js';
import { physicsHash } from '../envs/half-cheetah-bits.js';

/** What must be the same wherever it was computed. */
export interface Outcome {
  /** SHA-256 of all that the engine wrote in 1 000 steps, by distribution. */
  readonly engine: { readonly [id: string]: string };
  /** Of all coordinates and rates of a half-cheetah on Rapier after each of 1 000 env steps. */
  readonly physics: string;
  readonly kernel: string;
  /** Of an agent that learnt nothing, in 20 meta-episodes of GridNavi. */
  readonly actions: readonly number[];
  readonly valuesHash: string;
  /** SHA-256 of the greedy actions of committed agents in 20 meta-episodes, by run. */
  readonly trained: { readonly [run: string]: string };
  /** After three iterations of learning, by the kernel alone and through TensorFlow.js. */
  readonly kernelLearning: Learning;
  readonly tensorLearning: Learning;
}

interface Learning {
  readonly parameters: readonly number[];
  readonly returns: readonly (readonly number[])[];
}

/** The same life in Node and in a browser: acts, and learns without and with TensorFlow.js. */
export async function live(
  tf: TensorFlow,
  runs: { readonly [name: string]: StoredRun },
): Promise<Outcome> {
  const engine: Record<string, string> = {};
  for (const each of distributions.entries()) {
    await each.family.load?.();
    engine[each.id] = engineHash(each);
  }
  const { name: kernel } = await loadWasmKernel();
  return {
    engine,
    physics: await physicsHash(),
    kernel,
    ...(await act()),
    trained: await playAll(runs),
    kernelLearning: await learn({}),
    tensorLearning: await learn({ tf }),
  };
}

function engineHash(distribution: TaskDistribution): string {
  const hash = sha256.create();
  const batch = new MetaEpisodes({ distribution, slots: 4, rng: randomStream('browser') });
  const policy = randomPolicy(distribution.family.actionSpace);
  const rng = randomStream('actions');
  policy.begin(batch.slots);
  for (let step = 0; step < 1000; step++) {
    batch.advance(policy.act(batch, rng));
    for (const array of arraysOf(batch)) hash.update(bytesOf(array));
    hash.update(contentHash(batch.tasks));
  }
  batch.dispose();
  return bytesToHex(hash.digest());
}

type Numbers = Float32Array | Int32Array | Uint8Array;

function arraysOf({ transition, ...batch }: MetaEpisodes): Numbers[] {
  const { observation, episodeEnded, metaEpisodeEnded, firstStep, episode, step } = batch;
  const own = [observation, episodeEnded, metaEpisodeEnded, firstStep, episode, step];
  return [...own, ...Object.values(transition)];
}

function bytesOf({ buffer, byteOffset, byteLength }: Numbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function act(): Promise<Pick<Outcome, 'actions' | 'valuesHash'>> {
  const distribution = getDistribution('maze/gridnavi-v0');
  const agent = await createRnnAgent({ family: distribution.family });
  agent.parameters.initialise(randomStream('parameters'));
  agent.parametersChanged();
  agent.greedy = true;
  const batch = new MetaEpisodes({ distribution, slots: 20, rng: randomStream('browser') });
  const rng = randomStream('not drawn from');
  agent.begin(batch.slots);
  const actions: number[] = [];
  const values = sha256.create();
  for (let step = 0; step < distribution.horizon * distribution.episodes; step++) {
    const decision = agent.decide(batch, rng);
    actions.push(...decision.actions);
    values.update(bytesOf(decision.values));
    batch.advance(decision.actions);
  }
  return { actions, valuesHash: bytesToHex(values.digest()) };
}

async function playAll(runs: { readonly [name: string]: StoredRun }): Promise<Outcome['trained']> {
  const trained: Record<string, string> = {};
  for (const [name, run] of Object.entries(runs)) {
    const { agent, distribution } = await agentOf(run);
    const { actions } = metaTest({
      ...{ policy: agent, distribution, tasks: 20, seed: 0, keepActions: true },
    });
    trained[name] = bytesToHex(sha256(bytesOf(actions ?? new Float32Array(0))));
  }
  return trained;
}

async function learn(tensors: { readonly tf?: TensorFlow }): Promise<Learning> {
  const distribution = getDistribution('maze/lecture-v0');
  const agent = await createRnnAgent({ family: distribution.family });
  const slots = 16;
  const budget = { steps: 3 * slots * distribution.horizon * distribution.episodes };
  const returns: (readonly number[])[] = [];
  const options = { ...tensors, agent, distribution, seed: 1, slots, budget };
  for await (const { returnByEpisode } of metaTrain(options)) {
    returns.push(returnByEpisode);
  }
  return { parameters: [...agent.parameters.values], returns };
}
