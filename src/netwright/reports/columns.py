"""Columns and cells that several reports share. Must not: know any particular report."""

from __future__ import annotations

from ..addr import InterfaceAddress, Prefix
from ..model import Interface, Link, Network, Node
from .model import Cell, Column

MOST_NEIGHBORS = 256
"""An interface in a larger subnet names no neighbours: the lists of all interfaces would grow with the square."""

NODE = Column("node", "Node", "Name of the node")
INTERFACE = Column("interface", "Interface", "Name of the interface on the node")
IPV4 = Column("ipv4", "IPv4", "IPv4 address with its prefix length, `unnumbered` or `dhcp`", "address")
IPV6 = Column("ipv6", "IPv6", "IPv6 address with its prefix length, `link-local` or `dhcp`", "address")
VRF = Column("vrf", "VRF", "VRF; empty = the global routing table")
ROUTER_ID = Column("router_id", "Router ID", "Router identifier of the protocol")
NEIGHBORS = Column(
    "neighbors",
    "Neighbors",
    f"Nodes at the other end that run the protocol, too; none are named in a subnet of more than {MOST_NEIGHBORS} ends",
    "list",
)


def ipv4(interface: Interface) -> Cell:
    """What an interface has for IPv4."""
    if isinstance(interface.ipv4, InterfaceAddress):
        return str(interface.ipv4)
    if interface.ipv4 is True:
        return "unnumbered"
    return "dhcp" if interface.dhcp_client is not None and interface.dhcp_client.ipv4 else None


def ipv6(interface: Interface) -> Cell:
    """What an interface has for IPv6."""
    if isinstance(interface.ipv6, InterfaceAddress):
        return str(interface.ipv6)
    if interface.ipv6 is True:
        return "link-local"
    return "dhcp" if interface.dhcp_client is not None and interface.dhcp_client.ipv6 else None


def prefix(value: Prefix | bool | None, unnumbered: str) -> Cell:
    """A prefix of a link or VLAN."""
    if isinstance(value, Prefix):
        return str(value)
    return unnumbered if value is True else None


def families(*, v4: bool, v6: bool) -> tuple[str, ...]:
    """Address families in use, in the format's words."""
    return (*(("ipv4",) if v4 else ()), *(("ipv6",) if v6 else ()))


def others(network: Network, node: Node, interface: Interface) -> tuple[tuple[str, str], ...]:
    """(node, interface) of everything else in the subnet of an interface; nothing in a huge one."""
    link = network.link(interface)
    if link is None or len(link.endpoints) > MOST_NEIGHBORS:
        return ()
    return tuple((e.node, e.ifname) for e in link.endpoints if e.node != node.name)


def ends(link: Link) -> tuple[str, ...]:
    """`node interface` of each end."""
    return tuple(f"{e.node} {e.ifname}" for e in link.endpoints)


def unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
