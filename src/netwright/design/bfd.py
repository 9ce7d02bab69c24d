"""BFD timers of nodes and interfaces.

Owns: `node.bfd`, `interface.bfd`. Must not: decide which protocols use BFD (their rooms do).
Source: the topology format's "BFD Configuration Module"; RFC 5880 section 4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from ..model import BfdTimers
from .draft import Draft
from .values import number


def design_bfd(draft: Draft, problems: Problems) -> None:
    """Timers of every node that runs the module, and of interfaces that have their own."""
    for node in draft.nodes_with("bfd"):
        node.bfd = _timers(node.module("bfd"))
        for interface in node.interfaces:
            own = interface.module("bfd")
            if own:
                interface.bfd = _timers(own)


def _timers(data: Mapping[str, Any]) -> BfdTimers:
    return BfdTimers(
        min_tx_ms=number(data.get("min_tx")),
        min_rx_ms=number(data.get("min_rx")),
        min_echo_rx_ms=number(data.get("min_echo_rx")),
        multiplier=number(data.get("multiplier")),
    )
