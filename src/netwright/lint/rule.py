"""A rule and what it finds.

Owns: the types. Must not: know any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..errors import Severity, Span
from .subject import Subject


class Finding(NamedTuple):
    """One thing that smells, with its place and a way out."""

    message: str
    span: Span
    hint: str = ""


Finder = Callable[[Subject], Iterator[Finding]]


class Rule(NamedTuple):
    """One rule; `code` never changes."""

    code: str
    find: Finder
    why: str
    """One sentence: what goes wrong in a network like this."""
    standard: bool = True
    """It is on unless somebody leaves it out. Other rules question designs that may well be meant."""

    @property
    def severity(self) -> Severity:
        return "warning" if self.standard else "notice"
