"""Interfaces, segments, addresses, routes and sysctls of a lab, over netlink from one process.

Owns: turning `LabPlan` into netlink messages. Must not: start processes. Interface indices and MAC addresses
follow from the order in the plan, so that link-local addresses and protocol ids are the same in every start.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...addr import Prefix
from ...errors import DaemonError, HostError, LabError
from ...model import Impairment, InterfacePlan, LabPlan, NodePlan, RoutePlan
from .. import netlink, qdisc
from ..host import missing_feature
from ..messages import LinkStatus
from ..netlink import Netlink, NetlinkError, Request, VethEnd
from .namespaces import Namespaces

MAX_MTU = 65535
ROOT_SYSCTLS = (
    ("ipv6/conf/all/disable_ipv6", "1"),
    ("ipv6/conf/default/disable_ipv6", "1"),
    ("bridge/bridge-nf-call-iptables", "0"),
    ("bridge/bridge-nf-call-ip6tables", "0"),
    ("bridge/bridge-nf-call-arptables", "0"),
)
"""Of the lab's own namespace: its bridges forward frames and are no hosts."""
NODE_SYSCTLS = (
    ("ipv6/conf/all/accept_dad", "0"),
    ("ipv6/conf/default/accept_dad", "0"),
    ("ipv6/conf/default/addr_gen_mode", "0"),
    ("ipv6/conf/all/disable_ipv6", "0"),
    ("ipv6/conf/default/disable_ipv6", "0"),
    ("ipv6/conf/lo/disable_ipv6", "0"),
    ("ipv4/ip_forward", "0"),
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/ping_group_range", "0 0"),
)
"""Of every node before its interfaces exist, whatever the host's defaults: addresses serve at once, IPv6 is
on, asymmetric paths are fine, everybody may ping. The plan's own settings come later."""


class Place(NamedTuple):
    """An interface of the plan with its node and its kernel index there."""

    node: int
    interface: InterfacePlan
    ifindex: int


def mac_address(node: int, interface: int) -> str:
    """Locally administered, from the positions in the plan."""
    return f"02:00:{node >> 8 & 255:02x}:{node & 255:02x}:{interface >> 8 & 255:02x}:{interface & 255:02x}"


def write_sysctl(path: str, value: str) -> None:
    """`path` is relative to net/, in the network namespace the process is in."""
    fd = os.open(f"/proc/sys/net/{path}", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, value.encode())
    finally:
        os.close(fd)


def set_sysctls(sysctls: tuple[tuple[str, str], ...], owner: str, ifname: str = "") -> None:
    """Write settings of a plan. Raises HostError for one this kernel does not have or refuses."""
    for path, value in sysctls:
        name = path.replace("{ifname}", ifname)
        try:
            write_sysctl(name, value)
        except OSError as error:
            raise HostError(
                f"sysctl net.{name.replace('/', '.')}={value} failed: {error.strerror}", needed_by=owner
            ) from error


