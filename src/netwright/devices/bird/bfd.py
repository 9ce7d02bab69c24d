"""BFD of a node -> a view of BIRD's protocol.

Owns: timers by interface. Must not: know which sessions exist. Source: RFC 5880; BIRD user's guide 6.3.
"""

from __future__ import annotations

from typing import NamedTuple

from ...model import BfdTimers, Node

INTERVAL_MS = 300
MULTIPLIER = 3
"""What sessions have without timers of the design: the same as on FRR nodes."""


class BfdView(NamedTuple):
    scope: str
    """`interface "eth1"` or `multihop`; the first that fits a session counts."""
    options: tuple[str, ...]


def bfd_views(node: Node, vrf: str | None) -> tuple[BfdView, ...]:
    """Interfaces with timers of their own, all others, sessions over several hops."""
    whole = _options(node.bfd or BfdTimers(), BfdTimers())
    own = [(i.ifname, i.bfd) for i in node.interfaces if i.bfd is not None and i.vrf == vrf]
    views = [BfdView(f'interface "{name}"', _options(timers, node.bfd or BfdTimers())) for name, timers in own]
    return (*views, BfdView('interface "*"', whole), BfdView("multihop", whole))


def _options(own: BfdTimers, lower: BfdTimers) -> tuple[str, ...]:
    def value(name: str, default: int) -> int:
        found = (getattr(own, name), getattr(lower, name))
        return next((v for v in found if v is not None), default)

    return (
        f"min tx interval {value('min_tx_ms', INTERVAL_MS)} ms",
        f"min rx interval {value('min_rx_ms', INTERVAL_MS)} ms",
        f"multiplier {value('multiplier', MULTIPLIER) or MULTIPLIER}",
    )
