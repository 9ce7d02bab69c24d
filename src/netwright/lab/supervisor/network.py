"""Segments of a lab and the network of its nodes, over netlink from one process.

Owns: turning `LabPlan` into netlink messages, changes to a running network. Must not: start processes.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping

from ...errors import LabError
from ...model import Impairment, LabPlan, NodePlan, RoutePlan, Segment
from ...model.kernel import NODE_SYSCTLS, VRF_SYSCTLS, early_sysctls, late_sysctls
from .. import netlink
from ..changes import NodeChange
from ..features import missing_feature
from ..messages import LinkStatus
from ..netlink import LinkEnd, Netlink, NetlinkError, Request
from ..wiring import End, Move
from .alterations import Alteration
from .cables import Cables
from .impairments import clear, impair
from .interfaces import NodeInterfaces, Place
from .namespaces import Namespaces
from .numbering import Numbering
from .sysctls import ROOT_SYSCTLS, read_sysctl, set_defaults, set_sysctls

_FIRST_STAND_IN, _STAND_INS = 400_000, 64
"""Indices of links that stand in for dummies, per node."""
_THERE_OR_NO_WAY = (errno.EEXIST, errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH)
"""A route is there, or leads over an interface that is down."""


class LabNetwork:
    """Builds the network, then changes it on request. `nodes` are the namespaces by node; others add to them."""

    def __init__(
        self,
        home: Namespaces,
        nodes: Mapping[str, Namespaces],
        features: Callable[[str], bool],
        step: Callable[[], None],
    ) -> None:
        self._home, self._nodes = home, nodes
        self._has, self._step = features, step
        self._numbering = Numbering()
        self._cables = Cables(self._end)
        self.notices: list[str] = []

    # -- building ------------------------------------------------------------------------------------------

    def build(self, plan: LabPlan) -> None:
        """Create everything. Raises HostError or LabError."""
        set_defaults(ROOT_SYSCTLS)
        for number, node in enumerate(plan.nodes, 1):
            self.begin_node(number, node)
        self._step()
        new = [end for segment in plan.segments for end in segment.ends]
        dummies = [(n.name, i.name) for n in plan.nodes for i in n.interfaces if i.kind == "dummy"]
        with Netlink() as root:
            self._request(root, [netlink.set_link("lo", index=1, up=True)])
            self._cable(root, plan.segments, set(new), dummies)
        for node in plan.nodes:
            self.configure(node)
            self._step()
        for node in plan.nodes:
            self.join_edges(node)

    def begin_node(self, number: int, node: NodePlan) -> None:
        """A fresh namespace, the `number`-th of the plan from 1: settings for interfaces to come, their numbers."""
        with self._nodes[node.name].network_entered(self._home):
            set_defaults(NODE_SYSCTLS)
            self._number(number, node)

    def _number(self, number: int, node: NodePlan) -> None:
        with Netlink() as inside:
            taken = [link.ifindex for link in inside.links()]
        self._numbering.number(node, number, taken, max(taken, default=1))

    def _end(self, end: End) -> LinkEnd:
        place = self._numbering.places.get(end)
        if place is None:
            raise LabError(f"the plan's segments name interface {end[1]} of node {end[0]}, which does not exist")
        return LinkEnd(end[1], self._nodes[end[0]].net, place.ifindex, place.mac, place.interface.mtu)

    def _cable(self, root: Netlink, segments: Collection[Segment], new: Container[End], dummies: Iterable[End]) -> None:
        self._request(root, [*self._cables.connect([*segments], new), *self._dummies(dummies)])

    def _dummies(self, ends: Iterable[End]) -> Iterator[Request]:
        """Further loopbacks: `dummy`, or one end of a veth pair that leads nowhere."""
        for node, ifname in ends:
            real = self._has("dummy")
            notice = "this kernel has no dummy interfaces: veth interfaces stand in for them"
            if not real and notice not in self.notices:
                self.notices.append(notice)
            end = self._end((node, ifname))
            if real:
                yield netlink.add_link(end, "dummy")
            else:
                number = self._numbering.node_number(node) - 1
                index = _FIRST_STAND_IN + number * _STAND_INS + end.ifindex
                name = f"d{number}.{end.ifindex}"
                yield netlink.add_veth(LinkEnd(name, None, index), end)
                yield netlink.set_link(name, index=index, up=True)

    def configure(self, node: NodePlan, only: Collection[str] | None = None) -> None:
        """Everything inside one node's network namespace, or some new interfaces of it."""
        owner = f"node {node.name}"
        places = self._numbering.places
        interfaces = NodeInterfaces(node, places, only)
        new = [interface for interface in node.interfaces if only is None or interface.name in only]
        with self._nodes[node.name].network_entered(self._home), Netlink() as inside:
            if only is None:
                set_sysctls(early_sysctls(node), owner)
            self._request(inside, [*interfaces.create()])
            for interface in new:
                if interface.sysctls:
                    set_sysctls(interface.sysctls, f"{owner}, {interface.name}", interface.name)
            if interfaces.has_vrfs:
                set_defaults(VRF_SYSCTLS)
                set_sysctls(late_sysctls(node), owner)
            rules = [*interfaces.rules()] if only is None else []
            self._request(inside, [*interfaces.join(), *rules, *interfaces.raise_up()])
            if only is None:
                self._request(inside, [*interfaces.routes()])
            self._request(inside, [*interfaces.filters()])
            for interface in new:
                if interface.impairment is not None:
                    impair(inside, node.name, places[node.name, interface.name], interface.impairment)

    def join_edges(self, node: NodePlan, only: Container[str] | None = None) -> None:
        """Ports that do not wait for the spanning tree, once all links are up."""
        edges = [*NodeInterfaces(node, self._numbering.places, only).join_edges()]
        if edges:
            with self._nodes[node.name].network_entered(self._home), Netlink() as inside:
                self._request(inside, edges)

    def _request(self, socket: Netlink, requests: list[Request]) -> None:
        try:
            socket.request(requests)
        except NetlinkError as error:
            if error.errno == errno.EOPNOTSUPP and error.request.what.startswith("create "):
                raise missing_feature(error.request.what.split()[1]) from error
            raise LabError(f"the kernel refused to {error.request.what}: {error.strerror}") from error

    # -- changing the plan ---------------------------------------------------------------------------------

    def renumber(self, number: int, node: NodePlan) -> None:
        """New interfaces of a node that stays get numbers, others what the plan now says of them."""
        with self._nodes[node.name].network_entered(self._home):
            self._number(number, node)

    def remove(self, node: str, ifnames: Iterable[str], *, for_good: bool) -> None:
        """Take interfaces away, those that stand on others first; what is made again keeps its numbers."""
        places = [self.place(node, ifname) for ifname in ifnames]
        with self._nodes[node].network_entered(self._home), Netlink() as inside:
            there = {link.ifindex for link in inside.links()}
            for place in reversed(places):
                name = place.interface.name
                if place.interface.kind == "loopback":
                    self._request(inside, [*self._bare_loopback(node, place)])
                elif place.ifindex in there:
                    self._attempt(inside, [netlink.delete_link(name, place.ifindex)], (errno.ENODEV,))
                self._cables.forget((node, name))
                if for_good:
                    self._numbering.forget_interface(node, name)

    def _bare_loopback(self, node: str, place: Place) -> Iterator[Request]:
        own = NodePlan(name=node, device="", interfaces=(place.interface,))
        interfaces = NodeInterfaces(own, self._numbering.places)
        return interfaces.delete_addresses(place.interface, place.interface.addresses)

    def connect(self, segments: Collection[Segment], new: Collection[End]) -> None:
        """Make cables and further loopbacks; `new` are interfaces that do not exist."""
        places = self._numbering.places
        dummies = [end for end in new if places[end].interface.kind == "dummy"]
        with Netlink() as root:
            self._attempt(root, self._cables.disconnect([*segments]), (errno.ENODEV,))
            self._cable(root, segments, set(new), dummies)

    def move(self, move: Move) -> None:
        """One end of a pair leaves for another node; the other stays as it is. It arrives down and bare."""
        place = self.place(*move.before)
        with self._nodes[move.before[0]].network_entered(self._home), Netlink() as inside:
            self._request(inside, [netlink.move_link(place.ifindex, self._end(move.after))])
        self._numbering.forget_interface(*move.before)

    def forget_node(self, node: str) -> None:
        for owner, ifname in self._numbering.places:
            if owner == node:
                self._cables.forget((node, ifname))
        self._numbering.forget_node(node)

    def alter(self, before: NodePlan, after: NodePlan, change: NodeChange) -> None:
        """What is in a node that stays, once its new interfaces exist. Raises HostError, LabError."""
        only = (*change.interfaces_added, *change.interfaces_remade)
        alteration = Alteration(before, after, change, self._numbering.places)
        fresh = dict(NODE_SYSCTLS)
        dropped = ((path, fresh.get(path) or read_sysctl(path)) for path in alteration.dropped)
        values = tuple((path, value) for path, value in dropped if value is not None)
        with self._nodes[after.name].network_entered(self._home), Netlink() as inside:
            alteration.set_node_sysctls(values)
            if alteration.gets_vrfs:
                self._request(inside, [*alteration.interfaces.rules()])
            for batch in alteration.leaving():
                self._attempt(inside, batch.requests, batch.harmless)
        if only:
            self.configure(after, only)
        with self._nodes[after.name].network_entered(self._home), Netlink() as inside:
            alteration.set_late_sysctls()
            for batch in alteration.batches():
                self._attempt(inside, batch.requests, batch.harmless)
                for name in batch.settings:
                    alteration.set_interface_sysctls(name)
            for name in alteration.impaired:
                self._set_impairment(inside, after.name, name)
        self.join_edges(after, only)

    def renew(self, before: NodePlan, after: NodePlan, change: NodeChange) -> None:
        """Addresses that daemons saw elsewhere for a moment. Raises LabError."""
        with self._nodes[after.name].network_entered(self._home), Netlink() as inside:
            for batch in Alteration(before, after, change, self._numbering.places).renewing():
                self._attempt(inside, batch.requests, batch.harmless)

    def _attempt(self, socket: Netlink, requests: Iterable[Request], harmless: tuple[int, ...]) -> None:
        """One by one; what is there already, or gone already, is as it should be."""
        for request in requests:
            try:
                socket.request([request])
            except NetlinkError as error:
                if error.errno not in harmless:
                    raise LabError(f"the kernel refused to {error.request.what}: {error.strerror}") from error

    def present(self, node: str) -> set[str]:
        """Names of the interfaces there are."""
        with self._nodes[node].network_entered(self._home), Netlink() as inside:
            return {link.name for link in inside.links()}

    # -- changing what runs --------------------------------------------------------------------------------

    def place(self, node: str, ifname: str) -> Place:
        """Raises LabError for an unknown interface."""
        place = self._numbering.places.get((node, ifname))
        if place is None:
            known = ", ".join(name for owner, name in self._numbering.places if owner == node)
            raise LabError(f"node {node} has no interface {ifname}", hint=f"it has {known}")
        return place

    def set_link(self, node: str, ifname: str, up: bool, routes: Iterable[RoutePlan]) -> None:
        """The kernel takes routes and link-local addresses away with their interface; with it they come back."""
        place = self.place(node, ifname)
        lost = tuple(route for route in routes if up and route.ifname in (None, ifname))
        interfaces = NodeInterfaces(NodePlan(name=node, device="", interfaces=(), routes=lost), self._numbering.places)
        addresses = interfaces.add_addresses(place.interface, place.interface.addresses if up else ())
        with self._nodes[node].network_entered(self._home), Netlink() as inside:
            self._request(inside, [netlink.set_link(ifname, index=place.ifindex, up=up), *addresses])
            self._attempt(inside, interfaces.routes(), _THERE_OR_NO_WAY)

    def impair(self, node: str, ifname: str, impairment: Impairment | None) -> None:
        """Raises HostError when the kernel lacks the qdisc."""
        place = self.place(node, ifname)
        with self._nodes[node].network_entered(self._home), Netlink() as inside:
            if impairment is None or impairment.is_nothing:
                clear(inside, place)
            else:
                impair(inside, node, place, impairment)

    def _set_impairment(self, inside: Netlink, node: str, ifname: str) -> None:
        """What the plan says."""
        place = self.place(node, ifname)
        wanted = place.interface.impairment
        if wanted is None or wanted.is_nothing:
            clear(inside, place)
        else:
            impair(inside, node, place, wanted)

    def links(self, node: NodePlan) -> tuple[LinkStatus, ...]:
        """State of all interfaces of a node, in kernel order."""
        with self._nodes[node.name].network_entered(self._home), Netlink() as inside:
            found = sorted(inside.links())
        wanted = {interface.name for interface in node.interfaces} | {"lo"}
        return tuple(
            LinkStatus(ifname=link.name, up=link.up, carrier=link.carrier) for link in found if link.name in wanted
        )