def set_defaults(sysctls: tuple[tuple[str, str], ...]) -> None:
    """Write settings where the kernel has them. Raises HostError when it may not be asked at all."""
    for path, value in sysctls:
        try:
            write_sysctl(path, value)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise HostError(
                f"network settings cannot be written: /proc/sys/net/{path}: {error.strerror}",
                needed_by="running a lab",
                remedy="in a container run with `--privileged` or `--security-opt systempaths=unconfined`",
            ) from error


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
        self._node_index = {node.name: number for number, node in enumerate(plan.nodes)}
        self.notices: list[str] = []
        for number, node in enumerate(plan.nodes):
            free = itertools.count(2)
            for interface in node.interfaces:
                index = 1 if interface.kind == "loopback" else next(free)
                self._places[node.name, interface.name] = Place(number, interface, index)

    # -- building ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Create everything. Raises HostError or LabError."""
        set_defaults(ROOT_SYSCTLS)
        for namespaces in self._nodes:
            with namespaces.network_entered(self._home):
                set_defaults(NODE_SYSCTLS)
        self._step()
        with Netlink() as root:
            self._request(root, [*self._segments(), *self._dummies(), netlink.set_link("lo", index=1, up=True)])
        for node, namespaces in zip(self._plan.nodes, self._nodes, strict=True):
            with namespaces.network_entered(self._home):
                self._configure(node)
            self._step()

    def _end(self, node: str, ifname: str, mtu: int | None = None) -> VethEnd:
        place = self._places.get((node, ifname))
        if place is None:
            raise LabError(f"the plan's segments name interface {ifname} of node {node}, which does not exist")
        mac = place.interface.mac or mac_address(place.node + 1, place.ifindex)
        return VethEnd(ifname, self._nodes[place.node].net, place.ifindex, mac, place.interface.mtu or mtu)

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
                    yield netlink.add_bridge(name, bridges[name], None)
                    yield netlink.set_link(name, index=bridges[name], up=True, mtu=mtu)
                master = bridges[name]
            for end in ends:
                port += 1
                index = 200_000 + port
                yield netlink.add_veth(VethEnd(f"p{port}", None, index, None, mtu), end)
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
                yield netlink.add_veth(VethEnd(name, None, index), end)
                yield netlink.set_link(name, index=index, up=True)

    def _configure(self, node: NodePlan) -> None:
        """Everything inside one node's network namespace, which the process has entered."""
        owner = f"node {node.name}"
        set_sysctls(node.sysctls, owner)
        changes = [netlink.set_link("lo", index=1, up=True)]
        for interface in node.interfaces:
            index = self._places[node.name, interface.name].ifindex
            if interface.sysctls:
                set_sysctls(interface.sysctls, f"{owner}, {interface.name}", interface.name)
            up = interface.up if interface.kind != "loopback" else True
            mtu = interface.mtu if interface.kind == "loopback" else None
            changes.append(netlink.set_link(interface.name, index=index, up=up, mtu=mtu, alias=interface.description))
            for address in interface.addresses:
                what = f"{address} to {interface.name} of {node.name}"
                changes.append(netlink.add_address(index, *address, what))
        changes.extend(self._route(node, route) for route in node.routes)
        with Netlink() as inside:
            self._request(inside, changes)
            for interface in node.interfaces:
                if interface.impairment is not None:
                    self._impair(inside, node.name, interface.name, interface.impairment)

    def _route(self, node: NodePlan, route: RoutePlan) -> Request:
        index = 0
        if route.ifname:
            place = self._places.get((node.name, route.ifname))
            if place is None:
                raise LabError(f"a route of node {node.name} names interface {route.ifname}, which does not exist")
            index = place.ifindex
        family, value = route.next_hop or (0, 0)
        if route.discard:
            family, value, index = 0, 0, 0
        prefix: Prefix = route.prefix
        hop = netlink.Hop(family, value, index, route.onlink)
        return netlink.add_route(*prefix, hop, route.metric, f"{prefix} in {node.name}")

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
            if impairment is None or qdisc.is_nothing(impairment):
                with contextlib.suppress(FileNotFoundError):
                    self._change_qdisc(inside, qdisc.remove(place.ifindex))
                return
            self._impair(inside, node, ifname, impairment)

    def _impair(self, inside: Netlink, node: str, ifname: str, impairment: Impairment) -> None:
        if qdisc.is_nothing(impairment):
            return
        place = self.place(node, ifname)
        needed_by = f"the impairment of {ifname} of node {node}"
        with contextlib.suppress(FileNotFoundError, NetlinkError):
            inside.request([qdisc.remove(place.ifindex)])
        try:
            inside.request([qdisc.netem(place.ifindex, impairment)])
        except NetlinkError as error:
            if error.errno not in (errno.ENOENT, errno.EOPNOTSUPP):
                raise DaemonError(f"the kernel refused {needed_by}: {error.strerror}") from error
            if qdisc.needs_netem(impairment) or impairment.rate_kbps is None:
                raise missing_feature("netem", needed_by) from error
            self._shape(inside, place, impairment.rate_kbps, needed_by)

    def _shape(self, inside: Netlink, place: Place, rate_kbps: float, needed_by: str) -> None:
        try:
            inside.request([qdisc.tbf(place.ifindex, rate_kbps, place.interface.mtu or 1500)])
        except NetlinkError as error:
            if error.errno in (errno.ENOENT, errno.EOPNOTSUPP):
                raise missing_feature("tbf", needed_by) from error
            raise DaemonError(f"the kernel refused {needed_by}: {error.strerror}") from error

    def _change_qdisc(self, inside: Netlink, request: Request) -> None:
        try:
            inside.request([request])
        except NetlinkError as error:
            if error.errno not in (errno.ENOENT, errno.EINVAL):
                raise DaemonError(f"the kernel refused to {request.what}: {error.strerror}") from error

    def links(self, number: int) -> tuple[LinkStatus, ...]:
        """State of all interfaces of the n-th node, in kernel order."""
        with self._nodes[number].network_entered(self._home), Netlink() as inside:
            found = sorted(inside.links())
        wanted = {interface.name for interface in self._plan.nodes[number].interfaces} | {"lo"}
        return tuple(
            LinkStatus(ifname=link.name, up=link.up, carrier=link.carrier) for link in found if link.name in wanted
        )
