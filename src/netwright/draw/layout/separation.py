"""Positions on one axis that keep their distances and come close to what each would like.

Owns the constraints `right - left >= gap` (no circles) and their solution; must not know what the variables mean.
Pushing everything right until all constraints hold, and everything left, gives two solutions; their mean is a third
(the constraints are linear), after which each variable moves towards its wish as far as its neighbours let it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

RELAXATIONS = 4
FAR = 1e7
"""Further than any picture is wide."""


class Separation:
    def __init__(self, count: int, gaps: Mapping[tuple[int, int], float]) -> None:
        """`gaps`: (left, right) -> least distance."""
        self.before: list[list[tuple[int, float]]] = [[] for _ in range(count)]
        self.after: list[list[tuple[int, float]]] = [[] for _ in range(count)]
        for (left, right), gap in gaps.items():
            self.before[right].append((left, gap))
            self.after[left].append((right, gap))
        self.order = self._sorted(count)

    def _sorted(self, count: int) -> list[int]:
        waiting = [len(self.before[variable]) for variable in range(count)]
        ready = [variable for variable in range(count) if not waiting[variable]]
        for variable in ready:
            for right, _ in self.after[variable]:
                waiting[right] -= 1
                if not waiting[right]:
                    ready.append(right)
        if len(ready) != count:
            raise ValueError("constraints in a circle")
        return ready

    def solve(self, wishes: Sequence[float], pull: Mapping[int, int]) -> list[float]:
        """A position for each variable; those in `pull` end as far right (1) or left (-1) as others let them."""
        rightmost = self._pushed(wishes, self.order, self.before, 1)
        leftmost = self._pushed(wishes, self.order[::-1], self.after, -1)
        found = [(right + left) / 2 for right, left in zip(rightmost, leftmost, strict=True)]
        for number in range(RELAXATIONS):
            for variable in self.order if number % 2 else self.order[::-1]:
                position = wishes[variable] + pull.get(variable, 0) * FAR
                low = max((found[left] + gap for left, gap in self.before[variable]), default=-math.inf)
                high = min((found[right] - gap for right, gap in self.after[variable]), default=math.inf)
                found[variable] = max(low, min(position, high))
        return found

    @staticmethod
    def _pushed(
        wishes: Sequence[float], order: Sequence[int], bounds: Sequence[Sequence[tuple[int, float]]], sign: int
    ) -> list[float]:
        """Positions that are wishes where possible and as little further (in the direction of `sign`) where not."""
        found = [0.0] * len(order)
        for variable in order:
            limits = [sign * found[other] + gap for other, gap in bounds[variable]]
            found[variable] = sign * max(sign * wishes[variable], *limits) if limits else wishes[variable]
        return found
