"""The rules of GridNavi (VariBAD), as `maze/gridnavi-v0` has them, in tables that NumPy and JAX share."""

import numpy as np

SIZE = 5
CELLS = SIZE * SIZE
ACTIONS = 5
HORIZON = 15
EPISODES = 4
MISS = np.float32(-0.1)
"""The reward off the goal; on it, 1."""


def _neighbours(cell: int) -> list[int]:
    """Up, right, down, left, stay; at the edge one stays."""
    y, x = divmod(cell, SIZE)
    moves = [(0, -1), (1, 0), (0, 1), (-1, 0), (0, 0)]
    inside = [
        (x + right, y + down) if 0 <= x + right < SIZE and 0 <= y + down < SIZE else (x, y)
        for right, down in moves
    ]
    return [y * SIZE + x for x, y in inside]


NEXT = np.array([_neighbours(cell) for cell in range(CELLS)], np.int32)
"""The cell one comes to, [25, 5]."""

GOALS = np.array([cell for cell in range(CELLS) if cell % SIZE >= 2 or cell // SIZE >= 2])
"""All cells outside the 2×2 corner of the start, which is cell 0."""
