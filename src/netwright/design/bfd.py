"""BFD: timers of nodes and interfaces.

Owns: `node.bfd`, `interface.bfd`. Must not: decide who uses BFD (`ospf.bfd`, `bgp.bfd` do).
Source: the topology format's "BFD"; RFC 5880 section 6.8.1. Interfaces without timers of their own share the node's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from ..model import BfdTimers
from .draft import Draft
from .merge import merged
from .values import number

_FIELDS = {
    "min_tx": "min_tx_ms",
    "min_rx": "min_rx_ms",
    "min_echo_rx": "min_echo_rx_ms",
    "multiplier": "multiplier",
}


def design_bfd(draft: Draft, problems: Problems) -> None:
    """Timers of every node with the module `bfd` and of its interfaces."""
    for node in draft.nodes_with("bfd"):
        whole = node.module("bfd")
        node.bfd = _timers(whole)
        for interface in node.interfaces:
            own = interface.module("bfd")
            interface.bfd = _timers(merged(own, whole)) if own else node.bfd


def _timers(data: Mapping[str, Any]) -> BfdTimers:
    return BfdTimers(**{field: number(data.get(key)) for key, field in _FIELDS.items()})


__all__ = ["design_bfd"]
