"""What the learners have in common: sizes, schedules, snapshots, and how learning.ts asks for a training."""

import time
from collections.abc import Callable

import numpy as np

from flat import encode
from gridnavi import ACTIONS, CELLS
from json_lines import answer, requests

INPUTS = 2 * CELLS + ACTIONS + 3
"""A transition: s, a, r, s′, terminated, truncated."""


def sizes_of(settings: dict) -> dict[str, int]:
    """Of the network."""
    return {
        "inputs": INPUTS,
        "hidden": settings["hidden"],
        "observations": CELLS,
        "actions": ACTIONS,
    }


def schedules(settings: dict, fraction: float) -> tuple[float, float, float]:
    """Learning rate, discount and weight of the entropy, linear in the share of the budget that is spent."""

    def towards(first: float, last: float) -> float:
        return first + (last - first) * fraction

    rate = settings["learningRate"]
    return (
        towards(rate, rate * settings["finalLearningRate"]),
        towards(settings["discount"], settings["finalDiscount"]),
        towards(settings["entropyCoefficient"], 0),
    )


class Snapshots:
    """Parameters at intervals of env steps. The clock starts when this is made."""

    def __init__(self, interval: int) -> None:
        self.interval = interval
        self._begun = time.perf_counter()
        self._taken: list[dict] = []
        self._next = interval

    def seconds(self) -> float:
        return time.perf_counter() - self._begun

    def consider(self, steps: int, parameters: Callable[[], np.ndarray]) -> None:
        if steps < self._next:
            return
        self._next += self.interval
        self._taken.append({"seconds": self.seconds(), "steps": steps, "parameters": parameters()})

    def tell(self) -> None:
        for taken in self._taken:
            answer({**taken, "parameters": encode(taken["parameters"])})


def serve(train: Callable[[int, dict, int, float, Snapshots], dict]) -> None:
    """Trains as asked, then tells the snapshots and, last, what `train` returns."""
    for request in requests():
        snapshots = Snapshots(request["interval"])
        told = train(
            request["seed"],
            request["settings"],
            request["budget"]["steps"],
            request["budget"]["seconds"],
            snapshots,
        )
        snapshots.tell()
        answer(told)
