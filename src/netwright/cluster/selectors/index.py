"""Which of many things a selector selects, without asking every one of them.

Owns: an index of labels. Must not: change what a selector means: candidates are always evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping

from .tree import And, Contains, EndsWith, Equals, Has, In, Labels, Node, Or, StartsWith


class LabelIndex:
    """Things by name with their labels. `select` costs about what it finds, where the selector allows that."""

    def __init__(self, things: Mapping[str, Labels]) -> None:
        self._labels = dict(things)
        self._by_value: dict[tuple[str, str], list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._found: dict[Node, tuple[str, ...]] = {}
        for name, labels in self._labels.items():
            for key, value in labels.items():
                self._by_value.setdefault((key, value), []).append(name)
                self._by_key.setdefault(key, []).append(name)

    def select(self, selector: Node) -> tuple[str, ...]:
        """Names of the selected things, sorted; equal selectors are worked out once."""
        found = self._found.get(selector)
        if found is None:
            candidates = self._candidates(selector)
            names = self._labels if candidates is None else set(candidates)
            found = tuple(sorted(n for n in names if selector.evaluate(self._labels[n])))
            self._found[selector] = found
        return found

    def _candidates(self, selector: Node) -> list[str] | None:
        """A superset of what is selected, or None for everything."""
        match selector:
            case Equals(key, value):
                return self._by_value.get((key, value), [])
            case In(key, values):
                return [name for value in values for name in self._by_value.get((key, value), ())]
            case Has(key) | Contains(key) | StartsWith(key) | EndsWith(key):
                return self._by_key.get(key, [])
            case And(operands):
                known = [c for c in map(self._candidates, operands) if c is not None]
                return min(known, key=len, default=None)
            case Or(operands):
                parts = [self._candidates(operand) for operand in operands]
                return None if None in parts else [name for part in parts if part is not None for name in part]
            case _:
                return None
