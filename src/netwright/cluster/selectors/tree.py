"""Selectors as a typed tree: what each node of it means and its canonical text.

Owns: meaning and text of one selector. Must not: parse, know resources, decide what the labels of a thing are.
Source: Calico documentation, "Network policy", section "Selectors" (precedence `!`, `&&`, `||`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

Labels: TypeAlias = Mapping[str, str]

NAMESPACE_LABEL = "projectcalico.org/namespace"
"""The label every namespaced workload carries; its absence is what `global()` asks for."""


def quoted(value: str) -> str:
    """A string literal; the language has no escapes, so a value with double quotes takes single ones."""
    return f"'{value}'" if '"' in value else f'"{value}"'


class Node(msgspec.Struct, frozen=True):
    """One node of a selector's tree. Only its kinds are made, and each has both methods of its own."""

    def evaluate(self, labels: Labels) -> bool:
        """Whether a thing with these labels is selected."""
        raise NotImplementedError

    def text(self) -> str:
        """Canonical text: parsing it gives an equal tree."""
        raise NotImplementedError


class All(Node, frozen=True):
    """`all()`, also what an empty selector means."""

    def evaluate(self, labels: Labels) -> bool:
        return True

    def text(self) -> str:
        return "all()"


class Global(Node, frozen=True):
    """`global()`: things outside any namespace."""

    def evaluate(self, labels: Labels) -> bool:
        return NAMESPACE_LABEL not in labels

    def text(self) -> str:
        return "global()"


class Has(Node, frozen=True):
    """`has(k)`."""

    key: str

    def evaluate(self, labels: Labels) -> bool:
        return self.key in labels

    def text(self) -> str:
        return f"has({self.key})"


class Equals(Node, frozen=True):
    """`k == "v"`."""

    key: str
    value: str

    def evaluate(self, labels: Labels) -> bool:
        return labels.get(self.key) == self.value

    def text(self) -> str:
        return f"{self.key} == {quoted(self.value)}"


class NotEquals(Node, frozen=True):
    """`k != "v"`; true without the label, too."""

    key: str
    value: str

    def evaluate(self, labels: Labels) -> bool:
        return labels.get(self.key) != self.value

    def text(self) -> str:
        return f"{self.key} != {quoted(self.value)}"


class In(Node, frozen=True):
    """`k in {"a", "b"}`."""

    key: str
    values: frozenset[str]

    def evaluate(self, labels: Labels) -> bool:
        return labels.get(self.key) in self.values

    def text(self) -> str:
        return f"{self.key} in {{{', '.join(quoted(v) for v in sorted(self.values))}}}"


class NotIn(Node, frozen=True):
    """`k not in {"a", "b"}`; true without the label, too."""

    key: str
    values: frozenset[str]

    def evaluate(self, labels: Labels) -> bool:
        return labels.get(self.key) not in self.values

    def text(self) -> str:
        return f"{self.key} not in {{{', '.join(quoted(v) for v in sorted(self.values))}}}"


class Contains(Node, frozen=True):
    """`k contains "s"`."""

    key: str
    value: str

    def evaluate(self, labels: Labels) -> bool:
        return self.value in labels[self.key] if self.key in labels else False

    def text(self) -> str:
        return f"{self.key} contains {quoted(self.value)}"


class StartsWith(Node, frozen=True):
    """`k starts with "s"`."""

    key: str
    value: str

    def evaluate(self, labels: Labels) -> bool:
        return self.key in labels and labels[self.key].startswith(self.value)

    def text(self) -> str:
        return f"{self.key} starts with {quoted(self.value)}"


class EndsWith(Node, frozen=True):
    """`k ends with "s"`."""

    key: str
    value: str

    def evaluate(self, labels: Labels) -> bool:
        return self.key in labels and labels[self.key].endswith(self.value)

    def text(self) -> str:
        return f"{self.key} ends with {quoted(self.value)}"


class Not(Node, frozen=True):
    """`!x`."""

    operand: Node

    def evaluate(self, labels: Labels) -> bool:
        return not self.operand.evaluate(labels)

    def text(self) -> str:
        inner = self.operand.text()
        bare = isinstance(self.operand, Has | All | Global | Not)
        return f"!{inner}" if bare else f"!({inner})"


class And(Node, frozen=True):
    """`x && y && ...`."""

    operands: tuple[Node, ...]

    def evaluate(self, labels: Labels) -> bool:
        return all(operand.evaluate(labels) for operand in self.operands)

    def text(self) -> str:
        return " && ".join(f"({o.text()})" if isinstance(o, And | Or) else o.text() for o in self.operands)


class Or(Node, frozen=True):
    """`x || y || ...`."""

    operands: tuple[Node, ...]

    def evaluate(self, labels: Labels) -> bool:
        return any(operand.evaluate(labels) for operand in self.operands)

    def text(self) -> str:
        return " || ".join(f"({o.text()})" if isinstance(o, And | Or) else o.text() for o in self.operands)


Selector: TypeAlias = Node
