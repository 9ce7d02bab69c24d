"""Rules over a topology and its network.

Owns: what `model.Rule` is for topologies. Must not: know any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..model import rule
from ..model.rule import Finding
from .subject import Subject

__all__ = ["Finder", "Finding", "Rule"]

Finder = Callable[[Subject], Iterator[Finding]]
Rule: TypeAlias = rule.Rule[Subject]
