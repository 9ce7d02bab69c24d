"""BFD of a node -> view of FRR's bfdd: one profile per set of timers.

Owns: profiles and their names. Must not: decide which sessions use BFD. Source: RFC 5880; FRR user guide "BFD".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...model import BfdTimers, BgpNeighbor, Node

INTERVAL_MS = (10, 60000)
MULTIPLIER = (2, 255)
"""What bfdd takes."""


class BfdProfile(NamedTuple):
    name: str
    lines: tuple[str, ...]


def uses_bfd(node: Node) -> bool:
    """Some session or interface of the node asks for BFD."""
    return any(i.ospf is not None and i.ospf.bfd for i in node.interfaces) or (
        node.bgp is not None and any(n.options.bfd for n in node.bgp.neighbors)
    )


def bfd_profiles(node: Node) -> tuple[BfdProfile, ...]:
    """The profiles that sessions of the node refer to."""
    wanted = [node.bfd, *(i.bfd for i in node.interfaces)] if uses_bfd(node) else []
    names = {profile_name(timers): timers for timers in wanted if timers is not None}
    return tuple(BfdProfile(name, tuple(_lines(timers))) for name, timers in names.items())


def profile(timers: BfdTimers | None) -> str:
    """The end of a line that turns BFD on."""
    return f" profile {profile_name(timers)}" if timers is not None else ""


def neighbor_timers(node: Node, neighbor: BgpNeighbor) -> BfdTimers | None:
    """Those of the interface the neighbour is attached to, else the node's."""
    attached = next((i for i in node.interfaces if i.ifindex == neighbor.ifindex), None)
    return attached.bfd if attached is not None else node.bfd


def profile_name(timers: BfdTimers) -> str:
    echo = [timers.min_echo_rx_ms] if timers.min_echo_rx_ms else []
    values = [timers.min_tx_ms, timers.min_rx_ms, timers.multiplier, *echo]
    return "-".join(["bfd", *("x" if value is None else str(value) for value in values)])


def _lines(timers: BfdTimers) -> Iterator[str]:
    if timers.multiplier is not None:
        yield f"detect-multiplier {timers.multiplier}"
    if timers.min_tx_ms is not None:
        yield f"transmit-interval {timers.min_tx_ms}"
    if timers.min_rx_ms is not None:
        yield f"receive-interval {timers.min_rx_ms}"
    if timers.min_echo_rx_ms:
        yield f"echo receive-interval {timers.min_echo_rx_ms}"


def beyond(timers: BfdTimers) -> Iterator[str]:
    """Values bfdd does not take."""
    for value in (timers.min_tx_ms, timers.min_rx_ms, timers.min_echo_rx_ms or None):
        if value is not None and not INTERVAL_MS[0] <= value <= INTERVAL_MS[1]:
            yield f"BFD interval of {value} ms (it takes {INTERVAL_MS[0]} to {INTERVAL_MS[1]})"
    if timers.multiplier is not None and not MULTIPLIER[0] <= timers.multiplier <= MULTIPLIER[1]:
        yield f"BFD multiplier {timers.multiplier} (it takes {MULTIPLIER[0]} to {MULTIPLIER[1]})"


__all__ = ["BfdProfile", "beyond", "bfd_profiles", "neighbor_timers", "profile", "uses_bfd"]
