"""What a designed network promises: sessions, adjacencies, and which loopbacks routing should reach.

Owns: deriving expectations from the model. Must not: look at a running network.
Only what surely holds is promised: nothing where a policy or a hidden area could keep a route away.
Sources: RFC 4271 section 9.2, RFC 4456 section 6 (who passes a route to whom), RFC 2328 section 10.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from ..addr import InterfaceAddress, Prefix
from ..model import BgpNeighbor, Interface, Network, Node, configured
from .expected_igp import Interior, IsisAdjacency
from .expected_links import Links

Learned = Literal["local", "ebgp", "client", "ibgp"]


class Session(NamedTuple):
    """One designed BGP session; found by address, or by interface when it is unnumbered."""

    name: str
    address: str | None
    ifname: str | None


class Adjacency(NamedTuple):
    """One designed OSPF adjacency."""

    name: str
    router_id: str
    ifname: str
    lan: bool
    """Routers of a LAN that are not designated stay in 2-Way (RFC 2328 section 10.4)."""


class Expectations:
    """Expectations of one network, each computed once."""

    def __init__(self, network: Network) -> None:
        if any(n.skip_modules for n in network.nodes.values()):
            nodes = {name: configured(node) for name, node in network.nodes.items()}
            network = msgspec.structs.replace(network, nodes=nodes)
        self._network = network
        self._components: dict[int, dict[str, int]] = {}
        self._due: dict[str, dict[str, dict[str, Prefix]]] | None = None
        every = network.nodes.values()
        self._by_name = {(n.name, i.ifname): i for n in every for i in n.interfaces}
        self._by_index = {(n.name, i.ifindex): i for n in every for i in n.interfaces}
        self._back = {
            (n.name, b.name, b.type): b for n in every if n.bgp is not None for b in reversed(n.bgp.neighbors)
        }
        self._open = not any(
            not r.advertise for n in every if n.ospf is not None for area in n.ospf.areas for r in area.ranges
        )
        """No border router hides ranges that could hold a loopback."""

        self.links = Links(network, self._up)
        self._interior = Interior(network, self._up)

    def sessions(self, name: str) -> list[Session]:
        """Designed sessions of a node with neighbours that are configured."""
        node = self._network.nodes[name]
        if node.bgp is None or node.skip_config:
            return []
        return [s for n in node.bgp.neighbors if self._live(node, n) for s in sessions_of(n)]

    def _live(self, node: Node, neighbor: BgpNeighbor) -> bool:
        other = self._network.nodes.get(neighbor.name)
        if other is None or other.bgp is None or other.skip_config:
            return False
        if neighbor.ifindex is None:
            return True
        interface = self._by_index.get((node.name, neighbor.ifindex))
        return interface is None or self._up(interface)

    def _up(self, interface: Interface) -> bool:
        """Neither end of a two-ended link is shut down."""
        if interface.shutdown:
            return False
        link = self._network.link(interface)
        if link is None or len(link.endpoints) != 2:
            return True
        ends = (self._by_name.get((e.node, e.ifname)) for e in link.endpoints)
        return not any(i.shutdown for i in ends if i is not None)

    def adjacencies(self, name: str, version: int) -> list[Adjacency]:
        """Designed adjacencies of a node: active interfaces of one area on one link, both ends configured."""
        node = self._network.nodes[name]
        if not _runs(node, version):
            return []
        return [a for i in node.interfaces if self._active(i, version) for a in self._peers(node, i, version)]

    def _active(self, interface: Interface, version: int) -> bool:
        address = interface.ipv4 if version == 2 else interface.ipv6
        ospf = interface.ospf
        return ospf is not None and not ospf.passive and bool(address) and self._up(interface)

    def _peers(self, node: Node, interface: Interface, version: int) -> Iterator[Adjacency]:
        link = self._network.link(interface)
        assert interface.ospf is not None
        for end in link.endpoints if link is not None else ():
            other = self._network.nodes[end.node]
            if end.node == node.name or not _runs(other, version):
                continue
            remote = self._by_name.get((end.node, end.ifname))
            if remote is None or remote.ospf is None or not self._active(remote, version):
                continue
            if remote.ospf.area == interface.ospf.area and other.ospf is not None:
                identity = other.ospf.router_id or other.router_id or ""
                lan = link is not None and len(link.endpoints) > 2
                yield Adjacency(end.node, identity, interface.ifname, lan)

    def isis_adjacencies(self, name: str) -> list[IsisAdjacency]:
        """Designed IS-IS adjacencies of a node."""
        return self._interior.adjacencies(name)

    def loopbacks(self, name: str, family: str) -> list[tuple[str, Prefix]]:
        """(node, prefix) of every other loopback that routing should bring to this node."""
        if self._due is None:
            self._due = {f: dict(self._bgp_due(f)) for f in ("ipv4", "ipv6")}
        node = self._network.nodes[name]
        due = {**self._due[family].get(name, {}), **self._interior.loopbacks(name, family)}
        version = 2 if family == "ipv4" else 3
        if _runs(node, version):
            component = self._component(version)
            for other in self._network.nodes.values():
                prefix = _loopback(other, family)
                if prefix is None or other.name == name or component.get(other.name) != component.get(name):
                    continue
                if other.loopback is not None and other.loopback.ospf is not None and self._open:
                    due[other.name] = prefix
        return sorted(due.items())

    def _component(self, version: int) -> dict[str, int]:
        """Which nodes the adjacencies of one version join."""
        if version not in self._components:
            number: dict[str, int] = {}
            for start in (n.name for n in self._network.nodes.values() if _runs(n, version)):
                if start in number:
                    continue
                number[start] = len(number)
                todo = [start]
                while todo:
                    for adjacency in self.adjacencies(todo.pop(), version):
                        if adjacency.name not in number:
                            number[adjacency.name] = number[start]
                            todo.append(adjacency.name)
            self._components[version] = number
        return self._components[version]

    def _bgp_due(self, family: str) -> Iterator[tuple[str, dict[str, Prefix]]]:
        """Per node, the loopbacks that BGP surely brings to it."""
        result: dict[str, dict[str, Prefix]] = {}
        for origin in self._network.nodes.values():
            prefix = _loopback(origin, family)
            if origin.bgp is None or prefix is None or origin.skip_config:
                continue
            if not any(n.prefix == prefix and n.policy is None for n in origin.bgp.networks):
                continue
            for receiver in self._spread(origin, family, prefix):
                result.setdefault(receiver, {})[origin.name] = prefix
        yield from result.items()

    def _spread(self, origin: Node, family: str, prefix: Prefix) -> set[str]:
        """Nodes a plain route of one node reaches along sessions without policies.

        Inside an AS a loopback's host route has itself as next hop: FRR takes such a route for a loop and neither
        uses nor passes it on, so it is not counted on.
        """
        reached: set[str] = set()
        own_next_hop = prefix.length == (32 if family == "ipv4" else 128)
        seen: set[tuple[str, Learned]] = {(origin.name, "local")}
        todo: deque[tuple[str, Learned, tuple[int, ...]]] = deque([(origin.name, "local", ())])
        while todo:
            name, learned, path = todo.popleft()
            node = self._network.nodes[name]
            for neighbor in node.bgp.neighbors if node.bgp is not None else ():
                step = self._step(node, neighbor, learned, path, family)
                if step is None or (neighbor.name, step[0]) in seen or neighbor.name == origin.name:
                    continue
                if own_next_hop and not step[1] and neighbor.type == "ibgp":
                    continue
                seen.add((neighbor.name, step[0]))
                reached.add(neighbor.name)
                todo.append((neighbor.name, *step))
        return reached

    def _step(
        self, node: Node, neighbor: BgpNeighbor, learned: Learned, path: tuple[int, ...], family: str
    ) -> tuple[Learned, tuple[int, ...]] | None:
        """How the neighbour learns the route, with its AS path; None when that is not sure."""
        other = self._network.nodes.get(neighbor.name)
        if other is None or other.bgp is None or node.bgp is None or not self._live(node, neighbor):
            return None
        back = self._back.get((other.name, node.name, neighbor.type))
        if back is None or not (_carries(neighbor, family) and _carries(back, family)):
            return None
        if neighbor.policy.outbound or back.policy.inbound or _special(node) or _special(other):
            return None
        if neighbor.type == "ebgp":
            longer = (node.bgp.asn, *path)
            return None if other.bgp.asn in longer or neighbor.local_as or back.local_as else ("ebgp", longer)
        if neighbor.type != "ibgp":
            return None
        if learned == "ebgp" and neighbor.next_hop_self is None:
            return None
        if learned == "ibgp" and not neighbor.rr_client:
            return None
        return ("client" if back.rr_client else "ibgp"), path


def _runs(node: Node, version: int) -> bool:
    ospf = node.ospf
    if ospf is None or node.skip_config or node.role == "host":
        return False
    return ospf.ipv4 if version == 2 else ospf.ipv6


def _carries(neighbor: BgpNeighbor, family: str) -> bool:
    return neighbor.activate_ipv4 if family == "ipv4" else neighbor.activate_ipv6


def _special(node: Node) -> bool:
    """Aggregation and confederations change what is passed on."""
    return node.bgp is not None and (bool(node.bgp.aggregates) or node.bgp.confederation is not None)


def _loopback(node: Node, family: str) -> Prefix | None:
    if node.loopback is None:
        return None
    address = node.loopback.ipv4 if family == "ipv4" else node.loopback.ipv6
    return address.prefix if isinstance(address, InterfaceAddress) else None


def sessions_of(neighbor: BgpNeighbor) -> Iterator[Session]:
    """The sessions one designed neighbour stands for."""
    addresses = [str(a) for a in (neighbor.ipv4, neighbor.ipv6) if a is not None and a is not True]
    for address in addresses:
        yield Session(neighbor.name, address, None)
    if not addresses and neighbor.local_ifname is not None:
        yield Session(neighbor.name, None, neighbor.local_ifname)
