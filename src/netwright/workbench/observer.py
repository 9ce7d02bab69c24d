"""Defaults for the protocols of `model.runtime`: nobody watches, and the machine's clock."""

from __future__ import annotations

import time


class Quiet:
    """An observer that ignores progress."""

    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, name: str, amount: int = 1) -> None:
        pass

    def say(self, text: str) -> None:
        pass


class SystemClock:
    """Monotonic time."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
