"""Grid worlds in JAX, each in its library's own way: vmap over the batch, resets by the library, one compiled scan."""

from functools import partial

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


BY_HAND = (
    "our own, for this comparison: the same task and outputs, written for the whole batch, "
    "which shares one clock"
)
KEYS = "a step takes a key and computes a reset"
EMPTY = "of which this room has none; a step computes a reset"

serve(
    [
        Contestant("GridNavi in JAX, by hand", None, BATCHES, BY_HAND, gridnavi),
        Contestant(
            "gymnax FrozenLake-misc",
            "gymnax",
            BATCHES,
            f"4×4 cells, always the same map, the number of the cell observed; {KEYS}",
            partial(in_gymnax, "FrozenLake-misc"),
        ),
        Contestant(
            "gymnax FourRooms-misc",
            "gymnax",
            BATCHES,
            "rooms in 13×13 cells, start and goal fixed, their coordinates observed; "
            f"every third move fails, {KEYS}",
            partial(in_gymnax, "FourRooms-misc"),
        ),
        Contestant(
            "gymnax MetaMaze-misc",
            "gymnax",
            BATCHES,
            "a maze of 13×13 cells, a view of 3×3, last action and reward and the time observed; "
            f"{KEYS}",
            partial(in_gymnax, "MetaMaze-misc"),
        ),
        Contestant(
            "XLand-MiniGrid EmptyRandom-5x5",
            "xminigrid",
            BATCHES,
            "a room of 3×3 cells, one turns and moves, a view of 7×7×2; objects, doors and rules, "
            f"{EMPTY}",
            partial(in_xminigrid, "MiniGrid-EmptyRandom-5x5"),
        ),
        Contestant(
            "Navix Empty-5x5",
            "navix",
            BATCHES,
            "a room of 3×3 cells, one turns and moves, the grid of 5×5×3 observed; objects and "
            f"doors, {EMPTY}",
            partial(in_navix, "Navix-Empty-5x5-v0"),
        ),
    ],
    ["jax", "jaxlib"],
)
