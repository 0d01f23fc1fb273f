"""Serves what is measured, one contestant at a time: the Python side of contestants.ts.

A contestant is made for a batch, which is prepared (made, compiled, warmed up) and then run for so many seconds at
a time, so that contestants of several processes can take turns.
"""

import os
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from json_lines import answer, requests

Run = Callable[[], int]
"""Does a fixed amount of work, all of it before it returns; how many env steps that were."""

WARM_UP_SECONDS = 0.2


class Contestant(NamedTuple):
    name: str
    package: str | None
    """On PyPI; none for code of our own."""
    batches: Sequence[int]
    beside: str
    """What it does more or less than ours, for readers."""
    make: Callable[[int], Run]


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Of those that are installed."""
    return {name: version for name in packages if (version := _version(name)) is not None}


def serve(contestants: Sequence[Contestant], packages: Sequence[str] = ()) -> None:
    """Says what there is, and then does what is asked. `packages` are further ones whose versions matter."""
    answer(
        {
            "contestants": [
                {
                    "name": each.name,
                    "version": _label(each.package),
                    "batches": list(each.batches),
                    "beside": each.beside,
                    "absent": _absence(each.package),
                }
                for each in contestants
            ],
            "versions": versions(packages),
        }
    )
    made = {each.name: each.make for each in contestants}
    prepared: dict[str, Run] = {}
    for request in requests():
        try:
            if name := request.get("prepare"):
                # The one for the last batch is let go first, with its memory.
                prepared.pop(name, None)
                begun = time.perf_counter()
                prepared[name] = made[name](request["batch"])
                prepared[name]()
                seconds = time.perf_counter() - begun
                timed(prepared[name], WARM_UP_SECONDS)
                answer({"seconds": seconds})
            else:
                answer(timed(prepared[request["run"]], request["seconds"]))
        except Exception as error:  # One library that fails must not end the others' measurement.
            answer({"failed": f"{type(error).__name__}: {error}".splitlines()[0]})


def timed(run: Run, seconds: float) -> dict[str, float]:
    begun = time.perf_counter()
    steps = 0
    while (elapsed := time.perf_counter() - begun) < seconds:
        steps += run()
    return {"steps": steps, "seconds": elapsed}


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _label(package: str | None) -> str | None:
    if package is None or (version := _version(package)) is None:
        return None
    return f"{package} {version}"


def _absence(package: str | None) -> str | None:
    """Why a package is not installed, as setup.sh found out."""
    if package is None or _version(package) is not None:
        return None
    reason = Path(os.environ.get("MOVING_CHEESE_PEERS", "."), "not-installed", package)
    if not reason.exists():
        return "not installed, because bench/peers/setup.sh was not run"
    lines = reason.read_text().splitlines()
    errors = [line for line in lines if "error" in line.lower()]
    return f"not installed, because {(errors or lines or ['no reason is known'])[0].strip()}"
