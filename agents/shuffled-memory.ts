import type { DecisionBatch } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';

/** What was offered at one decision of one slot: the last transition, and what stood beside it. */
interface Offered {
  readonly observation: Float32Array;
  readonly before: Float32Array;
  readonly action: Float32Array;
  readonly reward: number;
  readonly after: Float32Array;
  readonly terminated: number;
  readonly truncated: number;
  readonly episodeEnded: number;
  readonly firstStep: number;
  readonly episode: number;
  readonly step: number;
}

/**
 * The ablation that takes the order of the past away: at every decision the policy forgets everything and is shown
 * the transitions of the present meta-episode anew, each once, in an order drawn from `order`, and then the true
 * present observation. A policy whose memory is a function of the set of transitions, such as one with the encoder
 * `pooled`, acts as before; what others lose is what the order told them. T decisions take T² / 2 steps.
 *
 * @example
 * metaTest({ policy: shuffledMemory(agent, randomStream(1)), distribution, tasks: 1000, seed: 1 });
 */
export function shuffledMemory(policy: Policy, order: RandomStream): Policy {
  let past: Offered[][] = [];
  // What is drawn for actions that nobody takes is drawn elsewhere, so that the others stay the same.
  const discarded = order.fork('discarded actions');
  return {
    begin(slots) {
      past = Array.from({ length: slots }, () => []);
    },
    act(batch, rng) {
      for (let slot = 0; slot < batch.slots; slot++) {
        if (batch.firstStep[slot] === 1) past[slot] = [];
        past[slot]!.push(offeredTo(batch, slot));
      }
      // The first row says that there is no past yet; it stays where it is.
      const rows = past.map(([first, ...others]) => [first!, ...order.shuffle(others)]);
      const longest = Math.max(...rows.map(({ length }) => length));
      policy.begin(batch.slots);
      for (let i = 0; i < longest - 1; i++) {
        policy.act(
          // Slots with a shorter past begin it again and again until it is their turn.
          joined(rows.map((own) => own[Math.max(0, i - longest + own.length)]!)),
          discarded,
        );
      }
      const { observation, episode, step } = batch;
      return policy.act(
        { ...joined(rows.map((own) => own.at(-1)!)), observation, episode, step },
        rng,
      );
    },
  };
}

function offeredTo(batch: DecisionBatch, slot: number): Offered {
  const { transition, slots } = batch;
  const row = (array: Float32Array) => {
    const size = array.length / slots;
    return array.slice(slot * size, (slot + 1) * size);
  };
  return {
    observation: row(batch.observation),
    before: row(transition.observation),
    action: row(transition.action),
    reward: transition.reward[slot]!,
    after: row(transition.nextObservation),
    terminated: transition.terminated[slot]!,
    truncated: transition.truncated[slot]!,
    episodeEnded: batch.episodeEnded[slot]!,
    firstStep: batch.firstStep[slot]!,
    episode: batch.episode[slot]!,
    step: batch.step[slot]!,
  };
}

/** One decision of every slot as a batch. */
function joined(rows: readonly Offered[]): DecisionBatch {
  const floats = (part: (row: Offered) => Float32Array) => {
    const size = part(rows[0]!).length;
    const all = new Float32Array(rows.length * size);
    rows.forEach((row, slot) => {
      all.set(part(row), slot * size);
    });
    return all;
  };
  const bytes = (part: (row: Offered) => number) => Uint8Array.from(rows, part);
  return {
    slots: rows.length,
    observation: floats((row) => row.observation),
    transition: {
      observation: floats((row) => row.before),
      action: floats((row) => row.action),
      reward: Float32Array.from(rows, (row) => row.reward),
      nextObservation: floats((row) => row.after),
      terminated: bytes((row) => row.terminated),
      truncated: bytes((row) => row.truncated),
    },
    episodeEnded: bytes((row) => row.episodeEnded),
    // A meta-episode's end is told by the first step of the next; nothing of the old one is shown.
    metaEpisodeEnded: new Uint8Array(rows.length),
    firstStep: bytes((row) => row.firstStep),
    episode: Int32Array.from(rows, (row) => row.episode),
    step: Int32Array.from(rows, (row) => row.step),
  };
}
