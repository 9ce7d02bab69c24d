"""Defaults for the protocols of `model.runtime`: nobody watches, and the machine's clock."""

from __future__ import annotations

import threading
import time

from ..model import Observer


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


class StoppedError(Exception):
    """Raised inside work that was asked to stop."""


class Stopper:
    """Ends work in other threads: a clock and observers that raise StoppedError once `stop` was called."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def stop(self) -> None:
        self._event.set()

    def check(self) -> None:
        """Raises StoppedError."""
        if self._event.is_set():
            raise StoppedError

    def now(self) -> float:
        self.check()
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self._event.wait(seconds)
        self.check()

    def watching(self, observer: Observer | None) -> Observer:
        return _Stoppable(self, observer or Quiet())


class _Stoppable:
    """Passes everything on, as long as nobody stopped the work."""

    def __init__(self, stopper: Stopper, observer: Observer) -> None:
        self._stopper, self._observer = stopper, observer

    def stage(self, name: str, total: int) -> None:
        self._stopper.check()
        self._observer.stage(name, total)

    def advance(self, name: str, amount: int = 1) -> None:
        self._stopper.check()
        self._observer.advance(name, amount)

    def say(self, text: str) -> None:
        self._stopper.check()
        self._observer.say(text)
