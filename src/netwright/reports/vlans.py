"""Report `vlans`: VLANs of the network and the ports that carry them.

Must not: decide anything about the network. Source: IEEE 802.1Q.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Vlan
from .columns import INTERFACE, NODE, prefix, unique
from .model import Column, ReportSpec, Row, Selection, TableSpec


def _vlans(selected: Selection) -> Iterator[Row]:
    """Nodes may give one name different tags, or one VLAN different modes; each VLAN is one row."""
    found: dict[tuple[str, int], list[tuple[str, Vlan]]] = {}
    for node in selected.nodes:
        for vlan in node.vlans.values():
            found.setdefault((vlan.name, vlan.id), []).append((node.name, vlan))
    for (name, tag), members in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        vlans = [vlan for _, vlan in members]
        yield (
            name,
            tag,
            unique([vlan.mode for vlan in vlans]),
            next((vlan.vni for vlan in vlans if vlan.vni is not None), None),
            unique([vlan.vrf for vlan in vlans if vlan.vrf is not None]),
            next((p for vlan in vlans if (p := prefix(vlan.ipv4, "unnumbered")) is not None), None),
            next((p for vlan in vlans if (p := prefix(vlan.ipv6, "link-local")) is not None), None),
            unique([node for node, _ in members]),
        )


def _ports(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        for i in node.interfaces:
            port = i.vlan
            if port is None or i.type in ("svi", "vlan_member"):
                continue
            if port.trunk:
                yield (node.name, i.ifname, "trunk", port.native, port.trunk)
            elif port.access is not None or port.name is not None:
                yield (node.name, i.ifname, "access", port.access or port.name, ())


VLANS = ReportSpec(
    name="vlans",
    title="VLANs",
    meaning="VLANs with tags, modes and prefixes, and the ports that carry them.",
    tables=(
        TableSpec(
            "vlans",
            "VLANs",
            (
                Column("vlan", "VLAN", "Name of the VLAN"),
                Column("id", "ID", "802.1Q tag", "number"),
                Column("modes", "Mode", "`irb`, `bridge` or `route`; several when nodes differ", "list"),
                Column("vni", "VNI", "VXLAN network identifier", "number"),
                Column("vrfs", "VRF", "VRFs of its interfaces", "list"),
                Column("ipv4", "IPv4 prefix", "IPv4 prefix or `unnumbered`", "address"),
                Column("ipv6", "IPv6 prefix", "IPv6 prefix or `link-local`", "address"),
                Column("nodes", "Nodes", "Nodes that have the VLAN", "list"),
            ),
            _vlans,
        ),
        TableSpec(
            "ports",
            "Ports",
            (
                NODE,
                INTERFACE,
                Column("port", "Port", "`access` or `trunk`"),
                Column("untagged", "Untagged", "VLAN of untagged frames: access or native VLAN"),
                Column("trunk", "Trunk", "VLANs of a trunk, the native one included", "list"),
            ),
            _ports,
        ),
    ),
    empty="No node has a VLAN.",
    aliases=("vlan",),
)
