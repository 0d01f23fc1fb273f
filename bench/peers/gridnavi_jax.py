"""GridNavi for a whole batch in JAX, as fast as we could write it: the same task as `maze/gridnavi-v0`.

No env ends before its horizon, so all share one clock, which an engine for any env cannot assume.
"""

import jax
import jax.numpy as jnp

from gridnavi import ACTIONS, CELLS, EPISODES, GOALS, HORIZON, MISS, NEXT
from host import Run
from rollout import drawn_actions, rollout

_NEXT = jnp.asarray(NEXT.ravel())
_GOALS = jnp.asarray(GOALS, jnp.int32)


def one_hot(cells: jax.Array) -> jax.Array:
    return jax.nn.one_hot(cells, CELLS, dtype=jnp.float32)


def gridnavi(batch: int) -> Run:
    """The state is key, clock, cells, goals; a step gives s′, the observation after any reset, and the reward."""

    def draw_goals(key: jax.Array) -> tuple[jax.Array, jax.Array]:
        key, now = jax.random.split(key)
        return key, _GOALS[jax.random.randint(now, (batch,), 0, len(GOALS))]

    def step(state: tuple, actions: jax.Array) -> tuple[tuple, tuple]:
        key, clock, cells, goals = state
        cells = _NEXT[cells * ACTIONS + actions]
        reward = jnp.where(cells == goals, jnp.float32(1), MISS)
        next_observation = one_hot(cells)
        clock = (clock + 1) % (HORIZON * EPISODES)
        cells = jnp.where(clock % HORIZON == 0, 0, cells)
        key, goals = jax.lax.cond(
            clock == 0, lambda key, _: draw_goals(key), lambda key, goals: (key, goals), key, goals
        )
        return (key, clock, cells, goals), (next_observation, one_hot(cells), reward)

    key, goals = draw_goals(jax.random.key(0))
    start = (key, jnp.int32(0), jnp.zeros(batch, jnp.int32), goals)
    return rollout(start, step, drawn_actions(batch, ACTIONS))
