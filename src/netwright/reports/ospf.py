"""Reports `ospf-areas` (OSPFv2) and `ospfv3`: routers, areas and interfaces, VRFs included.

Must not: decide anything about the network. Source: RFC 2328, RFC 5340.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..addr import Family, parse_address
from ..model import Interface, Node, OspfInstance
from ..model.adjacency import End, ospf_instances, speaks_ospf
from ..model.state import Family as FamilyName
from .columns import INTERFACE, IPV4, IPV6, NEIGHBORS, NODE, ROUTER_ID, VRF, ipv4, ipv6, others, unique
from .model import Column, ReportSpec, Row, Selection, TableSpec, own_interfaces

AREA = Column("area", "Area", "Area identifier as a dotted quad")


class Place(NamedTuple):
    """An interface in an area."""

    node: Node
    interface: Interface
    area: str


def _instances(selected: Selection, family: Family) -> Iterator[tuple[Node, str | None, OspfInstance]]:
    for node in selected.nodes:
        for vrf, ospf in ospf_instances(node):
            if ospf.ipv4 if family == 4 else ospf.ipv6:
                yield node, vrf, ospf


def _places(selected: Selection, family: Family) -> list[Place]:
    """Sorted by area as a number; within an area in the order of the topology."""
    running = {(node.name, vrf) for node, vrf, _ in _instances(selected, family)}
    found = [
        Place(node, i, i.ospf.area)
        for node in selected.nodes
        for i in own_interfaces(node)
        if i.ospf is not None and (node.name, i.vrf) in running and _has(i, family)
    ]
    return sorted(found, key=lambda place: parse_address(place.area))


def _has(interface: Interface, family: Family) -> bool:
    return (interface.ipv4 if family == 4 else interface.ipv6) is not None


def _neighbors(selected: Selection, place: Place, family: Family) -> tuple[str, ...]:
    """Routers at the other end that become neighbours: both ends speak OSPF, in the same area."""
    version: FamilyName = "ipv4" if family == 4 else "ipv6"
    if not speaks_ospf(End(place.node, place.interface), version):
        return ()
    found = []
    for name, ifname in others(selected.network, place.node, place.interface):
        other = selected.interfaces.get((name, ifname))
        if other is None or other.ospf is None or other.ospf.area != place.area:
            continue
        if speaks_ospf(End(selected.network.nodes[name], other), version):
            found.append(name)
    return unique(found)


def _routers(selected: Selection, family: Family) -> Iterator[Row]:
    """A border router is in several areas of the same instance (RFC 2328 section 3.3)."""
    areas: dict[tuple[str, str | None], list[str]] = {}
    for place in _places(selected, family):
        areas.setdefault((place.node.name, place.interface.vrf), []).append(place.area)
    for node, vrf, ospf in _instances(selected, family):
        own = unique(areas.get((node.name, vrf), []))
        yield (node.name, vrf, ospf.router_id, own, len(own) > 1)


def _areas(selected: Selection, family: Family) -> Iterator[Row]:
    members: dict[str, list[str]] = {}
    for place in _places(selected, family):
        members.setdefault(place.area, []).append(place.node.name)
    for area, names in members.items():
        kinds = {
            known.kind if known.inter_area else f"totally {known.kind}"
            for _, _, ospf in _instances(selected, family)
            for known in ospf.areas
            if known.area == area
        } or {"regular"}
        yield (area, ", ".join(sorted(kinds)), len(names), unique(names))


def _interfaces(selected: Selection, family: Family) -> Iterator[Row]:
    for place in _places(selected, family):
        ospf, i = place.interface.ospf, place.interface
        assert ospf is not None
        address = ipv4(i) if family == 4 else ipv6(i)
        near = _neighbors(selected, place, family)
        network_type = None if i.type == "loopback" else ospf.network_type
        yield (place.area, place.node.name, i.ifname, address, i.vrf, ospf.cost, network_type, ospf.passive, near)


def _tables(family: Family) -> tuple[TableSpec, ...]:
    return (
        TableSpec("areas", "Areas", _AREAS, lambda selected: _areas(selected, family)),
        TableSpec("routers", "Routers", _ROUTERS, lambda selected: _routers(selected, family)),
        TableSpec(
            "interfaces",
            "Interfaces",
            (AREA, NODE, INTERFACE, IPV4 if family == 4 else IPV6, *_SETTINGS),
            lambda selected: _interfaces(selected, family),
        ),
    )


_AREAS = (
    AREA,
    Column("kind", "Kind", "`regular`, `stub`, `nssa`, `totally stub` or `totally nssa`"),
    Column("interfaces", "Interfaces", "How many interfaces are in the area", "number"),
    Column("nodes", "Nodes", "Routers in the area", "list"),
)
_ROUTERS = (
    NODE,
    VRF,
    ROUTER_ID,
    Column("areas", "Areas", "Areas of its interfaces", "list"),
    Column("border", "Border", "An area border router: it is in several areas", "flag"),
)
_SETTINGS = (
    VRF,
    Column("cost", "Cost", "Cost the topology sets; empty = the device's default", "number"),
    Column("network_type", "Network type", "Network type the topology sets; empty = the device's default"),
    Column("passive", "Passive", "No neighbours are looked for", "flag"),
    NEIGHBORS,
)

OSPF_AREAS = ReportSpec(
    name="ospf-areas",
    title="OSPFv2 areas",
    meaning="OSPFv2 areas, routers and interfaces.",
    tables=_tables(4),
    empty="No node runs OSPFv2.",
    aliases=("ospf", "ospfv2", "ospfv2-areas", "ospf-interfaces"),
)
OSPFV3 = ReportSpec(
    name="ospfv3",
    title="OSPFv3 areas",
    meaning="OSPFv3 areas, routers and interfaces.",
    tables=_tables(6),
    empty="No node runs OSPFv3.",
    aliases=("ospfv3-areas", "ospf6", "ospfv3-interfaces"),
)
