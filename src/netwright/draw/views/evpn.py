"""EVPN: the sessions that carry its routes, and the instances its endpoints share.

Must not: know other address families. Source: RFC 7432 section 6.1 (instances), RFC 9135 (routing between them).
"""

from __future__ import annotations

from ...model import Network, Node, Vlan
from ..boxes import as_box
from ..canvas import Canvas
from ..picture import PictureEnd
from .bgp import draw_sessions, instance_of, sessions


def draw_evpn(canvas: Canvas) -> None:
    network = canvas.network
    carried = [session for session in sessions(canvas) if "evpn" in session.families]
    speakers = {name for session in carried for name in (session.node, session.neighbor.name)}
    for node in network.nodes.values():
        if node.name not in speakers and node.evpn is None:
            continue
        bgp = instance_of(node)
        canvas.node(node, cluster=as_box(canvas, bgp) if bgp is not None else None, detail=_detail(node))
    draw_sessions(canvas, carried)
    for name, members in _members(network, "vlans").items():
        vlan = next(network.nodes[m].vlans[name] for m in members)
        _instance(canvas, f"evpn-vlan:{name}", _vlan_label(vlan), members, "EVPN instance", _vlan_detail(vlan))
    for name, members in _members(network, "vrfs").items():
        transit = next((v.evpn.transit_vni for m in members if (v := network.nodes[m].vrfs[name]).evpn), None)
        label = (f"VRF {name}", *((f"VNI {transit}",) if transit else ()))
        detail = {"VRF": name, "transit VNI": str(transit or "none")}
        _instance(canvas, f"evpn-vrf:{name}", label, members, "routed instance", detail)


def _detail(node: Node) -> dict[str, str]:
    found = {}
    if node.vxlan is not None:
        found["VTEP"] = str(node.vxlan.address)
    if node.evpn is not None:
        found["EVPN transport"] = node.evpn.transport
    return found


def _members(network: Network, kind: str) -> dict[str, list[str]]:
    """Instances with the nodes that have them; nodes keep VLANs and VRFs with EVPN in `evpn`."""
    found: dict[str, list[str]] = {}
    for node in network.nodes.values():
        for name in getattr(node.evpn, kind) if node.evpn is not None else ():
            found.setdefault(name, []).append(node.name)
    return found


def _vlan_label(vlan: Vlan) -> tuple[str, ...]:
    return (f"VLAN {vlan.name}", *((f"VNI {vlan.vni}",) if vlan.vni else ()))


def _vlan_detail(vlan: Vlan) -> dict[str, str]:
    found = {"VLAN": vlan.name, "VNI": str(vlan.vni or "")}
    if vlan.evpn is not None:
        found |= {"import": ", ".join(vlan.evpn.import_targets), "export": ", ".join(vlan.evpn.export_targets)}
    return {key: value for key, value in found.items() if value}


def _instance(
    canvas: Canvas, id: str, label: tuple[str, ...], members: list[str], what: str, detail: dict[str, str]
) -> None:
    canvas.thing(id, label, noun=what, detail=detail)
    for member in members:
        end = PictureEnd(node=member)
        canvas.edge(f"{id}:{member}", end, PictureEnd(node=id), kind="vxlan", detail={"node": member, **detail})
