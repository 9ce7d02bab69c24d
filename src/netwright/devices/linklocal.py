"""Link-local addresses of lab interfaces: predictable, so a daemon can be told its neighbour's.

Owns: the one formula. Must not: know daemons. `fe80::<node id>:<ifindex>` (RFC 4291 section 2.5.6) instead of the
kernel's EUI-64: plans put it on the interface and switch off `addr_gen_mode`, because BIRD needs the address of an
unnumbered BGP neighbour in its configuration.
"""

from __future__ import annotations

from ..addr import Address, InterfaceAddress

LINK_LOCAL = 0xFE80 << 112
GENERATION_OFF = ("ipv6/conf/{ifname}/addr_gen_mode", "1")
"""Sysctl that keeps the kernel from adding an address of its own."""


def link_local(node_id: int, ifindex: int) -> Address:
    """The link-local address of an interface, `fe80::3:1` for node 3, interface 1."""
    return Address(6, LINK_LOCAL | node_id << 16 | ifindex & 0xFFFF)


def link_local_interface(node_id: int, ifindex: int) -> InterfaceAddress:
    """The same with its /64."""
    return InterfaceAddress(6, link_local(node_id, ifindex).value, 64)
