"""Segments of a lab and the network of its nodes, over netlink from one process.

Owns: turning `LabPlan` into netlink messages, changes to a running network. Must not: start processes. Interface
indices and MAC addresses follow from the order in the plan, so that link-local addresses and protocol ids are the
same in every start.
"""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator

from ...errors import LabError
from ...model import BridgePlan, Impairment, InterfacePlan, LabPlan, NodePlan
from ...model.kernel import NODE_SYSCTLS, VRF_SYSCTLS, early_sysctls, late_sysctls
from .. import netlink
from ..features import missing_feature
from ..messages import LinkStatus
from ..netlink import LinkEnd, Netlink, NetlinkError, Request
from .impairments import clear, impair
from .interfaces import NodeInterfaces, Place
from .namespaces import Namespaces
from .sysctls import ROOT_SYSCTLS, set_defaults, set_sysctls

FIRST_INDEX = 2
PLAIN_BRIDGE = netlink.bridge_data(BridgePlan())
"""A learning switch: no spanning tree, no multicast snooping, no forwarding delay."""


def mac_address(node: int, interface: int) -> str:
    """Locally administered, from the positions in the plan."""
    return f"02:00:{node >> 8 & 255:02x}:{node & 255:02x}:{interface >> 8 & 255:02x}:{interface & 255:02x}"


