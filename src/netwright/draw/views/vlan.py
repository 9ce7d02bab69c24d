"""VLANs: each as a node of its own, joined to the switches that have it and to what is attached to it.

Must not: know trunks and spanning trees (the wiring with its VLANs marked is the topology picture).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Interface, Link, Node, Vlan
from ..boxes import boxes
from ..canvas import Canvas
from ..labels import prefixes
from ..picture import PictureEnd
from .topology import interfaces_by_name


def draw_vlans(canvas: Canvas) -> None:
    network = canvas.network
    found = boxes(canvas)
    interfaces = interfaces_by_name(canvas)
    domains = list(broadcast_domains(network.segments))
    attached = {name: {end.node for end in link.endpoints} for name, link in domains}
    shown = {member for members in attached.values() for member in members}
    for node in network.nodes.values():
        if node.vlans or node.name in shown:
            canvas.node(node, cluster=found.get(node.name))
    drawn: dict[str, str] = {}
    for index, (name, link) in enumerate(domains, 1):
        vlan = _definition(canvas, name)
        repeated = name in drawn
        id = f"vlan:{name}:{index}" if repeated else f"vlan:{name}"
        drawn.setdefault(name, id)
        canvas.thing(id, vlan_label(name, vlan), noun="VLAN", detail=_detail(vlan))
        members = [(end.node, interfaces.get((end.node, end.ifname))) for end in link.endpoints]
        joined = {member for member, _ in members}
        bridging = [(n.name, None) for n in network.nodes.values() if name in n.vlans and n.name not in joined]
        for member, interface in (*members, *(() if repeated else bridging)):
            _join(canvas, id, network.nodes[member], interface, name)
    for name, vlan in network.vlans.items():
        if name not in drawn and any(name in node.vlans for node in network.nodes.values()):
            canvas.thing(f"vlan:{name}", vlan_label(name, vlan), noun="VLAN", detail=_detail(vlan))
            for node in network.nodes.values():
                if name in node.vlans:
                    _join(canvas, f"vlan:{name}", node, None, name)


def broadcast_domains(segments: tuple[Link, ...]) -> Iterator[tuple[str, Link]]:
    """Bridged VLANs with everything attached to them."""
    for link in segments:
        name = link.extra.get("vlan")
        if link.type == "lan" and isinstance(name, str):
            yield name, link


def _definition(canvas: Canvas, name: str) -> Vlan | None:
    network = canvas.network
    return network.vlans.get(name) or next((n.vlans[name] for n in network.nodes.values() if name in n.vlans), None)


def vlan_label(name: str, vlan: Vlan | None) -> tuple[str, ...]:
    if vlan is None:
        return (f"VLAN {name}",)
    lines = [f"{name} ({vlan.id})", *prefixes(vlan)]
    if vlan.vni is not None:
        lines.append(f"VNI {vlan.vni}")
    return tuple(lines)


def _detail(vlan: Vlan | None) -> dict[str, str]:
    if vlan is None:
        return {}
    found = {
        "VLAN": vlan.name,
        "tag": str(vlan.id),
        "mode": vlan.mode,
        "VRF": vlan.vrf or "",
        "VNI": str(vlan.vni or ""),
    }
    return {key: value for key, value in found.items() if value}


def _join(canvas: Canvas, id: str, node: Node, interface: Interface | None, name: str) -> None:
    """A node with the VLAN routes into it, bridges it (dashed), or is attached to it untagged."""
    own = node.vlans.get(name)
    addressed = interface is not None and (interface.ipv4 is not None or interface.ipv6 is not None)
    routed = addressed or (own is not None and own.mode == "route")
    canvas.edge(
        f"{id}:{node.name}",
        canvas.end(node.name, interface),
        PictureEnd(node=id),
        kind="vlan_access" if own is None else "vlan_trunk",
        dashed="bridged" if own is not None and not routed else None,
        detail={"node": node.name, "VLAN": name, "mode": own.mode if own is not None else "access"},
    )
