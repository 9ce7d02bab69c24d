"""Interfaces that carry shared first-hop addresses: one macvlan per address, with the shared MAC address.

Owns: `Interface.gateway` -> `InterfacePlan`s. Must not: know daemons (FRR's vrrpd finds its interfaces by MAC).
Source: RFC 5798 section 7.3; Linux ip-sysctl (arp_ignore, arp_announce).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..addr import InterfaceAddress
from ..model import FirstHopGateway, Interface, InterfacePlan, Node
from .linklocal import GENERATION_OFF, link_local_interface

SHARED_SUBNET = (("ipv4/conf/{ifname}/arp_ignore", "1"), ("ipv4/conf/{ifname}/arp_announce", "2"))
"""An interface answers for its own addresses only: the shared one is known by the shared MAC address alone."""
LOCAL_OFFSET = 0x8000
"""Keeps link-local addresses of gateway interfaces apart from those of their parents."""
_NO_ADVERTISEMENTS = ("ipv6/conf/{ifname}/accept_ra", "0")
_NO_IPV6 = ("ipv6/conf/{ifname}/disable_ipv6", "1")


def plan_gateways(node: Node) -> Iterator[InterfacePlan]:
    """The macvlan interfaces of a node that serves gateways."""
    for interface in node.interfaces if node.role != "host" else ():
        if interface.gateway is not None:
            yield from _plan(node, interface, interface.gateway)


def _plan(node: Node, interface: Interface, gateway: FirstHopGateway) -> Iterator[InterfacePlan]:
    addresses = tuple(a for a in (gateway.ipv4, gateway.ipv6) if a is not None)
    if gateway.anycast is not None:
        whole = not gateway.anycast.unicast
        yield _interface(node, interface, anycast_name(interface), gateway.anycast.mac, addresses, whole=whole)
    elif gateway.vrrp is not None:
        for address in addresses:
            name = vrrp_name(interface, address.family)
            yield _interface(node, interface, name, gateway.vrrp.mac(address.family), (address,), whole=True)


def anycast_name(interface: Interface) -> str:
    return f"varp-{interface.ifindex}"


def vrrp_name(interface: Interface, family: int) -> str:
    return f"vrrp{family}-{interface.ifindex}"


def _interface(
    node: Node, parent: Interface, name: str, mac: str, addresses: tuple[InterfaceAddress, ...], *, whole: bool
) -> InterfacePlan:
    """Host addresses beside the parent's own ones: the subnet is reached through the parent."""
    lengths = {4: 32, 6: 128}
    own = tuple(a if whole else a._replace(length=lengths[a.family]) for a in addresses)
    ipv6 = any(a.family == 6 for a in own)
    local = (link_local_interface(node.id, parent.ifindex | LOCAL_OFFSET),) if ipv6 else ()
    return InterfacePlan(
        name=name,
        kind="macvlan",
        parent=parent.ifname,
        master=parent.vrf,
        mac=mac,
        mtu=parent.mtu,
        addresses=(*local, *own),
        up=not parent.shutdown,
        description=f"gateway of {parent.name}" if parent.name else "",
        sysctls=(*SHARED_SUBNET, GENERATION_OFF, _NO_ADVERTISEMENTS) if ipv6 else (*SHARED_SUBNET, _NO_IPV6),
    )
