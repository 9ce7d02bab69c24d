"""Spanning trees of a designed network.

Owns: the types. Source: IEEE 802.1D-2004; the topology format's "STP".
"""

from __future__ import annotations

from typing import Literal

import msgspec

StpPortType = Literal["normal", "edge", "network", "auto"]
StubPortType = Literal["normal", "edge", "network", "auto", "none"]
DEFAULT_PRIORITY = 32768


class SpanningTree(msgspec.Struct, frozen=True, kw_only=True):
    """A VLAN's tree as one node takes part in it."""

    priority: int = DEFAULT_PRIORITY
    """Bridge priority: the lowest of a VLAN is its root."""


class StpPort(msgspec.Struct, frozen=True, kw_only=True):
    """A port of spanning trees."""

    port_type: StpPortType | None = None
    priority: int | None = None
    """0 to 15."""
    edge: bool = False
    """Forwards at once: nothing behind it takes part in a tree."""
