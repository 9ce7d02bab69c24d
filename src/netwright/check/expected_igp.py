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
from ..model.adjacency import FAMILIES, End, is_live, isis_levels, isis_of, runs_isis, shared_levels

RIP_ROUTERS = 15
"""RIP's infinity is 16: in a chain of that many routers every loopback is still reached."""


class IsisAdjacency(NamedTuple):
    """One designed IS-IS adjacency: a neighbour on an interface and the levels they share."""

    name: str
    system_id: str
    ifname: str
    levels: frozenset[int]


Domain = tuple[str, ...]
"""Protocol, family, level and area: what routers must share to learn of each other."""


class Interior:
    """Expectations of one network; computed once."""

    def __init__(self, network: Network, up: Callable[[Interface], bool]) -> None:
        self._network, self._up = network, up
        self._interfaces = {(n.name, i.ifname): i for n in network.nodes.values() for i in n.interfaces}
        self._groups: dict[Domain, dict[str, set[str]]] | None = None

    def _ends(self, link: Link) -> list[End]:
        """Ends of a link that are up, in the global routing table."""
        found = []
        for end in link.endpoints:
            node, interface = self._network.nodes[end.node], self._interfaces.get((end.node, end.ifname))
            if interface is None or interface.vrf is not None or not self._up(interface):
                continue
            if is_live(each := End(node, interface)):
                found.append(each)
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


def _domains(end: End) -> Iterator[Domain]:
    """What the end takes part in, over this link."""
    isis = isis_of(end)
    for family in FAMILIES if isis is not None else ():
        if isis is not None and runs_isis(end, family):
            for level in isis_levels(end):
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
