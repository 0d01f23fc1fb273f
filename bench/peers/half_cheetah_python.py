"""Half-cheetahs that Python steps: MuJoCo through Gymnasium, in one process and in several, and through EnvPool.

half_cheetah_python.py <cores>: with two, it serves what makes use of both.
"""

import sys
from functools import partial

import numpy as np

from host import Contestant, Run, serve

EPISODE = 200
"""As in this library's distributions; Gymnasium's own episodes are five times as long."""
MOTORS = 6

two_cores = sys.argv[1:] == ["2"]


def drawn_actions(batch: int, kind: type = np.float32) -> np.ndarray:
    steps = max(8, 512 // batch)
    return np.random.default_rng(0).uniform(-1, 1, (steps, batch, MOTORS)).astype(kind)


def one_env(batch: int) -> Run:
    import gymnasium

    assert batch == 1
    env = gymnasium.make("HalfCheetah-v5", max_episode_steps=EPISODE, disable_env_checker=True)
    env.reset(seed=0)
    actions = drawn_actions(1)[:, 0]

    def run() -> int:
        for action in actions:
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()
        return len(actions)

    return run


def stepped(envs: object, actions: np.ndarray) -> Run:
    envs.reset()

    def run() -> int:
        for row in actions:
            envs.step(row)
        return actions.shape[0] * actions.shape[1]

    return run


def in_vector(kind: str, batch: int) -> Run:
    import gymnasium

    make = partial(
        gymnasium.make, "HalfCheetah-v5", max_episode_steps=EPISODE, disable_env_checker=True
    )
    envs = getattr(gymnasium.vector, kind)([make] * batch, copy=False)
    return stepped(envs, drawn_actions(batch))


def in_envpool(batch: int) -> Run:
    import envpool

    envs = envpool.make_gymnasium(
        "HalfCheetah-v5",
        num_envs=batch,
        num_threads=min(batch, 2 if two_cores else 1),
        max_episode_steps=EPISODE,
        seed=0,
    )
    return stepped(envs, drawn_actions(batch, np.float64))


MUJOCO = "native MuJoCo, double precision"
envpool_contestant = Contestant(
    "EnvPool HalfCheetah-v5",
    "envpool",
    [2, 64, 256] if two_cores else [1, 2, 64, 256],
    f"{MUJOCO}, driven by C++, a batch handed over through a queue",
    in_envpool,
)
alone = [
    Contestant(
        "Gymnasium HalfCheetah-v5",
        "gymnasium",
        [1],
        f"{MUJOCO}, driven by Python",
        one_env,
    ),
    Contestant(
        "Gymnasium HalfCheetah-v5 in SyncVectorEnv",
        "gymnasium",
        [2, 64, 256],
        f"{MUJOCO}, driven by Python one after the other",
        partial(in_vector, "SyncVectorEnv"),
    ),
]
side_by_side = [
    Contestant(
        "Gymnasium HalfCheetah-v5 in AsyncVectorEnv",
        "gymnasium",
        [2],
        f"{MUJOCO}, driven by Python in two processes",
        partial(in_vector, "AsyncVectorEnv"),
    ),
]
serve(
    [*(side_by_side if two_cores else alone), envpool_contestant],
    ["numpy", "mujoco"],
)
