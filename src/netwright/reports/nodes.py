"""Reports about nodes: `devices`, `mgmt`, `modules`, `nodes`. Must not: decide anything about the network."""

from __future__ import annotations

from collections.abc import Iterator

from .columns import NODE, ROUTER_ID, ipv4, ipv6, unique
from .model import Column, ReportSpec, Row, Selection, TableSpec

ID = Column("id", "ID", "Number of the node", "number")
DEVICE = Column("device", "Device", "Device that runs")
ROLE = Column("role", "Role", "`router`, `host`, `bridge` or `gateway`")
MODULES = Column("modules", "Modules", "Modules of the node", "list")


def _devices(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        requested = node.requested_device if node.requested_device != node.device else None
        yield (node.name, node.id, node.role, node.device, requested, node.image)


def _management(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        if (own := node.management) is not None:
            addresses = (str(a) if a is not None else None for a in (own.ipv4, own.ipv6))
            yield (node.name, own.ifname, *addresses, own.mac)


def _by_module(selected: Selection) -> Iterator[Row]:
    for name in sorted({module for node in selected.nodes for module in node.modules}):
        nodes = [node for node in selected.nodes if name in node.modules]
        yield (name, len(nodes), unique([n.device for n in nodes]), tuple(n.name for n in nodes))


def _by_node(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        yield (node.name, node.device, node.modules, node.skip_modules, node.config)


def _nodes(selected: Selection) -> Iterator[Row]:
    for node in selected.nodes:
        addresses = (ipv4(node.loopback), ipv6(node.loopback)) if node.loopback is not None else (None, None)
        asn = node.bgp.asn if node.bgp is not None else None
        groups = tuple(name for name in node.groups if name != "all")
        yield (node.name, node.id, node.role, node.device, *addresses, node.router_id, asn, node.modules, groups)


NOTHING = "The network has no nodes."

DEVICES = ReportSpec(
    name="devices",
    title="Devices and images",
    meaning="What each node runs.",
    tables=(
        TableSpec(
            "devices",
            "Devices and images",
            (
                NODE,
                ID,
                ROLE,
                DEVICE,
                Column("requested", "Requested", "Device the topology asks for, when another one runs in its place"),
                Column("image", "Image", "Image the topology names; empty = the programs of this host"),
            ),
            _devices,
        ),
    ),
    empty=NOTHING,
    aliases=("device", "images"),
)
MGMT = ReportSpec(
    name="mgmt",
    title="Management interfaces",
    meaning="Management interfaces and addresses; labs run without a management network.",
    tables=(
        TableSpec(
            "management",
            "Management interfaces",
            (
                NODE,
                Column("interface", "Interface", "Management interface"),
                Column("ipv4", "IPv4", "IPv4 management address", "address"),
                Column("ipv6", "IPv6", "IPv6 management address", "address"),
                Column("mac", "MAC", "MAC address of the management interface"),
            ),
            _management,
        ),
    ),
    empty="No node has a management address.",
    aliases=("management",),
)
MODULE_REPORT = ReportSpec(
    name="modules",
    title="Modules",
    meaning="Which nodes use which modules and templates.",
    tables=(
        TableSpec(
            "modules",
            "Modules",
            (
                Column("module", "Module", "Name of the module"),
                Column("count", "Nodes", "How many nodes use it", "number"),
                Column("devices", "Devices", "Devices it runs on", "list"),
                Column("nodes", "Used by", "Nodes that use it", "list"),
            ),
            _by_module,
        ),
        TableSpec(
            "nodes",
            "Modules of nodes",
            (
                NODE,
                DEVICE,
                MODULES,
                Column("skipped", "Not configured", "Modules whose configuration is left out", "list"),
                Column("config", "Templates", "Custom configuration templates in the order they are applied", "list"),
            ),
            _by_node,
        ),
    ),
    empty=NOTHING,
    aliases=("module",),
)
NODES = ReportSpec(
    name="nodes",
    title="Nodes",
    meaning="Every node in one line.",
    tables=(
        TableSpec(
            "nodes",
            "Nodes",
            (
                NODE,
                ID,
                ROLE,
                DEVICE,
                Column("ipv4", "Loopback IPv4", "IPv4 address of the loopback", "address"),
                Column("ipv6", "Loopback IPv6", "IPv6 address of the loopback", "address"),
                ROUTER_ID,
                Column("asn", "AS", "Autonomous system number", "number"),
                MODULES,
                Column("groups", "Groups", "Groups it is a member of", "list"),
            ),
            _nodes,
        ),
    ),
    empty=NOTHING,
    aliases=("node",),
)
