"""What the templates print: plain text in typed shapes, in the order of the file.

Owns: the shapes. Must not: compute them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ...addr import Family
from ..resources import SecretValue


class Rule(msgspec.Struct, frozen=True):
    """`if condition then statements`; without a condition, always."""

    condition: str
    statements: tuple[str, ...]


class Function(msgspec.Struct, frozen=True):
    """A function or filter of BIRD's filter language."""

    name: str
    rules: tuple[Rule, ...]
    parameter: str = ""
    kind: Literal["function", "filter"] = "function"


class PeerView(msgspec.Struct, frozen=True):
    """A BGP protocol; `channel` holds what BIRD 2 keeps in the family's channel."""

    name: str
    template: str
    family: Family
    options: tuple[str, ...]
    channel: tuple[str, ...]
    imports: tuple[str, ...]
    """Statements of the import filter."""
    exports: tuple[str, ...]
    password: SecretValue | None
    """Revealed only while it is printed."""


class FamilyView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one address family."""

    family: Family
    communities: Function
    kernel: Function
    aggregation: Function
    priority: Function
    export: Function
    routes: tuple[str, ...]
    """Static routes: prefix and where to."""
    template: str
    """Name of the template of BGP protocols."""
    local: str
    """Own address, port and AS in it."""
    strict_bind: bool
    functions: tuple[Function, ...]
    """Of BGPFilters."""


class NodeView(msgspec.Struct, frozen=True, kw_only=True):
    """One configuration file."""

    node: str
    router_id: str
    listen: str
    """BIRD 1's global option; empty: not needed, or BIRD 2."""
    debug: str
    direct_interfaces: str
    """Patterns of interfaces whose networks are known."""
    connect_delay_s: int
    families: tuple[FamilyView, ...]
    peers: tuple[PeerView, ...]
