"""The wiring: nodes, links, and subnets with other than two ends; links of VLANs are marked when asked for.

Nodes of Kubernetes clusters are boxes with what runs on them. Must not: look at protocols beyond the boxes of
autonomous systems.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...model import Interface, Link
from ..canvas import Canvas, End
from ..picture import PictureKey
from ..places import Places, cluster_label

NOT_CABLES = ("loopback", "vlan_member", "svi")


def draw_topology(canvas: Canvas) -> None:
    places = Places(canvas)
    canvas.ranks = places.ranks()
    canvas.keys += [
        PictureKey(label=cluster_label(cluster), look=canvas.shade(cluster.name, "node"))
        for cluster in canvas.network.clusters.values()
    ]
    found: dict[str, str | None] = {}
    for node in canvas.network.nodes.values():
        if places.shows(node):
            found[node.name] = places.of(node)
            canvas.node(node, cluster=found[node.name], lines=places.lines(node))
    interfaces = interfaces_by_name(canvas)
    members = _members(canvas)
    for link in canvas.network.links:
        if link.type in NOT_CABLES or (not places.veths and places.is_veth(link)):
            continue
        ends: list[End] = [(end.node, interfaces.get((end.node, end.ifname))) for end in link.endpoints]
        if any(interface is not None and interface.lag_member_of for _, interface in ends):
            continue  # its aggregate stands for it
        bundled = [f"{end.node} {', '.join(m)}" for end in link.endpoints if (m := members.get((end.node, end.ifname)))]
        detail = {"members": "; ".join(bundled)} if bundled else None
        canvas.link(link, ends, kinds=_kind(canvas, link), cluster=_common_box(found, ends), detail=detail)


def _members(canvas: Canvas) -> dict[tuple[str, str], list[str]]:
    """Interfaces of an aggregate, by node and the aggregate's name."""
    found: dict[tuple[str, str], list[str]] = {}
    for node in canvas.network.nodes.values():
        for interface in node.interfaces:
            if interface.lag_member_of:
                found.setdefault((node.name, interface.lag_member_of), []).append(interface.ifname)
    return found


def interfaces_by_name(canvas: Canvas) -> dict[tuple[str, str], Interface]:
    return {(node.name, i.ifname): i for node in canvas.network.nodes.values() for i in node.interfaces}


def _common_box(found: Mapping[str, str | None], ends: list[End]) -> str | None:
    """A subnet that belongs to one node stands in its box."""
    return found.get(ends[0][0]) if len(ends) == 1 else None


def _kind(canvas: Canvas, link: Link) -> str:
    if "vlan" not in canvas.settings.flags:
        return "edge"
    vlan = link.extra.get("vlan")
    if isinstance(vlan, dict) and vlan.get("trunk"):
        return "vlan_trunk"
    return "vlan_access" if isinstance(vlan, dict) and vlan.get("access") else "edge"
