"""Serves the updates of one library to update.ts.

They are prepared for a size, the first one shows what it computes, and then some are run at a time.
"""

import time
from collections.abc import Callable
from importlib import metadata
from typing import NamedTuple

import numpy as np

from flat import decode, encode, unflatten
from json_lines import answer, requests


class Prepared(NamedTuple):
    loss: float
    gradient: np.ndarray
    """Before it is clipped, of the parameters as they were given, in moving-cheese's order."""
    step: Callable[[], None]
    """One more update, all of it before it returns."""
    parameters: Callable[[], np.ndarray]
    compile_seconds: float


def serve(packages: list[str], prepare: Callable[[dict, dict, dict], Prepared]) -> None:
    """`prepare` is handed sizes and settings, parameters, and the minibatch, both as arrays by name."""
    answer({"versions": {name: metadata.version(name) for name in packages}})
    prepared = None
    for request in requests():
        if "sizes" in request:
            parameters = unflatten(decode(request["parameters"]), request["sizes"])
            prepared = prepare(request, parameters, minibatch_of(request))
            prepared.step()
            answer(
                {
                    "loss": prepared.loss,
                    "gradient": encode(prepared.gradient),
                    "updated": encode(prepared.parameters()),
                    "compileSeconds": prepared.compile_seconds,
                }
            )
        else:
            answer({"milliseconds": [timed(prepared.step) for _ in range(request["updates"])]})


def timed(step: Callable[[], None]) -> float:
    begun = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - begun)


def minibatch_of(request: dict) -> dict[str, np.ndarray]:
    """Time-major, [T, B, …]."""
    shape = (request["steps"], request["slots"])
    widths = {"inputs": request["sizes"]["inputs"], "observations": request["sizes"]["observations"]}
    arrays = {
        name: decode(text).reshape(shape + ((widths[name],) if name in widths else ()))
        for name, text in request["minibatch"].items()
    }
    return {**arrays, "actions": arrays["actions"].astype(np.int32)}
