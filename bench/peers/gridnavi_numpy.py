"""GridNavi for a whole batch in NumPy, as fast as we could write it: the same task as `maze/gridnavi-v0`.

No env ends before its horizon, so all share one clock, which an engine for any env cannot assume.
"""

import numpy as np

from gridnavi import ACTIONS, CELLS, EPISODES, GOALS, HORIZON, MISS, NEXT


class GridNavi:
    """After each step: `observation` [B, 25], one-hot, `reward` [B], `next_observation`, before any reset."""

    def __init__(self, batch: int, seed: int = 0) -> None:
        self._generator = np.random.default_rng(seed)
        self._batch = batch
        self._next = NEXT.astype(np.intp).ravel()
        self._rows = np.arange(batch, dtype=np.intp) * CELLS
        self._cell = np.zeros(batch, np.intp)
        # Two arrays in turn, so that the observation before the step is not overwritten by the one after it.
        self._observations = [np.zeros((batch, CELLS), np.float32) for _ in range(2)]
        self._ones = [self._rows.copy() for _ in range(2)]
        self._start = np.zeros((batch, CELLS), np.float32)
        self._start[:, 0] = 1
        self._clock = 0
        self.reward = np.empty(batch, np.float32)
        self.observation = self._start
        self.next_observation = self._start
        self.episode_ended = False
        self._draw_goals()

    def step(self, actions: np.ndarray) -> None:
        cell = self._cell
        cell *= ACTIONS
        cell += actions
        np.take(self._next, cell, out=cell)
        self.reward.fill(MISS)
        self.reward[cell == self._goal] = 1
        which = self._clock & 1
        flat, ones = self._observations[which].reshape(-1), self._ones[which]
        flat[ones] = 0
        np.add(self._rows, cell, out=ones)
        flat[ones] = 1
        self.observation = self.next_observation = self._observations[which]
        self._clock += 1
        self.episode_ended = self._clock % HORIZON == 0
        if self.episode_ended:
            self._begin_episode()

    def _begin_episode(self) -> None:
        self._cell.fill(0)
        self.observation = self._start
        if self._clock % (HORIZON * EPISODES) == 0:
            self._draw_goals()

    def _draw_goals(self) -> None:
        self._goal = GOALS[self._generator.integers(0, len(GOALS), self._batch)]
