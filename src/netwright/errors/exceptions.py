"""The exception tree. Only these cross a room's boundary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problems import Problem


class NetwrightError(Exception):
    """Root of everything Netwright raises on purpose."""


class InputError(NetwrightError):
    """The user's file or arguments are wrong; `problems` lists every mistake with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class HostError(NetwrightError):
    """This host lacks something: names what, what needs it, and how to get it."""

    def __init__(self, missing: str, *, needed_by: str = "", remedy: str = "") -> None:
        self.missing, self.needed_by, self.remedy = missing, needed_by, remedy
        text = missing + (f" (needed by {needed_by})" if needed_by else "") + (f"; {remedy}" if remedy else "")
        super().__init__(text)


class LabError(NetwrightError):
    """A lab is not in the state a command needs (not running, already running, killed)."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(f"{message}\n  hint: {hint}" if hint else message)


class DaemonError(NetwrightError):
    """A daemon or command inside a lab failed."""

    def __init__(self, message: str, *, argv: Sequence[str] = (), status: int | None = None, log: str = "") -> None:
        self.argv, self.status, self.log = tuple(argv), status, log
        tail = "".join(f"\n  | {line}" for line in log.splitlines()[-12:])
        super().__init__(message + (f" (exit status {status})" if status is not None else "") + tail)
