"""Lines of JSON in and out: the Python side of conversation.ts.

Whatever a library prints goes to stderr, so that the lines stay clean.
"""

import json
import os
import sys
from collections.abc import Iterator

_lines = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)
sys.stdout = sys.stderr


def requests() -> Iterator[dict]:
    """What is asked, until nobody asks any more."""
    for line in sys.stdin:
        yield json.loads(line)


def answer(value: object) -> None:
    """Numbers that are not finite are no JSON, and an error here."""
    _lines.write(json.dumps(value, allow_nan=False) + "\n")
    _lines.flush()
