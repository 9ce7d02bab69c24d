"""A rule of lint and what it finds, whatever it looks at: topologies (`lint`) or clusters (`cluster.lint`).

Owns: the types, and names in messages. Must not: know any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from ..errors import Severity, Span

SubjectT = TypeVar("SubjectT")


class Finding(NamedTuple):
    """One thing that smells, with its place and a way out."""

    message: str
    span: Span
    hint: str = ""


class Rule(NamedTuple, Generic[SubjectT]):
    """One rule; `code` never changes."""

    code: str
    find: Callable[[SubjectT], Iterator[Finding]]
    why: str
    """One sentence: what goes wrong in a network like this."""
    standard: bool = True
    """It is on unless somebody leaves it out. Other rules question designs that may well be meant."""

    @property
    def severity(self) -> Severity:
        return "warning" if self.standard else "notice"


def names(things: Iterable[object], most: int = 4) -> str:
    """A few names, in a message."""
    listed = [str(thing) for thing in things]
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
