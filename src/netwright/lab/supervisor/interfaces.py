"""Interfaces, addresses and routes inside one node: netlink messages in the order the kernel needs.

Owns: which message comes when. Must not: enter namespaces, send.
A link is created down; its settings, its master and its members' settings follow while it is down (joining a VRF
flushes IPv6 addresses, a bond takes no member that is up), then it goes up, then it gets its addresses.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from ...addr import InterfaceAddress
from ...errors import LabError
from ...model import InterfacePlan, NodePlan, RoutePlan
from ...model.kernel import LOCAL_RULE_PRIORITY, TUNNELS, VRF_END_PRIORITY
from ...model.stacking import is_edge, is_of_bridge, is_up, on_bridges
from .. import filters, netlink
from ..netlink import LinkEnd, Request

MADE_OUTSIDE = ("veth", "loopback", "dummy")
"""Kinds that exist before the node is configured."""


class Place(NamedTuple):
    """An interface of the plan with its node and its kernel index there."""

    node: str
    interface: InterfacePlan
    ifindex: int
    mac: str
    """What it has unless its kind has none."""


class NodeInterfaces:
    """Messages of one node, to be sent from within its network namespace.

    `only` names the interfaces that are made, when the others are there already.
    """

    def __init__(
        self, node: NodePlan, places: Mapping[tuple[str, str], Place], only: Container[str] | None = None
    ) -> None:
        self._node, self._places = node, places
        self._known = {interface.name: interface for interface in node.interfaces}
        self._new = [interface for interface in node.interfaces if only is None or interface.name in only]

    def place(self, ifname: str, what: str) -> Place:
        """Raises LabError for a name the plan does not have; `what` names it."""
        place = self._places.get((self._node.name, ifname))
        if place is None:
            raise LabError(f"{what} of node {self._node.name} names interface {ifname}, which does not exist")
        return place

    def _index(self, interface: InterfacePlan) -> int:
        return self._places[self._node.name, interface.name].ifindex

    @property
    def has_vrfs(self) -> bool:
        return any(interface.kind == "vrf" for interface in self._node.interfaces)

    def create(self) -> Iterator[Request]:
        """Links the node makes itself, in the order of the plan: what others stand on comes first."""
        for interface in self._new:
            if interface.kind in MADE_OUTSIDE:
                continue
            place = self._places[self._node.name, interface.name]
            parent = self.place(interface.parent, interface.name).ifindex if interface.parent else 0
            mac = None if interface.kind in TUNNELS else place.mac
            if interface.kind == "vlan":
                mac = interface.mac  # that of its parent
            late = interface.kind == "bridge" or is_of_bridge(interface, self._known)
            mtu = None if late else interface.mtu  # a bridge would follow its ports all the same
            end = LinkEnd(interface.name, None, place.ifindex, mac, mtu)
            lower = parent if interface.kind in ("vlan", "macvlan") else 0
            yield netlink.add_link(end, interface.kind, netlink.kind_data(interface, parent), lower)
            if interface.vxlan is not None:
                for remote in interface.vxlan.flood:
                    yield netlink.add_flood(interface.name, place.ifindex, remote)

    def join(self) -> Iterator[Request]:
        """Masters get their members, then what depends on them."""
        for interface in self._new:
            if interface.master is not None and not is_edge(interface, self._known):
                yield from self._enter(interface)
        for interface in self._node.interfaces:
            if interface.bond is not None and interface.bond.primary:
                primary = netlink.bond_primary(self.place(interface.bond.primary, interface.name).ifindex)
                yield netlink.set_kind(interface.name, self._index(interface), "bond", primary)
            if interface.bridge is not None and interface.bridge.vlans and interface in self._new:
                yield netlink.set_own_vlans(interface.name, self._index(interface), interface.bridge.vlans)
            if interface.mtu and (interface.kind == "bridge" or is_of_bridge(interface, self._known)):
                yield netlink.set_link(interface.name, index=self._index(interface), mtu=interface.mtu)
        for name, interface in on_bridges(self._known):
            if interface not in self._new and self._known[name] not in self._new:
                continue
            yield netlink.add_local_entry(name, self.place(name, name).ifindex, self.place(interface.name, name).mac)

    def _enter(self, interface: InterfacePlan) -> Iterator[Request]:
        master = self.place(interface.master or "", interface.name)
        index = self._index(interface)
        yield netlink.set_link(interface.name, index=index, master=master.ifindex)
        if interface.port is not None and master.interface.kind == "bridge":
            yield netlink.set_bridge_port(interface.name, index, interface.port)
            if interface.port.untagged or interface.port.tagged:
                yield netlink.set_port_vlans(interface.name, index, interface.port)

    def join_edges(self) -> Iterator[Request]:
        """Edge ports, once all links are up: a port that enters a bridge without a tree forwards at once.

        Other ports stay in the states they have while the tree is off for a moment.
        """
        edges = [interface for interface in self._new if is_edge(interface, self._known)]
        bridges = {i.master: self.place(i.master, i.name) for i in edges if i.master is not None}
        for on in (False, True):
            if on:
                for interface in edges:
                    yield from self._enter(interface)
            for name, place in bridges.items():
                yield netlink.set_kind(name, place.ifindex, "bridge", netlink.spanning_tree(on))

    def filters(self) -> Iterator[Request]:
        """What may not leave where, by where it came from."""
        for interface in self._new:
            yield from filters.requests(interface, self._index(interface))

    def rules(self) -> Iterator[Request]:
        """A VRF sees its own addresses and routes, never those of the main tables."""
        if self.has_vrfs:
            for family in (4, 6):
                yield netlink.add_local_rule(family, LOCAL_RULE_PRIORITY)
                yield netlink.delete_local_rule(family)
                yield netlink.add_vrf_end_rule(family, VRF_END_PRIORITY)

    def raise_up(self) -> Iterator[Request]:
        """States, then addresses."""
        yield netlink.set_link("lo", index=1, up=True)
        for interface in self._new:
            yield netlink.set_link(
                interface.name,
                index=self._index(interface),
                up=is_up(interface, self._known),
                multicast=interface.kind in TUNNELS,
                mtu=interface.mtu if interface.kind == "loopback" else None,
                alias=interface.description or None,
            )
        for interface in self._new:
            yield from self.add_addresses(interface, interface.addresses)

    def add_addresses(self, interface: InterfacePlan, addresses: Iterable[InterfaceAddress]) -> Iterator[Request]:
        """Also those it has already."""
        for address in addresses:
            what = f"{address} to {interface.name} of {self._node.name}"
            yield netlink.add_address(self._index(interface), *address, what)

    def delete_addresses(self, interface: InterfacePlan, addresses: Iterable[InterfaceAddress]) -> Iterator[Request]:
        for address in addresses:
            what = f"{address} from {interface.name} of {self._node.name}"
            yield netlink.delete_address(self._index(interface), *address, what)

    def routes(self) -> Iterator[Request]:
        """All of the plan."""
        return (self.add_route(route) for route in self._node.routes)

    def add_route(self, route: RoutePlan) -> Request:
        return netlink.add_route(*self._route(route))

    def delete_route(self, route: RoutePlan) -> Request:
        """Raises LabError when its interface is not of the plan: then it went with that."""
        return netlink.delete_route(*self._route(route))

    def _route(self, route: RoutePlan) -> tuple[int, int, int, netlink.Hop, int | None, str, int]:
        """What netlink has to know of it."""
        index = self.place(route.ifname, "a route").ifindex if route.ifname else 0
        family, value = route.next_hop or (0, 0)
        if route.discard:
            family, value, index = 0, 0, 0
        table = netlink.RT_TABLE_MAIN
        if route.vrf:
            table = self.place(route.vrf, "a route").interface.table or table
        hop = netlink.Hop(family, value, index, route.onlink)
        where = f"{self._node.name}, VRF {route.vrf}" if route.vrf else self._node.name
        return (*route.prefix, hop, route.metric, f"{route.prefix} in {where}", table)
