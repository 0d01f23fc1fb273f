"""RL² with PPO on GridNavi in JAX, in the style of PureJaxRL: env, rollout and updates are one jitted function.

The agent, the batch and the schedules are those of moving-cheese. Asked by learning.ts in one line, it answers with the
parameters at intervals, which are tested there.
"""

from importlib import metadata
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax

from flat import first_parameters, flatten
from gridnavi import ACTIONS, CELLS, EPISODES, GOALS, HORIZON, MISS, NEXT
from learning_host import INPUTS, Snapshots, schedules, serve, sizes_of
from network_jax import Arrays, first_memory, gru_step, heads, optimiser_of, project, update

STEPS = HORIZON * EPISODES
"""Of an iteration, in each slot: one meta-episode, from its beginning."""


class State(NamedTuple):
    parameters: Arrays
    optimiser: optax.OptState
    key: jax.Array
    steps: jax.Array
    """Env steps trained on."""


def one_hot(indices: jax.Array, count: int) -> jax.Array:
    return jax.nn.one_hot(indices, count, dtype=jnp.float32)


def collect(parameters: Arrays, key: jax.Array, slots: int, scale: float) -> dict:
    """A meta-episode in each slot, [T, B, …]."""
    goal_key, noise_key = jax.random.split(key)
    goals = jnp.asarray(GOALS, jnp.int32)[jax.random.randint(goal_key, (slots,), 0, len(GOALS))]
    next_cell = jnp.asarray(NEXT)

    def step(carry: tuple, given: tuple) -> tuple[tuple, dict]:
        memory, cells, inputs = carry
        t, noise = given
        observations = one_hot(cells, CELLS)
        memory = gru_step(parameters, memory, project(parameters, inputs))
        outputs = heads(parameters, observations, memory)
        # The most likely action under this noise is a draw from the policy.
        actions = jnp.argmax(outputs[:, :-1] + noise, -1)
        came_to = next_cell[cells, actions]
        rewards = scale * jnp.where(came_to == goals, 1.0, MISS)
        ended = (t + 1) % HORIZON == 0
        # s, a, r, s′, terminated, truncated; nothing is ever terminated.
        transition = jnp.concatenate(
            [
                observations,
                one_hot(actions, ACTIONS),
                rewards[:, None],
                one_hot(came_to, CELLS),
                jnp.zeros((slots, 1)),
                jnp.full((slots, 1), ended, jnp.float32),
            ],
            -1,
        )
        seen = {
            "inputs": inputs,
            "observations": observations,
            "actions": actions,
            "rewards": rewards,
            "outputs": outputs,
        }
        return (memory, jnp.where(ended, 0, came_to), transition), seen

    start = (
        first_memory(parameters, slots),
        jnp.zeros(slots, jnp.int32),
        jnp.zeros((slots, INPUTS)),
    )
    noise = jax.random.gumbel(noise_key, (STEPS, slots, ACTIONS))
    return jax.lax.scan(step, start, (jnp.arange(STEPS), noise))[1]


def with_advantages(seen: dict, discount: jax.Array, trace_decay: float) -> Arrays:
    """What minibatches are cut from, with generalised advantages (Schulman et al. 2016, eq. 16)."""
    values = seen["outputs"][..., -1]

    def step(carry: tuple, given: tuple) -> tuple[tuple, jax.Array]:
        running, next_value = carry
        reward, value = given
        running = reward + discount * (next_value + trace_decay * running) - value
        return (running, value), running

    nothing = jnp.zeros(values.shape[1])
    _, advantages = jax.lax.scan(
        step, (nothing, nothing), (seen["rewards"], values), reverse=True
    )
    log_policy = jax.nn.log_softmax(seen["outputs"][..., :-1])
    chosen = jnp.take_along_axis(log_policy, seen["actions"][..., None], -1)[..., 0]
    return {
        "inputs": seen["inputs"],
        "observations": seen["observations"],
        "actions": seen["actions"],
        "old_log_probabilities": chosen,
        "advantages": (advantages - advantages.mean()) / (advantages.std() + 1e-8),
        "targets": advantages + values,
    }


def iterate(state: State, settings: dict, budget: int) -> State:
    """One iteration: experience in all slots, then some passes over it in minibatches."""
    slots, minibatches = settings["slots"], settings["minibatches"]
    rate, discount, entropy_weight = schedules(settings, state.steps / budget)
    key, collect_key, shuffle_key = jax.random.split(state.key, 3)
    seen = collect(state.parameters, collect_key, slots, settings["rewardScale"])
    arrays = with_advantages(seen, discount, settings["traceDecay"])

    def cut(array: jax.Array, order: jax.Array) -> jax.Array:
        """Minibatches are sets of slots with all their decisions, [minibatches, T, slots of each, …]."""
        parts = array[:, order].reshape(STEPS, minibatches, -1, *array.shape[2:])
        return jnp.moveaxis(parts, 1, 0)

    def learn(learner: tuple, minibatch: Arrays) -> tuple[tuple, None]:
        return update(*learner, minibatch, settings, rate, entropy_weight), None

    def epoch(learner: tuple, key: jax.Array) -> tuple[tuple, None]:
        order = jax.random.permutation(key, slots)
        parts = {name: cut(array, order) for name, array in arrays.items()}
        return jax.lax.scan(learn, learner, parts)

    keys = jax.random.split(shuffle_key, settings["epochs"])
    learner, _ = jax.lax.scan(epoch, (state.parameters, state.optimiser), keys)
    return State(*learner, key, state.steps + slots * STEPS)


def train(seed: int, settings: dict, budget: int, seconds: float, snapshots: Snapshots) -> dict:
    steps_per_iteration = settings["slots"] * STEPS
    iterations = max(1, snapshots.interval // steps_per_iteration)

    @jax.jit
    def advance(state: State) -> State:
        """All iterations until the next snapshot."""
        return jax.lax.fori_loop(0, iterations, lambda _, state: iterate(state, settings, budget), state)

    sizes = sizes_of(settings)
    parameters = jax.tree.map(jnp.asarray, first_parameters(sizes, seed))
    state = State(
        parameters, optimiser_of(settings).init(parameters), jax.random.key(seed), jnp.float32(0)
    )
    begun = snapshots.seconds()
    compiled = advance.lower(state).compile()
    compile_seconds = snapshots.seconds() - begun
    steps = 0
    while steps < budget and snapshots.seconds() < seconds:
        state = jax.block_until_ready(compiled(state))
        steps += iterations * steps_per_iteration
        snapshots.consider(steps, lambda: flatten(state.parameters, sizes))
    versions = {name: metadata.version(name) for name in ("jax", "optax")}
    return {"compileSeconds": compile_seconds, "versions": versions}


if __name__ == "__main__":
    serve(train)
