"""Grid worlds in JAX, each in its library's own way: vmap over the batch, resets by the library, one compiled scan."""

import jax

from gridnavi_jax import gridnavi
from host import Contestant, Run, serve
from rollout import drawn_actions, keys_of, rollout

BATCHES = [1, 64, 1024, 16_384]


def in_gymnax(name: str, batch: int) -> Run:
    import gymnax

    env, parameters = gymnax.make(name)
    key, keys = keys_of(jax.random.key(0), batch)
    _, first = jax.vmap(env.reset, (0, None))(keys, parameters)
    step_all = jax.vmap(env.step, (0, 0, 0, None))

    def step(state: tuple, actions: jax.Array) -> tuple:
        key, envs = state
        key, keys = keys_of(key, batch)
        observation, envs, *rest = step_all(keys, envs, actions, parameters)
        return (key, envs), (observation, rest)

    return rollout((key, first), step, drawn_actions(batch, env.action_space(parameters).n))


def in_xminigrid(name: str, batch: int) -> Run:
    import xminigrid
    from xminigrid.wrappers import GymAutoResetWrapper

    env, parameters = xminigrid.make(name)
    env = GymAutoResetWrapper(env)
    _, keys = keys_of(jax.random.key(0), batch)
    first = jax.vmap(env.reset, (None, 0))(parameters, keys)
    step_all = jax.vmap(env.step, (None, 0, 0))
    actions = drawn_actions(batch, env.num_actions(parameters))
    return rollout(first, lambda envs, row: (step_all(parameters, envs, row), ()), actions)


def in_navix(name: str, batch: int) -> Run:
    import navix

    env = navix.make(name)
    _, keys = keys_of(jax.random.key(0), batch)
    first = jax.vmap(env.reset)(keys)
    step_all = jax.vmap(env.step)
    actions = drawn_actions(batch, len(env.action_set))
    return rollout(first, lambda envs, row: (step_all(envs, row), ()), actions)


serve(
    [
        Contestant(
            "GridNavi in JAX, by hand",
            None,
            BATCHES,
            "our own, for this comparison: the same task and outputs, written for the whole batch, which shares one clock",
            gridnavi,
        ),
        Contestant(
            "gymnax FrozenLake-misc",
            "gymnax",
            BATCHES,
            "4×4 cells; a step takes a key and computes a reset",
            lambda batch: in_gymnax("FrozenLake-misc", batch),
        ),
        Contestant(
            "gymnax FourRooms-misc",
            "gymnax",
            BATCHES,
            "13×13 rooms, the observation is two coordinates; moves fail at random, a step takes a key and computes a reset",
            lambda batch: in_gymnax("FourRooms-misc", batch),
        ),
        Contestant(
            "gymnax MetaMaze-misc",
            "gymnax",
            BATCHES,
            "a maze of 13×13 cells, a view of 3×3, last action and reward and the time observed; a step takes a key and computes a reset",
            lambda batch: in_gymnax("MetaMaze-misc", batch),
        ),
        Contestant(
            "XLand-MiniGrid EmptyRandom-5x5",
            "xminigrid",
            BATCHES,
            "a room of 3×3 cells, one turns and moves, a view of 5×5×2; can carry objects, open doors and apply rules, which this room has not; a step computes a reset",
            lambda batch: in_xminigrid("MiniGrid-EmptyRandom-5x5", batch),
        ),
        Contestant(
            "Navix Empty-5x5",
            "navix",
            BATCHES,
            "a room of 3×3 cells, one turns and moves, the grid observed in symbols; a step computes a reset",
            lambda batch: in_navix("Navix-Empty-5x5-v0", batch),
        ),
    ],
    ["jax", "jaxlib"],
)
