"""Many steps of a batch of envs as one compiled function, in JAX.

The whole last step (observation, reward, ends) is carried through the scan, so that no part of it is optimised away,
and nothing is stored for each step: that is the least a learner asks for.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from host import Run

Tree = Any
"""Arrays, in whatever order JAX can look into."""


def steps_a_call(batch: int) -> int:
    """Enough that calling costs nothing beside it, as few as keep the actions in the cache."""
    return max(64, 16_384 // batch)


def drawn_actions(batch: int, count: int) -> jax.Array:
    """Discrete, uniform, [T, B]."""
    generator = np.random.default_rng(0)
    return jnp.asarray(generator.integers(0, count, (steps_a_call(batch), batch), np.int32))


def rollout(
    state: Tree, step: Callable[[Tree, jax.Array], tuple[Tree, Tree]], actions: jax.Array
) -> Run:
    """Takes `step(state, actions) → (state, what else it gives)` through all actions in each call, and then goes on."""
    _, shapes = jax.eval_shape(step, state, actions[0])
    carry = (state, jax.tree.map(lambda each: jnp.zeros(each.shape, each.dtype), shapes))
    steps = actions.shape[0] * actions.shape[1]

    @jax.jit
    def advance(carry: Tree, actions: jax.Array) -> Tree:
        return jax.lax.scan(lambda carry, row: (step(carry[0], row), None), carry, actions)[0]

    def run() -> int:
        nonlocal carry
        carry = jax.block_until_ready(advance(carry, actions))
        return steps

    return run


def keys_of(key: jax.Array, batch: int) -> tuple[jax.Array, jax.Array]:
    """A key for later, and one for each env: what an API asks for that takes a key in every step."""
    key, now = jax.random.split(key)
    return key, jax.random.split(now, batch)
