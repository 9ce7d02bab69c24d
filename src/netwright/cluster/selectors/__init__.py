"""Calico's selector language: `color == "red" && has(rack)`.

Owns: parsing, meaning, canonical text, and selecting from many things. Must not: read files, know resources.

    parse_selector(text) -> Selector            raises SelectorError (message, column, hint)
    read_selector(text, problems, span)         the same as a problem with a place
    selector.evaluate(labels), selector.text()
    LabelIndex(things).select(selector)
    workload_labels(...)                        labels Calico adds, `pcns.*` among them
"""

from __future__ import annotations

from .index import LabelIndex
from .labels import workload_labels
from .parser import parse_selector, read_selector
from .tokens import SelectorError
from .tree import (
    NAMESPACE_LABEL,
    All,
    And,
    Contains,
    EndsWith,
    Equals,
    Global,
    Has,
    In,
    Labels,
    Not,
    NotEquals,
    NotIn,
    Or,
    Selector,
    StartsWith,
)

__all__ = [
    "NAMESPACE_LABEL",
    "All",
    "And",
    "Contains",
    "EndsWith",
    "Equals",
    "Global",
    "Has",
    "In",
    "LabelIndex",
    "Labels",
    "Not",
    "NotEquals",
    "NotIn",
    "Or",
    "Selector",
    "SelectorError",
    "StartsWith",
    "parse_selector",
    "read_selector",
    "workload_labels",
]
