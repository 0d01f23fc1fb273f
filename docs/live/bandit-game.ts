import {
  type BanditTask,
  bestArm,
  type Env,
  type GittinsTable,
  gittinsPolicy,
  gittinsTable,
  MetaEpisodes,
  type Policy,
  type RandomStream,
  type RnnAgent,
  randomStream,
  type TaskDistribution,
  thompsonSampling,
} from '../../index.js';
import { agentOf, type StoredRun } from './stored-run.js';

/** What the page needs to know before the first game. */
export interface Rules {
  readonly arms: number;
  /** Pulls of a game. */
  readonly pulls: number;
  /** Expected totals of a game, exact, by the names of references. */
  readonly expected: { readonly [name: string]: number };
}

interface Pull {
  readonly arm: number;
  /** 1 where it paid, else 0. */
  readonly reward: number;
}

export type PlayerName = 'you' | 'gittins' | 'thompson' | 'agent';

/** What somebody did so far. */
export interface Player {
  readonly pulls: readonly Pull[];
  readonly total: number;
  /** By arm: how often it was pulled, and how often it paid. */
  readonly arms: readonly { readonly pulls: number; readonly paid: number }[];
}

export interface Game {
  readonly players: { readonly [name in PlayerName]: Player };
  /** By arm: its Gittins index, given what you know. */
  readonly index: readonly number[];
  /** The arm that the index would pull in your place. */
  readonly advice: number;
  /** The chances of the arms, once the game is over. */
  readonly means?: readonly number[];
}

/** You against three policies, on the same arms with the same pay-offs; everything behind the bandit's page. */
export class BanditGame {
  #run: { readonly agent: RnnAgent; readonly distribution: TaskDistribution } | undefined;
  #table: GittinsTable | undefined;
  #dealt: Dealt | undefined;

  /** To be called first. */
  async open(run: StoredRun): Promise<Rules> {
    this.#run = await agentOf(run);
    const { distribution } = this.#run;
    const pulls = distribution.horizon;
    this.#table = gittinsTable({ pulls, discount: discountFor(pulls) });
    // They are expectations over all tasks, whichever one is handed in.
    const one = distribution.sample('test', randomStream('any'));
    const known = distribution.references?.('test', [one]) ?? [];
    const expected = Object.fromEntries(known.map(({ name, total }) => [name, total]));
    return { arms: armsOf(distribution), pulls, expected };
  }

  /** New arms: a function of the seed. Their chances are drawn from the split `test` where they are not given. */
  deal(seed: number, means?: readonly number[]): Game {
    if (!this.#run) throw new Error('The trained agent is not loaded: call open first.');
    this.#dealt?.dispose();
    const { agent, distribution } = this.#run;
    const drawn = distribution.sample('test', randomStream(seed).fork('task')) as BanditTask;
    this.#dealt = new Dealt(agent, distribution, means ?? drawn.means, randomStream(seed));
    return this.#game();
  }

  /** You pull an arm, and so does everybody. Throws where the game is over. */
  pull(arm: number): Game {
    this.#dealt?.pull(arm);
    return this.#game();
  }

  #game(): Game {
    const dealt = this.#dealt;
    if (!dealt || !this.#table) throw new Error('There are no arms yet: call deal first.');
    const players = {
      you: playerOf(dealt.pulls.you, dealt.means.length),
      gittins: playerOf(dealt.pulls.gittins, dealt.means.length),
      thompson: playerOf(dealt.pulls.thompson, dealt.means.length),
      agent: playerOf(dealt.pulls.agent, dealt.means.length),
    };
    const index = players.you.arms.map(({ pulls, paid }) => this.#table!.of(paid, pulls - paid));
    const advice = bestArm(index.length, (arm) => index[arm]!);
    return { players, index, advice, ...(dealt.isOver && { means: dealt.means }) };
  }
}

/** A game under way. */
class Dealt {
  readonly means: readonly number[];
  readonly pulls: { readonly [name in PlayerName]: Pull[] } = {
    you: [],
    gittins: [],
    thompson: [],
    agent: [],
  };
  readonly #horizon: number;
  readonly #others: readonly Seat[];
  readonly #yours: (arm: number) => number;

  constructor(
    agent: Policy,
    distribution: TaskDistribution,
    means: readonly number[],
    rng: RandomStream,
  ) {
    this.means = means;
    this.#horizon = distribution.horizon;
    const arms = means.length;
    const pulls = distribution.horizon;
    const table = payTable(means, pulls, rng.fork('pay'));
    this.#yours = payer(table);
    const seat = (name: PlayerName, policy: Policy): Seat => {
      policy.begin(1);
      const batch = new MetaEpisodes({
        distribution: paying(distribution, table),
        slots: 1,
        rng: rng.fork(name),
        nextTask: () => ({ means }),
      });
      return { name, policy, batch, rng: rng.fork(`${name} acts`) };
    };
    this.#others = [
      seat('gittins', gittinsPolicy({ arms, pulls, discount: discountFor(pulls) })),
      seat('thompson', thompsonSampling({ arms })),
      seat('agent', agent),
    ];
  }

  get isOver(): boolean {
    return this.pulls.you.length === this.#horizon;
  }

  pull(arm: number): void {
    if (this.isOver) throw new Error('The game is over: deal new arms.');
    this.pulls.you.push({ arm, reward: this.#yours(arm) });
    for (const { name, policy, batch, rng } of this.#others) {
      const chosen = policy.act(batch, rng)[0]!;
      batch.advance([chosen]);
      this.pulls[name].push({ arm: chosen, reward: batch.transition.reward[0]! });
    }
  }

  dispose(): void {
    for (const { batch } of this.#others) batch.dispose();
  }
}

interface Seat {
  readonly name: PlayerName;
  readonly policy: Policy;
  readonly batch: MetaEpisodes;
  readonly rng: RandomStream;
}

/** As `gittinsPolicy` has it. */
function discountFor(pulls: number): number {
  return 1 - 1 / pulls;
}

function armsOf({ family: { actionSpace } }: TaskDistribution): number {
  return actionSpace.kind === 'discrete' ? actionSpace.size : 0;
}

/** What each pull of each arm will pay, [k][n]: the same coin for whoever pulls an arm for the n-th time. */
function payTable(means: readonly number[], pulls: number, rng: RandomStream): number[][] {
  return means.map((mean) => Array.from({ length: pulls }, () => (rng.uniform() < mean ? 1 : 0)));
}

/** Pays one player by the table. */
function payer(table: readonly (readonly number[])[]): (arm: number) => number {
  const counts = table.map(() => 0);
  return (arm) => table[arm]![counts[arm]!++]!;
}

/** The distribution with arms that pay by the table. */
function paying(
  distribution: TaskDistribution,
  table: readonly (readonly number[])[],
): TaskDistribution {
  const create = (): Env => {
    let pay = payer(table);
    return {
      reset(_task, _rng, observation) {
        pay = payer(table);
        observation[0] = 1;
      },
      step(action, observation) {
        observation[0] = 1;
        return { reward: pay(action as number), terminated: false };
      },
    };
  };
  return { ...distribution, family: { ...distribution.family, create } };
}

function playerOf(pulls: readonly Pull[], arms: number): Player {
  const of = (arm: number) => pulls.filter((pull) => pull.arm === arm);
  const paid = (some: readonly Pull[]) => some.reduce((sum, { reward }) => sum + reward, 0);
  return {
    pulls: [...pulls],
    total: paid(pulls),
    arms: Array.from({ length: arms }, (_, arm) => ({
      pulls: of(arm).length,
      paid: paid(of(arm)),
    })),
  };
}
