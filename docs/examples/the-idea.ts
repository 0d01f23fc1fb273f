import {
  createRnnAgent,
  getDistribution,
  MetaEpisodes,
  metaTrain,
  randomStream,
} from 'moving-cheese';

const distribution = getDistribution('maze/lecture-v0'); // p(M)
const { family, horizon, episodes: K } = distribution;
const agent = await createRnnAgent({ family }); // f_θ, and π and V on top of it
const run = { agent, distribution, seed: 1, budget: { steps: 40_000 } };
for await (const _ of metaTrain(run)); // θ ← θ + α ∇J(θ), again and again

/** J(θ) by episode, with γ = 1: the mean over tasks M ~ p(M) of Σ_t r, for k = 1 … K. */
function estimate(wipeMemory: boolean, slots = 1000): number[] {
  const rng = randomStream(2);
  const batch = new MetaEpisodes({ distribution, split: 'test', slots, wipeMemory, rng }); // M ~ p(M)
  const returns = Array<number>(K).fill(0);
  const isOver = new Uint8Array(slots);
  agent.begin(slots); // h = 0
  for (let t = 0; t < K * horizon; t++) {
    const k = batch.episode.slice();
    batch.advance(agent.act(batch, rng)); // h = f_θ(τ), a ~ π(a | s, h); then M gives r and s′
    for (let slot = 0; slot < slots; slot++) {
      if (isOver[slot] === 0) returns[k[slot]!]! += batch.transition.reward[slot]! / slots;
      isOver[slot]! |= batch.metaEpisodeEnded[slot]!; // the slot goes on in another task
    }
  }
  return returns;
}

const show = (name: string, returns: readonly number[]) =>
  console.log(name, returns.map((value) => value.toFixed(2)).join(', '));
show('agent, memory kept', estimate(false));
show('agent, memory wiped', estimate(true));
for (const { name, returnByEpisode } of distribution.references?.('test', []) ?? []) {
  show(name, returnByEpisode);
}
