"""Protocols by which higher rooms reach a running network without knowing how it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .plan import Snippet
from .state import CommandResult


class NodeRunner(Protocol):
    """Runs commands in nodes. `lab` implements it with namespaces; tests with recordings."""

    def run(self, node: str, argv: Sequence[str], *, stdin: str = "", timeout_s: float = 30.0) -> CommandResult:
        """Run one command in a node and wait. Raises LabError when the lab is not up, DaemonError on timeout."""
        ...

    def apply(self, node: str, snippet: Snippet) -> CommandResult:
        """Apply one piece of configuration to a running node."""
        ...


class Clock(Protocol):
    """Time as an argument: monotonic seconds and sleeping, so that waits are testable."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class Observer(Protocol):
    """Progress of long work; the engine knows no progress bar."""

    def stage(self, name: str, total: int) -> None: ...

    def advance(self, name: str, amount: int = 1) -> None: ...

    def say(self, text: str) -> None: ...
