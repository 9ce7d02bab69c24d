"""BFD of a node -> profiles of FRR's bfdd, and which one a session uses.

Owns: names and lines of profiles. Must not: know which sessions exist. Source: RFC 5880; FRR user guide "BFD".
FRR keeps timers in profiles: protocols name one beside their `bfd` switch. A node has one for its own timers, and
one for every interface with timers of its own, named like the interface.
"""

from __future__ import annotations

from typing import NamedTuple

from ...model import BfdTimers, Interface, Node

NODE_PROFILE = "node"


class Profile(NamedTuple):
    name: str
    lines: tuple[str, ...]


def profiles(node: Node) -> tuple[Profile, ...]:
    """The node's profile, then those of interfaces; none without timers other than the daemon's own."""
    if node.bfd is None:
        return ()
    found = [Profile(NODE_PROFILE, _lines(node.bfd))]
    found += [Profile(i.ifname, _lines(_over(i.bfd, node.bfd))) for i in node.interfaces if i.bfd is not None]
    return tuple(p for p in found if p.lines)


def profile_of(node: Node, interface: Interface | None) -> str | None:
    """Name of the profile of sessions on an interface (of multihop sessions for None)."""
    names = {p.name for p in profiles(node)}
    if interface is not None and interface.ifname in names and interface.bfd is not None:
        return interface.ifname
    return NODE_PROFILE if NODE_PROFILE in names else None


def _over(own: BfdTimers, lower: BfdTimers) -> BfdTimers:
    """An interface's timers, the node's where it has none."""

    def pick(mine: int | None, theirs: int | None) -> int | None:
        return mine if mine is not None else theirs

    return BfdTimers(
        min_tx_ms=pick(own.min_tx_ms, lower.min_tx_ms),
        min_rx_ms=pick(own.min_rx_ms, lower.min_rx_ms),
        min_echo_rx_ms=pick(own.min_echo_rx_ms, lower.min_echo_rx_ms),
        multiplier=pick(own.multiplier, lower.multiplier),
    )


def _lines(timers: BfdTimers) -> tuple[str, ...]:
    """`min_echo_rx` is only said: FRR sends no echo packets unless asked to."""
    lines = []
    if timers.multiplier:
        lines.append(f"detect-multiplier {timers.multiplier}")
    if timers.min_tx_ms is not None:
        lines.append(f"transmit-interval {timers.min_tx_ms}")
    if timers.min_rx_ms is not None:
        lines.append(f"receive-interval {timers.min_rx_ms}")
    if timers.min_echo_rx_ms:
        lines.append(f"echo receive-interval {timers.min_echo_rx_ms}")
    return tuple(lines)
