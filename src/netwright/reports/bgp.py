"""Reports `bgp`, `bgp-asn`, `bgp-neighbor`: autonomous systems and sessions, VRFs included.

Must not: decide anything about the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..addr import Address
from ..model import BgpInstance, BgpNeighbor, Node
from ..model.adjacency import bgp_instances
from .columns import NODE, ROUTER_ID, VRF
from .model import Cell, Column, ReportSpec, Row, Selection, TableSpec


class Instance(NamedTuple):
    """BGP of a node in one routing table."""

    node: Node
    vrf: str | None
    bgp: BgpInstance


def instances(selected: Selection) -> Iterator[Instance]:
    """The global instance of each node, then those of its VRFs."""
    for node in selected.nodes:
        yield from (Instance(node, vrf, bgp) for vrf, bgp in bgp_instances(node))


def _systems(selected: Selection) -> Iterator[Row]:
    found = [i for i in instances(selected) if i.vrf is None or i.bgp.neighbors or i.bgp.networks]
    for node, vrf, bgp in sorted(found, key=lambda instance: instance.bgp.asn):
        networks = tuple(str(network.prefix) for network in bgp.networks)
        yield (bgp.asn, node.name, vrf, bgp.router_id, bgp.rr, bgp.cluster_id, networks)


def _neighbors(selected: Selection) -> Iterator[Row]:
    for node, vrf, bgp in instances(selected):
        for neighbor in bgp.neighbors:
            yield (
                node.name,
                vrf,
                bgp.router_id,
                neighbor.local_as or bgp.asn,
                neighbor.name,
                neighbor.asn,
                neighbor.type,
                _interface(node, neighbor),
                _address(neighbor.ipv4, "unnumbered"),
                _address(neighbor.ipv6, "link-local"),
                neighbor.families,
                _role(neighbor),
            )


def _short(selected: Selection) -> Iterator[Row]:
    for row in _neighbors(selected):
        yield (*row[:2], *row[4:6], *row[8:10])


def _interface(node: Node, neighbor: BgpNeighbor) -> Cell:
    if neighbor.local_ifname is not None:
        return neighbor.local_ifname
    if neighbor.ifindex is not None:
        return next((i.ifname for i in node.interfaces if i.ifindex == neighbor.ifindex), None)
    return neighbor.source_ifname


def _address(value: Address | bool | None, otherwise: str) -> Cell:
    if isinstance(value, Address):
        return str(value)
    return otherwise if value is True else None


def _role(neighbor: BgpNeighbor) -> Cell:
    if neighbor.rr_client:
        return "client"
    return "reflector" if neighbor.rr else neighbor.options.role


ASN = Column("asn", "AS", "Autonomous system number", "number")
SYSTEMS = TableSpec(
    "autonomous_systems",
    "Autonomous systems",
    (
        ASN,
        NODE,
        VRF,
        ROUTER_ID,
        Column("rr", "RR", "The node is a route reflector", "flag"),
        Column("cluster_id", "Cluster ID", "Cluster identifier of a route reflector"),
        Column("networks", "Originated prefixes", "Prefixes the node originates", "list"),
    ),
    _systems,
)
_NEIGHBOR = Column("neighbor", "Neighbor", "Name of the neighbour node")
_NEIGHBOR_ASN = Column("neighbor_asn", "Neighbor AS", "Autonomous system number of the neighbour", "number")
_NEIGHBOR_IPV4 = Column(
    "ipv4", "Neighbor IPv4", "Address of the IPv4 session, or `unnumbered`: IPv4 over link-local", "address"
)
_NEIGHBOR_IPV6 = Column("ipv6", "Neighbor IPv6", "Address of the IPv6 session, or `link-local`", "address")
NEIGHBORS = TableSpec(
    "neighbors",
    "BGP neighbors",
    (
        NODE,
        VRF,
        ROUTER_ID,
        Column("asn", "AS", "AS the node presents to the neighbour", "number"),
        _NEIGHBOR,
        _NEIGHBOR_ASN,
        Column("type", "Type", "`ibgp`, `ebgp`, `localas_ibgp` or `confed_ebgp`"),
        Column("interface", "Interface", "Interface of the session, or source of one between loopbacks"),
        _NEIGHBOR_IPV4,
        _NEIGHBOR_IPV6,
        Column("families", "Families", "Address families exchanged", "list"),
        Column("role", "Role", "What the neighbour is: `client` or `reflector`; else the RFC 9234 role of the node"),
    ),
    _neighbors,
)
NEIGHBORS_SHORT = TableSpec(
    "neighbors", "BGP neighbors", (NODE, VRF, _NEIGHBOR, _NEIGHBOR_ASN, _NEIGHBOR_IPV4, _NEIGHBOR_IPV6), _short
)
NOTHING = "No node runs BGP."

BGP = ReportSpec(
    name="bgp",
    title="BGP",
    meaning="Autonomous systems, what they originate, and every session.",
    tables=(SYSTEMS, NEIGHBORS),
    empty=NOTHING,
)
BGP_ASN = ReportSpec(
    name="bgp-asn",
    title="BGP autonomous systems",
    meaning="Autonomous systems with their routers and the prefixes these originate.",
    tables=(SYSTEMS,),
    empty=NOTHING,
    aliases=("bgp-as",),
)
BGP_NEIGHBOR = ReportSpec(
    name="bgp-neighbor",
    title="BGP neighbors",
    meaning="Every BGP session from each of its ends.",
    tables=(NEIGHBORS,),
    empty=NOTHING,
    aliases=("bgp-neighbors", "bgp-sessions"),
)
BGP_NEIGHBOR_SHORT = ReportSpec(
    name="bgp-neighbor-short",
    title="BGP neighbors",
    meaning="Neighbours with their AS and addresses only.",
    tables=(NEIGHBORS_SHORT,),
    empty=NOTHING,
)