class LabNetwork:
    """Builds the network once, then changes it on request."""

    def __init__(
        self,
        plan: LabPlan,
        home: Namespaces,
        nodes: list[Namespaces],
        features: Callable[[str], bool],
        step: Callable[[], None],
    ) -> None:
        self._plan, self._home, self._nodes = plan, home, nodes
        self._has, self._step = features, step
        self._places: dict[tuple[str, str], Place] = {}
        self.notices: list[str] = []

    # -- building ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Create everything. Raises HostError or LabError."""
        set_defaults(ROOT_SYSCTLS)
        for number, (node, namespaces) in enumerate(zip(self._plan.nodes, self._nodes, strict=True)):
            with namespaces.network_entered(self._home):
                set_defaults(NODE_SYSCTLS)
                self._number(number, node)
        self._step()
        with Netlink() as root:
            self._request(root, [*self._segments(), *self._dummies(), netlink.set_link("lo", index=1, up=True)])
        for node, namespaces in zip(self._plan.nodes, self._nodes, strict=True):
            with namespaces.network_entered(self._home):
                self._configure(node)
            self._step()
        for node, namespaces in zip(self._plan.nodes, self._nodes, strict=True):
            edges = [*NodeInterfaces(node, self._places).join_edges()]
            if edges:
                with namespaces.network_entered(self._home), Netlink() as inside:
                    self._request(inside, edges)

    def _number(self, number: int, node: NodePlan) -> None:
        """Indices in the order of the plan, after those of interfaces every new namespace has on this kernel.

        `tunl0` and the like appear wherever their module is loaded.
        """
        with Netlink() as inside:
            taken = max((link.ifindex for link in inside.links()), default=1)
        for position, interface in self._positions(node):
            index = 1 if interface.kind == "loopback" else position + max(taken + 1, FIRST_INDEX) - FIRST_INDEX
            mac = interface.mac or mac_address(number + 1, position)
            self._places[node.name, interface.name] = Place(number, interface, index, mac)

    def _positions(self, node: NodePlan) -> Iterator[tuple[int, InterfacePlan]]:
        free = itertools.count(FIRST_INDEX)
        for interface in node.interfaces:
            yield (1 if interface.kind == "loopback" else next(free)), interface

    def _end(self, node: str, ifname: str) -> LinkEnd:
        place = self._places.get((node, ifname))
        if place is None:
            raise LabError(f"the plan's segments name interface {ifname} of node {node}, which does not exist")
        return LinkEnd(ifname, self._nodes[place.node].net, place.ifindex, place.mac, place.interface.mtu)

    def _segments(self) -> Iterator[Request]:
        """Pairs for two ends, a bridge otherwise; a single end leads to an unconnected port."""
        bridges: dict[str, int] = {}
        port = 0
        for number, segment in enumerate(self._plan.segments):
            if len(segment.ends) == 2 and not segment.bridge:
                yield netlink.add_veth(self._end(*segment.ends[0]), self._end(*segment.ends[1]))
                continue
            ends = [self._end(*end) for end in segment.ends]
            mtu = max((end.mtu or 1500 for end in ends), default=1500)
            master = 0
            if len(ends) > 1 or segment.bridge:
                name = (segment.bridge or f"br{segment.linkindex}")[:15]
                if name not in bridges:
                    bridges[name] = 100_000 + number
                    yield netlink.add_link(LinkEnd(name, None, bridges[name]), "bridge", PLAIN_BRIDGE)
                    yield netlink.set_link(name, index=bridges[name], up=True, mtu=mtu)
                master = bridges[name]
            for end in ends:
                port += 1
                index = 200_000 + port
                yield netlink.add_veth(LinkEnd(f"p{port}", None, index, None, mtu), end)
                yield netlink.set_link(f"p{port}", index=index, up=True, master=master)

    def _dummies(self) -> Iterator[Request]:
        """Further loopbacks: `dummy`, or one end of a veth pair that leads nowhere."""
        real: bool | None = None
        for place in self._places.values():
            if place.interface.kind != "dummy":
                continue
            if real is None:
                real = self._has("dummy")
                if not real:
                    self.notices.append("this kernel has no dummy interfaces: veth interfaces stand in for them")
            end = self._end(self._plan.nodes[place.node].name, place.interface.name)
            if real:
                yield netlink.add_link(end, "dummy")
            else:
                index = 400_000 + place.node * 64 + place.ifindex
                name = f"d{place.node}.{place.ifindex}"
                yield netlink.add_veth(LinkEnd(name, None, index), end)
                yield netlink.set_link(name, index=index, up=True)

    def _configure(self, node: NodePlan) -> None:
        """Everything inside one node's network namespace, which the process has entered."""
        owner = f"node {node.name}"
        interfaces = NodeInterfaces(node, self._places)
        set_sysctls(early_sysctls(node), owner)
        with Netlink() as inside:
            self._request(inside, [*interfaces.create()])
            for interface in node.interfaces:
                if interface.sysctls:
                    set_sysctls(interface.sysctls, f"{owner}, {interface.name}", interface.name)
            if interfaces.has_vrfs:
                set_defaults(VRF_SYSCTLS)
                set_sysctls(late_sysctls(node), owner)
            self._request(inside, [*interfaces.join(), *interfaces.rules(), *interfaces.raise_up()])
            self._request(inside, [*interfaces.filters()])
            for interface in node.interfaces:
                if interface.impairment is not None:
                    impair(inside, node.name, self._places[node.name, interface.name], interface.impairment)

    def _request(self, socket: Netlink, requests: list[Request]) -> None:
        try:
            socket.request(requests)
        except NetlinkError as error:
            if error.errno == errno.EOPNOTSUPP and error.request.what.startswith("create "):
                raise missing_feature(error.request.what.split()[1]) from error
            raise LabError(f"the kernel refused to {error.request.what}: {error.strerror}") from error

    # -- changing ------------------------------------------------------------------------------------------

    def place(self, node: str, ifname: str) -> Place:
        """Raises LabError for an unknown interface."""
        place = self._places.get((node, ifname))
        if place is None:
            known = ", ".join(name for owner, name in self._places if owner == node)
            raise LabError(f"node {node} has no interface {ifname}", hint=f"it has {known}")
        return place

    def set_link(self, node: str, ifname: str, up: bool) -> None:
        place = self.place(node, ifname)
        with self._nodes[place.node].network_entered(self._home), Netlink() as inside:
            self._request(inside, [netlink.set_link(ifname, index=place.ifindex, up=up)])

    def impair(self, node: str, ifname: str, impairment: Impairment | None) -> None:
        """Raises HostError when the kernel lacks the qdisc."""
        place = self.place(node, ifname)
        with self._nodes[place.node].network_entered(self._home), Netlink() as inside:
            if impairment is None or impairment.is_nothing:
                clear(inside, place)
            else:
                impair(inside, node, place, impairment)

    def links(self, number: int) -> tuple[LinkStatus, ...]:
        """State of all interfaces of the n-th node, in kernel order."""
        with self._nodes[number].network_entered(self._home), Netlink() as inside:
            found = sorted(inside.links())
        wanted = {interface.name for interface in self._plan.nodes[number].interfaces} | {"lo"}
        return tuple(
            LinkStatus(ifname=link.name, up=link.up, carrier=link.carrier) for link in found if link.name in wanted
        )
