"""What every device's interfaces have in common in a lab: addresses, link-local address, sysctls.

Owns: `Interface` -> `InterfacePlan`. Must not: know daemons. Source: Linux ip-sysctl.
"""

from __future__ import annotations

from ..addr import InterfaceAddress, Prefix
from ..model import Interface, InterfacePlan, Node, RoutePlan
from .linklocal import GENERATION_OFF, link_local_interface

Sysctls = tuple[tuple[str, str], ...]

_COMMON: Sysctls = (
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/fib_multipath_hash_policy", "1"),
    ("ipv6/fib_multipath_hash_policy", "1"),
)
ROUTER_SYSCTLS: Sysctls = (
    ("ipv4/ip_forward", "1"),
    ("ipv6/conf/all/forwarding", "1"),
    ("ipv6/conf/default/forwarding", "1"),
    *_COMMON,
)
HOST_SYSCTLS: Sysctls = (
    ("ipv4/ip_forward", "0"),
    ("ipv6/conf/all/forwarding", "0"),
    ("ipv6/conf/default/forwarding", "0"),
    *_COMMON,
)
LAST_RESORT = 4_278_198_272
"""Metric of the last route of all."""
_NO_IPV6: Sysctls = (("ipv6/conf/{ifname}/disable_ipv6", "1"),)
_KEEP = ("ipv6/conf/{ifname}/keep_addr_on_down", "1")
_ROUTER: Sysctls = (GENERATION_OFF, _KEEP, ("ipv6/conf/{ifname}/accept_ra", "0"))
_HOST: Sysctls = (GENERATION_OFF, _KEEP, ("ipv6/conf/{ifname}/accept_ra", "2"))


def node_sysctls(node: Node) -> Sysctls:
    """Forwarding for everything that routes; hosts and bridges forward nothing."""
    return ROUTER_SYSCTLS if node.role in ("router", "gateway") else HOST_SYSCTLS


def plan_interfaces(node: Node) -> tuple[InterfacePlan, ...]:
    """VRFs first, then the node's own loopback, then its interfaces in the order of the design."""
    own = (node.loopback,) if node.loopback is not None else ()
    return (*plan_vrfs(node), *(plan_interface(node, i) for i in (*own, *node.interfaces)))


def plan_vrfs(node: Node) -> tuple[InterfacePlan, ...]:
    """One VRF device each, with the VRF's name and table."""
    return tuple(
        InterfacePlan(name=vrf.name, kind="vrf", table=vrf.table, description=f"VRF {vrf.name}")
        for vrf in node.vrfs.values()
    )


def vrf_barriers(node: Node) -> tuple[RoutePlan, ...]:
    """A default route of last resort in every VRF: what it does not know must not be looked up in the global table.

    Source: Linux kernel documentation "Virtual Routing and Forwarding"; the metric makes FRR take it for distance 255.
    """
    return tuple(
        RoutePlan(prefix=prefix, discard=True, metric=LAST_RESORT, vrf=vrf.name)
        for vrf in node.vrfs.values()
        for prefix in (Prefix(4, 0, 0), Prefix(6, 0, 0))
    )


def plan_interface(node: Node, interface: Interface) -> InterfacePlan:
    """One interface; the link-local address follows from the design, so that peers can name it."""
    loopback = interface.type == "loopback"
    addresses: list[InterfaceAddress] = []
    if not loopback and interface.ipv6 is not None:
        addresses.append(link_local_interface(node.id, interface.ifindex))
    addresses += interface_addresses(interface)
    return InterfacePlan(
        name=interface.ifname,
        kind="veth" if not loopback else "loopback" if interface is node.loopback else "dummy",
        segment=None if loopback else interface.linkindex - 1,
        master=interface.vrf,
        mtu=None if loopback else interface.mtu,
        addresses=tuple(addresses),
        up=not interface.shutdown,
        description=interface.name,
        sysctls=() if loopback else _sysctls(node, interface),
        impairment=interface.tc,
    )


def interface_addresses(interface: Interface) -> list[InterfaceAddress]:
    """Global addresses; an unnumbered interface has its loopback's as a host address."""
    found = []
    if interface.ipv4 is True and interface.borrowed_ipv4 is not None:
        found.append(InterfaceAddress(4, interface.borrowed_ipv4.value, 32))
    found += [a for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]
    return found


def _sysctls(node: Node, interface: Interface) -> Sysctls:
    if interface.ipv6 is None:
        return _NO_IPV6
    return _ROUTER if node.role == "router" else _HOST
