"""What changes in a node that stays: settings, states, addresses and routes of what exists, in a safe order.

Owns: which message comes when, and which refusals mean that something is already as it should be. Must not: enter
namespaces, send. New addresses come before old ones go, except where the kernel would take the new one with the old
(IPv4 addresses of one prefix) or a prefix moves to another interface; routes likewise, so that a route that only
changes its metric is never missing.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...addr import InterfaceAddress
from ...model import InterfacePlan, NodePlan
from ...model.kernel import Sysctls, early_sysctls, inherited, late_sysctls
from ...model.stacking import is_up
from .. import netlink
from ..changes import NodeChange
from ..netlink import Request
from ..wiring import End
from .interfaces import NodeInterfaces, Place
from .sysctls import read_sysctl, set_defaults, set_sysctls

_GONE = (errno.ESRCH, errno.EADDRNOTAVAIL, errno.ENODEV, errno.ENOENT)
_THERE = (errno.EEXIST,)
_PLAIN_MTU: Mapping[str, int] = {"veth": 1500, "dummy": 1500, "loopback": 65536}
"""Of kinds whose MTU depends on nothing else."""


class Batch(NamedTuple):
    """Messages to send one by one, errors that do not matter, and interfaces whose settings are due then."""

    requests: list[Request]
    harmless: tuple[int, ...] = ()
    settings: tuple[str, ...] = ()


class Alteration:
    """One node, from one plan to another."""

    def __init__(self, before: NodePlan, after: NodePlan, change: NodeChange, places: Mapping[End, Place]) -> None:
        self._before, self._after, self._change, self._places = before, after, change, places
        self._old = {interface.name: interface for interface in before.interfaces}
        self._new = {interface.name: interface for interface in after.interfaces}
        self.interfaces = NodeInterfaces(after, places)

    @property
    def gets_vrfs(self) -> bool:
        """It has its first VRF."""
        return self.interfaces.has_vrfs and not any(i.kind == "vrf" for i in self._before.interfaces)

    @property
    def impaired(self) -> list[str]:
        """Interfaces whose impairment is another one."""
        names = self._change.interfaces_changed
        return [name for name in names if self._old[name].impairment != self._new[name].impairment]

    # -- settings ------------------------------------------------------------------------------------------

    @property
    def dropped(self) -> list[str]:
        """Settings of the node that the plan no longer names."""
        wanted = dict(self._after.sysctls)
        return [path for path in self._change.sysctls if path not in wanted]

    def set_node_sysctls(self, fresh: Sysctls) -> None:
        """In the node: new values, and those of a fresh node for what is dropped. Raises HostError."""
        names = [name for name in self._new if name in self._old]
        changed = tuple(each for each in early_sysctls(self._after) if each[0] in self._change.sysctls)
        set_sysctls(_for_all(changed, names), self._owner)
        set_defaults(_for_all(fresh, names))

    def set_late_sysctls(self) -> None:
        """In the node, once its VRFs exist. Raises HostError."""
        changed = [each for each in late_sysctls(self._after) if each[0] in self._change.sysctls]
        if self.interfaces.has_vrfs:
            set_sysctls(changed, self._owner)

    def set_interface_sysctls(self, name: str) -> None:
        """In the node: of one interface; what the plan no longer sets is as for new interfaces. Raises HostError."""
        old, new = dict(self._old[name].sysctls), dict(self._new[name].sysctls)
        for path in old.keys() - new.keys():
            default = read_sysctl(path.replace("{ifname}", "default"))
            if default is not None:
                set_defaults([(path.replace("{ifname}", name), default)])
        changed = [(path, value) for path, value in new.items() if old.get(path) != value]
        set_sysctls(changed, f"{self._owner}, {name}", name)

    @property
    def _owner(self) -> str:
        return f"node {self._after.name}"

    # -- messages ------------------------------------------------------------------------------------------

    def leaving(self) -> Iterator[Batch]:
        """Before anything comes: addresses of prefixes that another interface gets.

        FRR's zebra keeps the connected route of the first of two interfaces with a prefix, also once its address is
        gone: no route over the other one is ever active.
        """
        for name in self._change.interfaces_changed:
            old, new = self._old[name], self._new[name]
            elsewhere = {each.prefix for other in self._new.values() if other.name != name for each in other.addresses}
            gone = [each for each in old.addresses if each not in new.addresses and each.prefix in elsewhere]
            yield Batch([*self.interfaces.delete_addresses(new, gone)], _GONE)

    def renewing(self) -> Iterator[Batch]:
        """Once daemons know the new configuration: addresses of prefixes that an interface made again had before.

        zebra gives an interface that comes again the addresses of its configuration, until it is told another one:
        see `leaving`. What goes and comes now is connected where it is.
        """
        before = {each.prefix: name for name in self._change.interfaces_remade for each in self._old[name].addresses}
        moved = False
        for name, interface in self._new.items():
            kept = self._old[name].addresses if name in self._old else ()
            came = [each for each in interface.addresses if each not in kept]
            again = [each for each in came if before.get(each.prefix, name) != name]
            moved |= bool(again)
            yield Batch([*self.interfaces.delete_addresses(interface, again)], _GONE)
            yield Batch([*self.interfaces.add_addresses(interface, again)], _THERE)
        if moved:
            yield Batch([*self.interfaces.routes()], _THERE)

    def batches(self) -> Iterator[Batch]:
        """Interfaces that exist, then routes, then what goes down."""
        emptied = bool(self._change.interfaces_remade or self._change.interfaces_removed)
        for name in self._change.interfaces_changed:
            old, new = self._old[name], self._new[name]
            yield Batch([*self._link(old, new)])
            yield from self._addresses(old, new)
            emptied |= bool(set(old.addresses) - set(new.addresses))
        yield Batch([self.interfaces.add_route(route) for route in self._change.routes_added], _THERE)
        yield Batch([*self._old_routes()], _GONE)
        if emptied:
            yield Batch([*self.interfaces.routes()], _THERE)
        yield Batch([*self._downs()])

    def _link(self, old: InterfacePlan, new: InterfacePlan) -> Iterator[Request]:
        index = self._index(new)
        mtu = new.mtu or _PLAIN_MTU.get(new.kind)
        if old.mtu != new.mtu and mtu:
            yield netlink.set_link(new.name, index=index, mtu=mtu)
        if new.mac and old.mac != new.mac:
            yield netlink.set_link(new.name, index=index, mac=new.mac)
        if old.description != new.description:
            yield netlink.set_link(new.name, index=index, alias=new.description)
        if old.up != new.up and is_up(new, self._new):
            yield netlink.set_link(new.name, index=index, up=True)

    def _addresses(self, old: InterfacePlan, new: InterfacePlan) -> Iterator[Batch]:
        """IPv6 addresses are taken away before IPv6 may be switched off, and added after it may be switched on."""
        gone = [address for address in old.addresses if address not in new.addresses]
        more = [address for address in new.addresses if address not in old.addresses]
        blocked = [address for address in gone if _shares_prefix(address, more)]
        late = [address for address in gone if address not in blocked]
        off = any(path.endswith("disable_ipv6") and value == "1" for path, value in new.sysctls)
        if off:
            blocked, late = gone, []
        yield Batch([*self.interfaces.delete_addresses(new, blocked)], _GONE, (new.name,))
        yield Batch([*self.interfaces.add_addresses(new, more)])
        yield Batch([*self.interfaces.delete_addresses(new, late)], _GONE)
        if gone:  # an IPv4 address takes those of its prefix along that came after it
            yield Batch([*self.interfaces.add_addresses(new, [a for a in new.addresses if a.family == 4])])

    def _old_routes(self) -> Iterator[Request]:
        """Routes over interfaces that are gone went with them."""
        for route in self._change.routes_removed:
            if (route.ifname is None or route.ifname in self._new) and (route.vrf is None or route.vrf in self._new):
                yield self.interfaces.delete_route(route)

    def _downs(self) -> Iterator[Request]:
        for name in self._change.interfaces_changed:
            old, new = self._old[name], self._new[name]
            if old.up != new.up and not is_up(new, self._new):
                yield netlink.set_link(name, index=self._index(new), up=False)

    def _index(self, interface: InterfacePlan) -> int:
        return self._places[self._after.name, interface.name].ifindex


def _for_all(sysctls: Sysctls, ifnames: list[str]) -> Sysctls:
    """With what settings for interfaces to come mean for those that are there."""
    return (*sysctls, *(each for ifname in ifnames for each in inherited(sysctls, ifname)))


def _shares_prefix(address: InterfaceAddress, others: list[InterfaceAddress]) -> bool:
    return address.family == 4 and any(other.family == 4 and other.prefix == address.prefix for other in others)
