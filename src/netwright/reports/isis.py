"""Reports `isis-nodes` and `isis-interfaces`, VRFs included.

Must not: decide anything about the network. Source: ISO 10589, RFC 1195.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import IsisInstance, Node
from ..model.adjacency import End, isis_instances, shared_levels
from .columns import INTERFACE, IPV4, IPV6, NEIGHBORS, NODE, VRF, families, ipv4, ipv6, others, unique
from .model import Column, ReportSpec, Row, Selection, TableSpec, own_interfaces


def _instances(selected: Selection) -> Iterator[tuple[Node, str | None, IsisInstance]]:
    for node in selected.nodes:
        yield from ((node, vrf, isis) for vrf, isis in isis_instances(node))


def _nodes(selected: Selection) -> Iterator[Row]:
    for node, vrf, isis in _instances(selected):
        used = families(v4=isis.ipv4, v6=isis.ipv6)
        yield (node.name, vrf, isis.area, isis.system_id, isis.net, isis.levels, used)


def _interfaces(selected: Selection) -> Iterator[Row]:
    levels = {(node.name, vrf): isis.levels for node, vrf, isis in _instances(selected)}
    for node in selected.nodes:
        for i in own_interfaces(node):
            if i.isis is None:
                continue
            level = i.isis.levels or levels.get((node.name, i.vrf))
            network_type = None if i.type == "loopback" else i.isis.network_type or "broadcast"
            yield (
                node.name,
                i.ifname,
                ipv4(i),
                ipv6(i),
                i.vrf,
                level,
                network_type,
                i.isis.metric,
                i.isis.passive,
                _neighbors(selected, End(node, i)),
            )


def _neighbors(selected: Selection, here: End) -> tuple[str, ...]:
    """Routers at the other end that become neighbours."""
    ends = [(name, selected.interfaces.get((name, ifname))) for name, ifname in others(selected.network, *here)]
    near = [End(selected.network.nodes[name], interface) for name, interface in ends if interface is not None]
    return unique([there.node.name for there in near if shared_levels(here, there)])


NOTHING = "No node runs IS-IS."

ISIS_NODES = ReportSpec(
    name="isis-nodes",
    title="IS-IS nodes",
    meaning="IS-IS routers with their areas, system identifiers and levels.",
    tables=(
        TableSpec(
            "nodes",
            "IS-IS nodes",
            (
                NODE,
                VRF,
                Column("area", "Area", "Area address"),
                Column("system_id", "System ID", "System identifier"),
                Column("net", "NET", "Network entity title"),
                Column("levels", "Levels", "`level-1`, `level-2` or `level-1-2`"),
                Column("families", "Families", "Address families that are routed", "list"),
            ),
            _nodes,
        ),
    ),
    empty=NOTHING,
    aliases=("isis", "isis-areas"),
)
ISIS_INTERFACES = ReportSpec(
    name="isis-interfaces",
    title="IS-IS interfaces",
    meaning="Interfaces IS-IS runs on.",
    tables=(
        TableSpec(
            "interfaces",
            "IS-IS interfaces",
            (
                NODE,
                INTERFACE,
                IPV4,
                IPV6,
                VRF,
                Column("levels", "Levels", "Levels of adjacencies"),
                Column("network_type", "Network type", "`point-to-point` or `broadcast`"),
                Column("metric", "Metric", "Metric the topology sets; empty = the device's default", "number"),
                Column("passive", "Passive", "No neighbours are looked for", "flag"),
                NEIGHBORS,
            ),
            _interfaces,
        ),
    ),
    empty=NOTHING,
    aliases=("isis-interface",),
)
