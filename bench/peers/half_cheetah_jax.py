"""Half-cheetahs in JAX: Brax, with its own physics and with MuJoCo's in JAX (MJX)."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from host import Contestant, Run, serve
from rollout import keys_of, rollout

EPISODE = 200
STEPS_A_CALL = 8
BATCHES = [1, 64, 256]


def in_brax(backend: str, batch: int) -> Run:
    from brax import envs
    from brax.envs.wrappers import training

    env = envs.get_environment("halfcheetah", backend=backend)
    env = training.wrap(env, episode_length=EPISODE, action_repeat=1)
    # Keys of the older kind: Brax takes the batch's shape from theirs.
    _, keys = keys_of(jax.random.PRNGKey(0), batch)
    generator = np.random.default_rng(0)
    actions = jnp.asarray(
        generator.uniform(-1, 1, (STEPS_A_CALL, batch, env.action_size)), jnp.float32
    )
    first = jax.jit(env.reset)(keys)
    return rollout(first, lambda state, row: (env.step(state, row), ()), actions)


BESIDE = "single precision, 5 physics steps; restarts from the first state it drew"

serve(
    [
        Contestant(
            "Brax halfcheetah, generalized",
            "brax",
            BATCHES,
            f"its own physics in generalised coordinates, {BESIDE}",
            partial(in_brax, "generalized"),
        ),
        Contestant(
            "Brax halfcheetah, MJX",
            "brax",
            BATCHES,
            f"MuJoCo's physics in JAX, {BESIDE}",
            partial(in_brax, "mjx"),
        ),
    ],
    ["jax", "jaxlib", "mujoco", "mujoco-mjx"],
)
