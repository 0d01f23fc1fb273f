"""Grid worlds that Python steps: NumPy for a whole batch, envs of Gymnasium one by one, and native code."""

from collections.abc import Callable
from functools import partial

import numpy as np

from gridnavi import ACTIONS
from gridnavi_numpy import GridNavi
from host import Contestant, Run, serve

STEPS_A_CALL = 64


def drawn_actions(batch: int, count: int, kind: type = np.int64) -> np.ndarray:
    return np.random.default_rng(0).integers(0, count, (STEPS_A_CALL, batch)).astype(kind)


def in_numpy(batch: int) -> Run:
    env = GridNavi(batch)
    actions = drawn_actions(batch, ACTIONS, np.intp)

    def run() -> int:
        for row in actions:
            env.step(row)
        return actions.size

    return run


def one_env(name: str, batch: int) -> Run:
    import gymnasium
    import minigrid  # noqa: F401, registers its envs

    assert batch == 1
    env = gymnasium.make(name, disable_env_checker=True)
    env.reset(seed=0)
    actions = drawn_actions(1, env.action_space.n).ravel().tolist()

    def run() -> int:
        for action in actions:
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()
        return len(actions)

    return run


def stepped(envs: object, batch: int, count: int, kind: type = np.int64) -> Run:
    """Any env of Gymnasium's vector interface, which resets by itself. A call takes fewer steps where they are slow."""
    actions = drawn_actions(batch, count, kind)[: max(1, 4096 // batch)]
    envs.reset()

    def run() -> int:
        for row in actions:
            envs.step(row)
        return actions.size

    return run


def in_sync_vector(name: str, batch: int) -> Run:
    import gymnasium
    import minigrid  # noqa: F401, registers its envs

    make = partial(gymnasium.make, name, disable_env_checker=True)
    envs = gymnasium.vector.SyncVectorEnv([make] * batch, copy=False)
    return stepped(envs, batch, envs.single_action_space.n)


def in_envpool(name: str, batch: int) -> Run:
    import envpool

    envs = envpool.make_gymnasium(name, num_envs=batch, num_threads=1, seed=0)
    return stepped(envs, batch, envs.action_space.n, np.int32)


def in_pufferlib(name: str, batch: int) -> Run:
    import gymnasium
    import minigrid  # noqa: F401, registers its envs
    import pufferlib.emulation
    import pufferlib.vector

    def make(buf: object = None, seed: int = 0) -> object:
        return pufferlib.emulation.GymnasiumPufferEnv(
            env=gymnasium.make(name, disable_env_checker=True), buf=buf, seed=seed
        )

    envs = pufferlib.vector.make(make, backend=pufferlib.vector.Serial, num_envs=batch, seed=0)
    return stepped(envs, batch, envs.single_action_space.n)


def minigrid_contestant(
    name: str, package: str, batches: list[int], beside: str, make: Callable[[str, int], Run]
) -> Contestant:
    rules = "a room of 3×3 cells, one turns and moves, a view of 7×7×3"
    return Contestant(
        name, package, batches, f"{rules}; {beside}", partial(make, "MiniGrid-Empty-5x5-v0")
    )


serve(
    [
        Contestant(
            "GridNavi in NumPy, by hand",
            None,
            [1, 64, 1024, 16_384],
            "our own, for this comparison: the same task and outputs, written for the whole batch, "
            "which shares one clock",
            in_numpy,
        ),
        minigrid_contestant(
            "Minigrid Empty-5x5", "minigrid", [1], "each step a call in Python", one_env
        ),
        minigrid_contestant(
            "Minigrid Empty-5x5 in Gymnasium's SyncVectorEnv",
            "minigrid",
            [64, 1024],
            "one after the other in Python, observations gathered in one array",
            in_sync_vector,
        ),
        minigrid_contestant(
            "Minigrid Empty-5x5 in PufferLib, Serial",
            "pufferlib-core",
            [1, 64, 1024],
            "one after the other in Python, flattened into shared memory",
            in_pufferlib,
        ),
        minigrid_contestant(
            "EnvPool MiniGrid-Empty-5x5",
            "envpool",
            [1, 64, 1024, 16_384],
            "in C++, one thread, a batch handed over through a queue",
            in_envpool,
        ),
        Contestant(
            "FrozenLake in Gymnasium's SyncVectorEnv",
            "gymnasium",
            [1, 64, 1024],
            "4×4 cells, always the same map, the number of the cell observed; moves slip, one after "
            "the other in Python",
            partial(in_sync_vector, "FrozenLake-v1"),
        ),
    ],
    ["numpy", "gymnasium"],
)
