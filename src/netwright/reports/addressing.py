"""Report `addressing`: addresses of interfaces and prefixes of links.

Must not: decide anything about the network.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Link
from .columns import INTERFACE, IPV4, IPV6, NODE, VRF, ends, ipv4, ipv6, prefix
from .model import Column, ReportSpec, Row, Selection, TableSpec, own_interfaces

DESCRIPTION = Column("description", "Description", "What the interface leads to")
MTU = Column("mtu", "MTU", "Octets; empty = the device's default", "number")


def _interfaces(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        for i in own_interfaces(node):
            yield (node.name, i.ifname, ipv4(i), ipv6(i), i.mtu, i.vrf, i.name or None)


def _links(selected: Selection) -> Iterator[Row]:
    network = selected.network
    for link in network.links:
        if link.type != "lag" and any(e.node in selected.names for e in link.endpoints):
            yield (link.linkindex, link.type, *_link(link))
    for segment in network.segments:
        addressed = segment.ipv4 is not None or segment.ipv6 is not None
        if addressed and any(e.node in selected.names for e in segment.endpoints):
            yield (None, "vlan", *_link(segment))


def _link(link: Link) -> Row:
    return (
        link.name,
        prefix(link.ipv4, "unnumbered"),
        prefix(link.ipv6, "link-local"),
        link.role,
        ends(link),
    )


INTERFACES = TableSpec(
    "interfaces", "Interface addresses", (NODE, INTERFACE, IPV4, IPV6, MTU, VRF, DESCRIPTION), _interfaces
)
LINKS = TableSpec(
    "links",
    "Link prefixes",
    (
        Column("link", "Link", "Number of the link in the topology; empty = a VLAN", "number"),
        Column("type", "Type", "`p2p`, `lan`, `stub`, ..., or `vlan`"),
        Column("name", "Name", "Name the topology gives the link"),
        Column("ipv4", "IPv4 prefix", "IPv4 prefix or `unnumbered`", "address"),
        Column("ipv6", "IPv6 prefix", "IPv6 prefix or `link-local`", "address"),
        Column("role", "Role", "Role of the link, which chooses its address pool"),
        Column("ends", "Ends", "Node and interface of each end", "list"),
    ),
    _links,
)
NOTHING = "The network has no interfaces."

ADDRESSING = ReportSpec(
    name="addressing",
    title="Addressing",
    meaning="Addresses of interfaces and prefixes of links.",
    tables=(INTERFACES, LINKS),
    empty=NOTHING,
    aliases=("addresses", "ip"),
)
ADDRESSING_NODE = ReportSpec(
    name="addressing-node",
    title="Interface addressing",
    meaning="Addresses of interfaces.",
    tables=(INTERFACES,),
    empty=NOTHING,
    aliases=("addressing.node", "interfaces"),
)
ADDRESSING_LINK = ReportSpec(
    name="addressing-link",
    title="Link addressing",
    meaning="Prefixes of links and VLANs.",
    tables=(LINKS,),
    empty="The network has no links.",
    aliases=("addressing.link", "prefixes"),
)
