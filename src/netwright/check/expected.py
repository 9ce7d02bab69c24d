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
from ..model import BgpInstance, BgpNeighbor, Interface, Network, Node, OspfInstance, configured
from ..model.adjacency import OSPF_FAMILIES, End, ospf_of, speaks_ospf
from .expected_clusters import Clusters
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
    vrf: str | None = None
    """Routing table of the neighbour."""


Key = tuple[str, str | None]
"""A routing table: node, VRF or None for the global one."""


class Table(NamedTuple):
    """One routing table of a node with its protocols and its loopback."""

    node: Node
    vrf: str | None
    bgp: BgpInstance | None
    ospf: OspfInstance | None
    loopback: Interface | None

    @property
    def key(self) -> Key:
        return self.node.name, self.vrf

    @property
    def title(self) -> str:
        return self.node.name if self.vrf is None else f"{self.node.name} in VRF {self.vrf}"


def tables_of(node: Node) -> Iterator[Table]:
    """The global table, then those of VRFs."""
    yield Table(node, None, node.bgp, node.ospf, node.loopback)
    for vrf in node.vrfs.values():
        own = next((i for i in node.interfaces if i.ifname == vrf.loopback), None)
        yield Table(node, vrf.name, vrf.bgp, vrf.ospf, own)


class Expectations:
    """Expectations of one network, each computed once."""

    def __init__(self, network: Network) -> None:
        if any(n.skip_modules for n in network.nodes.values()):
            nodes = {name: configured(node) for name, node in network.nodes.items()}
            network = msgspec.structs.replace(network, nodes=nodes)
        self._network = network
        self._components: dict[int, dict[Key, int]] = {}
        self._due: dict[str, dict[Key, dict[str, Prefix]]] | None = None
        every = network.nodes.values()
        self._by_name = {(n.name, i.ifname): i for n in every for i in n.interfaces}
        self._by_index = {(n.name, i.ifindex): i for n in every for i in n.interfaces}
        self._tables = {t.key: t for n in every for t in tables_of(n)}
        self._back = {
            (*t.key, b.name, b.type, b.ifindex): b
            for t in self._tables.values()
            if t.bgp is not None
            for b in reversed(t.bgp.neighbors)
        }
        self._open = not any(
            not r.advertise for t in self._tables.values() if t.ospf is not None for a in t.ospf.areas for r in a.ranges
        )
        """No border router hides ranges that could hold a loopback."""

        self.links = Links(network, self._up)
        self.clusters = Clusters(network)
        self._interior = Interior(network, self._up)

    def tables(self, name: str) -> list[str | None]:
        """The routing tables of a node: None for the global one, then its VRFs."""
        return [None, *self._network.nodes[name].vrfs]

    def sessions(self, name: str, vrf: str | None = None) -> list[Session]:
        """Designed sessions of a routing table with neighbours that are configured."""
        table = self._tables[name, vrf]
        if table.bgp is None or table.node.skip_config:
            return []
        return [s for n in table.bgp.neighbors if self._live(table.node, n) for s in sessions_of(n)]

    def _live(self, node: Node, neighbor: BgpNeighbor) -> bool:
        other = self._network.nodes.get(neighbor.name)
        if other is None or other.bgp is None or other.skip_config:
            return False
        if (node.cluster or other.cluster) and not any(n.name == node.name for n in other.bgp.neighbors):
            return False  # Calico's resources decide who peers, and they may name one side only
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

    def adjacencies(self, name: str, version: int, vrf: str | None = None) -> list[Adjacency]:
        """Designed adjacencies: active interfaces of one area on one link, both ends configured."""
        table = self._tables[name, vrf]
        if not _runs(table, version):
            return []
        inside = [i for i in table.node.interfaces if i.vrf == vrf and self._active(End(table.node, i), version)]
        return [a for i in inside for a in self._peers(table.node, i, version)]

    def _active(self, end: End, version: int) -> bool:
        return speaks_ospf(end, OSPF_FAMILIES[version]) and self._up(end.interface)

    def _peers(self, node: Node, interface: Interface, version: int) -> Iterator[Adjacency]:
        link = self._network.link(interface)
        assert interface.ospf is not None
        for end in link.endpoints if link is not None else ():
            remote = self._by_name.get((end.node, end.ifname))
            if end.node == node.name or remote is None or remote.ospf is None:
                continue
            other = self._tables[end.node, remote.vrf]
            if not self._active(End(other.node, remote), version):
                continue
            if remote.ospf.area == interface.ospf.area and other.ospf is not None:
                identity = other.ospf.router_id or other.node.router_id or ""
                lan = link is not None and len(link.endpoints) > 2
                yield Adjacency(end.node, identity, interface.ifname, lan, remote.vrf)

    def isis_adjacencies(self, name: str) -> list[IsisAdjacency]:
        """Designed IS-IS adjacencies of a node."""
        return self._interior.adjacencies(name)

    def loopbacks(self, name: str, family: str, vrf: str | None = None) -> list[tuple[str, Prefix]]:
        """(whose, prefix) of every other loopback that routing should bring to this routing table."""
        if self._due is None:
            self._due = {f: self._bgp_due(f) for f in ("ipv4", "ipv6")}
        table = self._tables[name, vrf]
        due = dict(self._due[family].get(table.key, {}))
        if vrf is None:
            due.update(self._interior.loopbacks(name, family))
        version = 2 if family == "ipv4" else 3
        if _runs(table, version):
            component = self._component(version)
            for other in self._tables.values():
                prefix = _loopback(other, family)
                if prefix is None or other.key == table.key or component.get(other.key) != component.get(table.key):
                    continue
                if other.loopback is not None and other.loopback.ospf is not None and self._open:
                    due[other.title] = prefix
        return sorted(due.items())

    def _component(self, version: int) -> dict[Key, int]:
        """Which routing tables the adjacencies of one version join."""
        if version not in self._components:
            number: dict[Key, int] = {}
            for start in (t.key for t in self._tables.values() if _runs(t, version)):
                if start in number:
                    continue
                number[start] = len(number)
                todo = [start]
                while todo:
                    name, vrf = todo.pop()
                    for adjacency in self.adjacencies(name, version, vrf):
                        key = adjacency.name, adjacency.vrf
                        if key not in number:
                            number[key] = number[start]
                            todo.append(key)
            self._components[version] = number
        return self._components[version]

    def _bgp_due(self, family: str) -> dict[Key, dict[str, Prefix]]:
        """Per routing table, the loopbacks that BGP surely brings to it."""
        result: dict[Key, dict[str, Prefix]] = {}
        for origin in self._tables.values():
            prefix = _loopback(origin, family)
            if origin.bgp is None or prefix is None or origin.node.skip_config:
                continue
            if not any(n.prefix == prefix and n.policy is None for n in origin.bgp.networks):
                continue
            for receiver in self._spread(origin, family, prefix):
                result.setdefault(receiver, {})[origin.title] = prefix
        return result

    def _spread(self, origin: Table, family: str, prefix: Prefix) -> set[Key]:
        """Routing tables a plain route of one of them reaches along sessions without policies.

        Inside an AS a loopback's host route has itself as next hop: FRR takes such a route for a loop and neither
        uses nor passes it on, so it is not counted on.
        """
        reached: set[Key] = set()
        own_next_hop = prefix.length == (32 if family == "ipv4" else 128)
        seen: set[tuple[Key, Learned]] = {(origin.key, "local")}
        todo: deque[tuple[Key, Learned, tuple[int, ...]]] = deque([(origin.key, "local", ())])
        while todo:
            key, learned, path = todo.popleft()
            table = self._tables[key]
            for neighbor in table.bgp.neighbors if table.bgp is not None else ():
                other, remote = self._far_end(table, neighbor)
                step = self._step(table, neighbor, other, remote, learned, path, family)
                if step is None or other is None or (other.key, step[0]) in seen or other.key == origin.key:
                    continue
                if own_next_hop and not step[1] and neighbor.type == "ibgp":
                    continue
                seen.add((other.key, step[0]))
                reached.add(other.key)
                todo.append((other.key, *step))
        return reached

    def _far_end(self, table: Table, neighbor: BgpNeighbor) -> tuple[Table | None, int | None]:
        """The neighbour's routing table and, on a link, the index of its interface there."""
        interface = self._by_index.get((table.node.name, neighbor.ifindex or 0))
        link = self._network.link(interface) if interface is not None and neighbor.ifindex is not None else None
        for end in link.endpoints if link is not None else ():
            if end.node == neighbor.name and (end.node, end.ifindex) != (table.node.name, neighbor.ifindex):
                remote = self._by_name.get((end.node, end.ifname))
                if remote is not None:
                    return self._tables.get((end.node, remote.vrf)), remote.ifindex
        return self._tables.get((neighbor.name, None)), None

    def _step(
        self,
        table: Table,
        neighbor: BgpNeighbor,
        other: Table | None,
        remote: int | None,
        learned: Learned,
        path: tuple[int, ...],
        family: str,
    ) -> tuple[Learned, tuple[int, ...]] | None:
        """How the neighbour learns the route, with its AS path; None when that is not sure."""
        if other is None or other.bgp is None or table.bgp is None or not self._live(table.node, neighbor):
            return None
        back = self._returning(table, other, neighbor, remote)
        if back is None or not (_carries(neighbor, family) and _carries(back, family)):
            return None
        if neighbor.policy.outbound or back.policy.inbound or _special(table) or _special(other):
            return None
        if neighbor.type == "ebgp":
            longer = (table.bgp.asn, *path)
            return None if other.bgp.asn in longer or neighbor.local_as or back.local_as else ("ebgp", longer)
        if neighbor.type != "ibgp":
            return None
        if learned == "ebgp" and neighbor.next_hop_self is None:
            return None
        if learned == "ibgp" and not neighbor.rr_client:
            return None
        return ("client" if back.rr_client else "ibgp"), path

    def _returning(self, table: Table, other: Table, neighbor: BgpNeighbor, remote: int | None) -> BgpNeighbor | None:
        """The session as its other end has it."""
        name = table.node.name
        if neighbor.ifindex is not None and remote is not None:
            return self._back.get((*other.key, name, neighbor.type, remote))
        found = (b for b in other.bgp.neighbors if b.name == name and b.type == neighbor.type) if other.bgp else ()
        return next(iter(found), None)


def _runs(table: Table, version: int) -> bool:
    return ospf_of(table.node, table.vrf, OSPF_FAMILIES[version]) is not None


def _carries(neighbor: BgpNeighbor, family: str) -> bool:
    return neighbor.activate_ipv4 if family == "ipv4" else neighbor.activate_ipv6


def _special(table: Table) -> bool:
    """Aggregation, confederations and Calico's filters change what is passed on."""
    bgp = table.bgp
    return table.node.cluster is not None or (
        bgp is not None and (bool(bgp.aggregates) or bgp.confederation is not None)
    )


def _loopback(table: Table, family: str) -> Prefix | None:
    if table.loopback is None:
        return None
    address = table.loopback.ipv4 if family == "ipv4" else table.loopback.ipv6
    return address.prefix if isinstance(address, InterfaceAddress) else None


def sessions_of(neighbor: BgpNeighbor) -> Iterator[Session]:
    """The sessions one designed neighbour stands for."""
    addresses = [str(a) for a in (neighbor.ipv4, neighbor.ipv6) if a is not None and a is not True]
    for address in addresses:
        yield Session(neighbor.name, address, None)
    if not addresses and neighbor.local_ifname is not None:
        yield Session(neighbor.name, None, neighbor.local_ifname)
