"""Attributes users declare themselves: `defaults.attributes.node.dns.server: { type: ipv4 }`.

Owns: turning declarations into types and adding them to tables. Must not: walk a topology.
Source: the topology format's "Custom Attributes". What a declaration says beyond this algebra is not checked, so
that no topology is refused for a constraint Netwright does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Map
from ..schema.types import (
    ADDRESS,
    ANY,
    ASN,
    BOOL,
    INT,
    IPV4_INTERFACE,
    IPV6_INTERFACE,
    NUMBER,
    PREFIX,
    TEXT,
    A,
    AnyOf,
    Attribute,
    Int,
    ListOf,
    MapOf,
    Table,
    Type,
    Word,
)

DESCRIPTION = "declared by the topology"
_TYPES: Mapping[str, Type] = {
    "str": TEXT,
    "int": INT,
    "bool": BOOL,
    "float": NUMBER,
    "list": ListOf(ANY),
    "dict": MapOf(ANY),
    "ipv4": AnyOf(BOOL, INT, IPV4_INTERFACE),
    "ipv6": AnyOf(BOOL, INT, IPV6_INTERFACE),
    "addr": ADDRESS,
    "prefix": PREFIX,
    "asn": ASN,
    "node_id": TEXT,
    "device": TEXT,
}


def declared_type(kind: Any) -> Type:
    """The type a declaration describes; a mapping without `type` describes a mapping with known keys."""
    if isinstance(kind, str):
        return _TYPES.get(kind, ANY)
    if not isinstance(kind, Map):
        return ANY
    if "type" not in kind:
        return Table({key: A(declared_type(child), DESCRIPTION) for key, child in kind.items() if key[:1] != "_"})
    base = kind["type"]
    found = _constrained(base, kind) if isinstance(base, str) else ANY
    if "true_value" in kind and found is not ANY:
        return AnyOf(Word(True), found)
    return found


def _constrained(base: str, kind: Map) -> Type:
    values = kind.get("valid_values")
    if base == "int":
        low, high = kind.get("min_value"), kind.get("max_value")
        return Int(low if isinstance(low, int) else None, high if isinstance(high, int) else None)
    if isinstance(values, (list, dict)) and values:
        word = Word(*values)
        if base == "str":
            return word
        if base == "list":
            return ListOf(word)
        return ANY
    return _TYPES.get(base, ANY)


def extend_table(table: dict[str, Attribute], declared: Any) -> None:
    """Add declared attributes to a table: a mapping of names and types, or a list of names."""
    if isinstance(declared, Map):
        for key, kind in declared.items():
            table[key] = _merged(table.get(key), kind)
    elif isinstance(declared, (list, str)):
        names: Iterable[Any] = [declared] if isinstance(declared, str) else declared
        for name in names:
            table.setdefault(str(name), A(ANY, DESCRIPTION))


def extend_inner(table: dict[str, Attribute], key: str, declared: Any) -> None:
    """Add declared attributes below a known one, as `defaults.outputs.graph.attributes` does for `graph`."""
    if isinstance(declared, Map) and isinstance(declared.get("_keys"), Map):
        declared = declared["_keys"]
    known = table[key]
    if declared and isinstance(known.type, Table):
        inner = dict(known.type.attributes)
        extend_table(inner, declared)
        table[key] = A(Table(inner, known.type.expected, open=known.type.open), known.description)


def _merged(known: Attribute | None, kind: Any) -> Attribute:
    """A declaration below a known attribute extends it, any other replaces it."""
    new = declared_type(kind)
    if known is None or not isinstance(new, Table):
        return A(new, DESCRIPTION)
    return A(_extended(known.type, new), known.description)


def _extended(known: Type, new: Table) -> Type:
    if isinstance(known, Table):
        return Table({**known.attributes, **new.attributes}, known.expected, open=known.open)
    if isinstance(known, AnyOf) and any(isinstance(option, Table) for option in known.types):
        return AnyOf(*(_extended(option, new) if isinstance(option, Table) else option for option in known.types))
    return AnyOf(new, known)
