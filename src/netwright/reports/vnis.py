"""Report `vnis`: VXLAN network identifiers, tunnel endpoints, EVPN instances.

Must not: decide anything about the network. Source: RFC 7348, RFC 7432, RFC 9135.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Node
from .columns import NODE, unique
from .model import Cell, Column, ReportSpec, Row, Selection, TableSpec


class Instance(NamedTuple):
    """What a node carries in one VNI."""

    node: Node
    kind: str
    name: str
    vni: int
    evi: int | None = None
    rd: str | None = None
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    vrf: str | None = None


def _instances(selected: Selection) -> Iterator[Instance]:
    for node in selected.nodes:
        for vlan in node.vlans.values():
            if vlan.vni is None:
                continue
            evpn = vlan.evpn
            targets = (evpn.evi, evpn.rd, evpn.import_targets, evpn.export_targets) if evpn is not None else ()
            found = Instance(node, "vlan", vlan.name, vlan.vni, *targets)
            yield found._replace(vrf=vlan.vrf)
        for vrf in node.vrfs.values():
            if vrf.evpn is not None and vrf.evpn.transit_vni is not None:
                targets = (vrf.evpn.evi, vrf.evpn.rd, vrf.import_targets, vrf.export_targets)
                yield Instance(node, "vrf", vrf.name, vrf.evpn.transit_vni, *targets, vrf.name)


def _vtep(node: Node) -> Cell:
    return str(node.vxlan.address) if node.vxlan is not None else None


def _vnis(selected: Selection) -> Iterator[Row]:
    found: dict[tuple[int, str], list[Instance]] = {}
    for instance in _instances(selected):
        found.setdefault((instance.vni, instance.kind), []).append(instance)
    for (vni, kind), members in sorted(found.items()):
        names = unique([m.name for m in members])
        vrfs = unique([m.vrf for m in members if m.vrf is not None])
        yield (vni, kind, names, vrfs, len(members), unique([m.node.name for m in members]))


def _members(selected: Selection) -> Iterator[Row]:
    for i in sorted(_instances(selected), key=lambda instance: (instance.vni, instance.kind)):
        flooding = i.node.vxlan.flooding if i.node.vxlan is not None and i.kind == "vlan" else None
        yield (i.vni, i.kind, i.name, i.node.name, _vtep(i.node), flooding, i.evi, i.rd, i.imports, i.exports)


VNI = Column("vni", "VNI", "VXLAN network identifier", "number")
KIND = Column("kind", "Kind", "`vlan`: bridged traffic; `vrf`: routed traffic (a transit VNI)")
VNIS = ReportSpec(
    name="vnis",
    title="VNIs",
    meaning="VXLAN network identifiers, their tunnel endpoints and EVPN instances.",
    tables=(
        TableSpec(
            "vnis",
            "VNIs",
            (
                VNI,
                KIND,
                Column("names", "VLAN or VRF", "Names of what it carries", "list"),
                Column("vrfs", "VRF", "VRFs it is routed in", "list"),
                Column("count", "Nodes", "How many nodes carry it", "number"),
                Column("nodes", "Carried by", "Nodes that carry it", "list"),
            ),
            _vnis,
        ),
        TableSpec(
            "instances",
            "Instances",
            (
                VNI,
                KIND,
                Column("name", "VLAN or VRF", "Name of what it carries on the node"),
                NODE,
                Column("vtep", "VTEP", "Address of the tunnel endpoint", "address"),
                Column("flooding", "Flooding", "`evpn` or `static`"),
                Column("evi", "EVI", "Number of the EVPN instance", "number"),
                Column("rd", "RD", "Route distinguisher"),
                Column("import", "Import", "Route targets that are imported", "list"),
                Column("export", "Export", "Route targets that are exported", "list"),
            ),
            _members,
        ),
    ),
    empty="No node carries a VNI.",
    aliases=("vni", "vxlan", "evpn"),
)
