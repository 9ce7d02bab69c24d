"""What IS-IS and RIP of a designed network promise: adjacencies, and loopbacks that every router of an area knows.

Owns: deriving them from the model. Must not: look at a running network.
Only what surely holds is promised: IS-IS within one level (and one area for level 1; ISO 10589 section 7.2), RIP
among few enough routers that no metric reaches infinity (RFC 2453 section 3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..addr import InterfaceAddress, Prefix
from ..model import Interface, Link, Network, Node

RIP_ROUTERS = 15
"""RIP's infinity is 16: in a chain of that many routers every loopback is still reached."""
FAMILIES = ("ipv4", "ipv6")
_LEVELS = {"level-1": frozenset({1}), "level-2": frozenset({2}), "level-1-2": frozenset({1, 2})}


class IsisAdjacency(NamedTuple):
    """One designed IS-IS adjacency: a neighbour on an interface and the levels they share."""

    name: str
    system_id: str
    ifname: str
    levels: frozenset[int]


class End(NamedTuple):
    """One interface of a link that is up."""

    node: Node
    interface: Interface


Domain = tuple[str, ...]
"""Protocol, family, level and area: what routers must share to learn of each other."""


class Interior:
    """Expectations of one network; computed once."""

    def __init__(self, network: Network, up: Callable[[Interface], bool]) -> None:
        self._network, self._up = network, up
        self._interfaces = {(n.name, i.ifname): i for n in network.nodes.values() for i in n.interfaces}
        self._groups: dict[Domain, dict[str, set[str]]] | None = None

    def _ends(self, link: Link) -> list[End]:
        found = []
        for end in link.endpoints:
            node, interface = self._network.nodes[end.node], self._interfaces.get((end.node, end.ifname))
            if interface is not None and not node.skip_config and interface.vrf is None and self._up(interface):
                found.append(End(node, interface))
        return found

    def adjacencies(self, name: str) -> list[IsisAdjacency]:
        """Designed IS-IS adjacencies of a node."""
        node = self._network.nodes[name]
        found = []
        for interface in node.interfaces if node.isis is not None and not node.skip_config else ():
            link = self._network.link(interface)
            ends = self._ends(link) if link is not None else []
            here = End(node, interface)
            if here not in ends:
                continue
            for other in ends:
                levels = shared_levels(here, other) if other.node is not node else frozenset()
                if levels and other.node.isis is not None:
                    identity = other.node.isis.system_id
                    found.append(IsisAdjacency(other.node.name, identity, interface.ifname, levels))
        return found

    def loopbacks(self, name: str, family: str) -> dict[str, Prefix]:
        """Loopbacks of other nodes that IS-IS or RIP surely brings to a node."""
        if self._groups is None:
            self._groups = self._joined()
        found: dict[str, Prefix] = {}
        for domain, members in self._groups.items():
            together = members.get(name, set()) if domain[1] == family else set()
            if domain[0] == "ripv2" and len(together) > RIP_ROUTERS:
                continue
            for other in sorted(together - {name}):
                prefix = _loopback(self._network.nodes[other], domain[0], family)
                if prefix is not None:
                    found[other] = prefix
        return found

    def _joined(self) -> dict[Domain, dict[str, set[str]]]:
        """Per domain, node by node, the set of nodes its links join."""
        groups: dict[Domain, dict[str, set[str]]] = {}
        for link in self._network.links:
            meeting: dict[Domain, list[str]] = {}
            for end in self._ends(link):
                for domain in _domains(end):
                    meeting.setdefault(domain, []).append(end.node.name)
            for domain, names in meeting.items():
                members = groups.setdefault(domain, {})
                largest = max((members.setdefault(n, {n}) for n in names), key=len)
                for name in names:
                    if members[name] is not largest:
                        largest |= members[name]
                        for each in members[name]:
                            members[each] = largest
        return groups


def shared_levels(here: End, there: End) -> frozenset[int]:
    """Levels of the adjacency of two interfaces on one link (ISO 10589 section 8.2.4.2)."""
    ours, theirs = here.node.isis, there.node.isis
    if ours is None or theirs is None or not _speak(here, there):
        return frozenset()
    common = _interface_levels(here) & _interface_levels(there)
    return common if ours.area == theirs.area else common - {1}


def _speak(here: End, there: End) -> bool:
    """A family in common, both active, and of one mind whether the link is a LAN."""
    ours, theirs = here.interface.isis, there.interface.isis
    if ours is None or theirs is None or ours.passive or theirs.passive:
        return False
    return ours.network_type == theirs.network_type and any(_runs(here, f) and _runs(there, f) for f in FAMILIES)


def _runs(end: End, family: str) -> bool:
    isis = end.node.isis
    return isis is not None and getattr(isis, family) and getattr(end.interface, family) is not None


def _interface_levels(end: End) -> frozenset[int]:
    isis, own = end.node.isis, end.interface.isis
    whole = _LEVELS[isis.levels] if isis is not None else frozenset()
    return whole & _LEVELS[own.levels] if own is not None and own.levels is not None else whole


def _domains(end: End) -> Iterator[Domain]:
    """What the end takes part in, over this link."""
    isis, own = end.node.isis, end.interface.isis
    if isis is not None and own is not None and not own.passive:
        for family in FAMILIES:
            if _runs(end, family):
                for level in _interface_levels(end):
                    yield "isis", family, f"level-{level}", isis.area if level == 1 else ""
    rip = end.node.ripv2
    if rip is not None and end.interface.ripv2 is not None and not end.interface.ripv2.passive:
        for family in FAMILIES:
            if getattr(rip, family) and getattr(end.interface, family) is not None:
                yield "ripv2", family


def _loopback(node: Node, protocol: str, family: str) -> Prefix | None:
    loopback = node.loopback
    if loopback is None or getattr(loopback, protocol) is None:
        return None
    address = getattr(loopback, family)
    return address.prefix if isinstance(address, InterfaceAddress) else None
