"""Report `vrfs`: VRFs of each node. Must not: decide anything about the network. Source: RFC 4364."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Vrf
from .columns import NODE, families
from .model import Column, ReportSpec, Row, Selection, TableSpec


def _vrfs(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        for vrf in node.vrfs.values():
            yield (
                node.name,
                vrf.name,
                vrf.id,
                vrf.table,
                vrf.rd,
                vrf.import_targets,
                vrf.export_targets,
                families(v4=vrf.ipv4, v6=vrf.ipv6),
                _protocols(vrf),
                tuple(i.ifname for i in node.interfaces if i.vrf == vrf.name),
            )


def _protocols(vrf: Vrf) -> tuple[str, ...]:
    known = (("bgp", vrf.bgp), ("isis", vrf.isis), ("ospf", vrf.ospf), ("ripv2", vrf.ripv2), ("evpn", vrf.evpn))
    return tuple(name for name, instance in known if instance is not None)


VRFS = ReportSpec(
    name="vrfs",
    title="VRFs",
    meaning="VRFs of each node with route distinguishers, route targets and interfaces.",
    tables=(
        TableSpec(
            "vrfs",
            "VRFs",
            (
                NODE,
                Column("vrf", "VRF", "Name of the VRF"),
                Column("id", "ID", "Number of the VRF in the network", "number"),
                Column("table", "Table", "Linux routing table", "number"),
                Column("rd", "RD", "Route distinguisher"),
                Column("import", "Import", "Route targets that are imported", "list"),
                Column("export", "Export", "Route targets that are exported", "list"),
                Column("families", "Families", "Address families in use", "list"),
                Column("protocols", "Protocols", "Routing protocols that run in it", "list"),
                Column("interfaces", "Interfaces", "Interfaces that belong to it", "list"),
            ),
            _vrfs,
        ),
    ),
    empty="No node has a VRF.",
    aliases=("vrf",),
)
