import {
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  halfCheetahFamily,
  MetaEpisodes,
  type Physics,
  type RandomStream,
  type RnnAgent,
  randomStream,
  rapierEngine,
  type TaskDistribution,
} from '../../index.js';
import { type Frame, nextFrame } from './film.js';
import { agentOf, type StoredRun } from './stored-run.js';

/** What the page needs to know of an agent before it runs. */
export interface Course {
  /** The task distribution. */
  readonly id: string;
  readonly episodes: number;
  readonly horizon: number;
  /** How long a step takes in the world that is simulated, s. */
  readonly secondsPerStep: number;
  /** Numbers in the memory, H. */
  readonly memory: number;
}

/** How a meta-episode is played. */
export interface Setup {
  /** In m/s; of a direction, 1 or −1. */
  readonly target: number;
  readonly seed: number;
  /** Clear the memory before every episode. */
  readonly wipeMemory: boolean;
}

/** What is seen after a step, and what was remembered before. */
export interface Moment extends Frame {
  /** The memory h with which the action was chosen, [H]. */
  readonly memory: Float32Array;
  /** Whether it was cleared before. */
  readonly isCleared: boolean;
}

/** A trained half-cheetah that runs on, from one meta-episode to the next, while its target is changed. */
export class Cheetah {
  #run: { readonly agent: RnnAgent; readonly distribution: TaskDistribution } | undefined;
  #running: Running | undefined;

  /** To be called first, and to exchange the agent. */
  async open(run: StoredRun): Promise<Course> {
    this.#running?.dispose();
    this.#running = undefined;
    this.#run = await agentOf(run);
    const { agent, distribution } = this.#run;
    const { id, episodes, horizon, family } = distribution;
    agent.begin(1);
    const secondsPerStep = family.film?.secondsPerStep ?? 1;
    return { id, episodes, horizon, secondsPerStep, memory: agent.memory.length };
  }

  /** Begins a meta-episode: the same setup gives the same run. */
  begin(setup: Setup): void {
    if (!this.#run) throw new Error('The trained agent is not loaded: call open first.');
    this.#running?.dispose();
    this.#running = new Running(this.#run.agent, this.#run.distribution, setup);
  }

  /** Takes so many steps. After a meta-episode's end another one begins, with the same target. */
  advance(steps: number): Moment[] {
    const running = this.#begun();
    return Array.from({ length: steps }, () => running.advance());
  }

  /**
   * Rewards are those of another target from the next step on, while body and memory stay as they are, or from the next
   * episode on, when the body is back at the start.
   */
  retarget(target: number, from: 'step' | 'episode'): void {
    this.#begun().retarget(target, from);
  }

  /** Clears the memory before the next step. */
  wipe(): void {
    this.#begun().wipe();
  }

  /** Whether the memory is cleared before every episode from now on. */
  wipeBetweenEpisodes(wipeMemory: boolean): void {
    this.#begun().wipeMemory = wipeMemory;
  }

  #begun(): Running {
    if (!this.#running) throw new Error('Nothing runs yet: call begin first.');
    return this.#running;
  }
}

class Running {
  readonly #agent: RnnAgent;
  readonly #batch: MetaEpisodes<HalfCheetahTask>;
  readonly #actions: RandomStream;
  readonly #isDirection: boolean;
  wipeMemory: boolean;
  /** Of the present step, and of the next episode. */
  #target: number;
  #nextTarget: number;
  /** While an env is told its new task, its body is not put back to the start. */
  #keepsBody = false;

  constructor(agent: RnnAgent, distribution: TaskDistribution, setup: Setup) {
    const { target, seed, wipeMemory } = setup;
    const { configuration } = distribution.definition as unknown as {
      configuration: HalfCheetahConfiguration;
    };
    this.#agent = agent;
    this.#isDirection = configuration.reward.kind === 'direction';
    this.wipeMemory = wipeMemory;
    this.#target = target;
    this.#nextTarget = target;
    const { id, load } = rapierEngine;
    const engine = { id, load, create: () => this.#lasting(rapierEngine.create()) };
    const family = halfCheetahFamily(configuration, engine);
    this.#batch = new MetaEpisodes({
      distribution: { ...(distribution as TaskDistribution<HalfCheetahTask>), family },
      slots: 1,
      rng: randomStream(seed),
      nextTask: () => this.#task(),
      measure: true,
    });
    this.#actions = randomStream(seed).fork('actions');
    agent.begin(1);
  }

  advance(): Moment {
    const batch = this.#batch;
    if (batch.step[0] === 0) {
      this.#target = this.#nextTarget;
      if (this.wipeMemory) this.wipe();
    }
    const isCleared = batch.firstStep[0] === 1;
    const frame = nextFrame(this.#agent, batch, this.#actions, this.#target);
    return { ...frame, memory: this.#agent.memory.slice(), isCleared };
  }

  retarget(target: number, from: 'step' | 'episode'): void {
    this.#nextTarget = target;
    this.#batch.tasks[0] = this.#task();
    if (from === 'step') this.#retargetNow();
  }

  wipe(): void {
    this.#batch.firstStep[0] = 1;
  }

  dispose(): void {
    this.#batch.dispose();
  }

  /**
   * An env learns of another task by a reset only, which would put the body back to the start. So this one resets
   * the env and leaves out the body: what is seen, the same numbers as before, is written once more.
   */
  #retargetNow(): void {
    this.#target = this.#nextTarget;
    this.#keepsBody = true;
    this.#batch.env(0).reset(this.#task(), randomStream('unused'), this.#batch.observation);
    this.#keepsBody = false;
  }

  /** Of the next episode. */
  #task(): HalfCheetahTask {
    if (!this.#isDirection) return { targetVelocity: this.#nextTarget };
    return { direction: this.#nextTarget > 0 ? 1 : -1 };
  }

  #lasting(body: Physics): Physics {
    const reset = body.reset.bind(body);
    body.reset = (qpos, qvel) => {
      if (!this.#keepsBody) reset(qpos, qvel);
    };
    return body;
  }
}
