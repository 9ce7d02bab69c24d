"""EVPN: instances of VLANs and VRFs, and which BGP sessions carry their routes.

Owns: `node.evpn`, `vlan.evpn`, `vrf.evpn`, `BgpNeighbor.evpn`. Must not: make VNIs of VLANs (`vxlan.py`) or sessions.
Source: the topology format's "EVPN": EVI = VLAN id, RD = `router-id:EVI`, RT = `AS:EVI` with the AS of `evpn.as`,
`vrf.as`, `bgp.as`; a VRF with a transit VNI has EVI 5000 + its number. RFC 7432 7.9, RFC 9136.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..errors import Problems, nearest
from ..model import BgpNeighbor, EvpnInstance, EvpnVlan, EvpnVrf, Vlan
from .draft import Draft, DraftNode
from .draft_vrf import DraftVrf
from .evpn_vlans import has_vni, listed_by_evpn
from .merge import mapping
from .values import as_list, number, span_of
from .vrf.definitions import DEFAULT_AS, community
from .vxlan import leave_vxlan

VRF_EVI = 5000
"""Added to the number of a VRF."""


def design_evpn(draft: Draft, problems: Problems) -> None:
    """Fill EVPN of every node that runs it together with BGP."""
    if "evpn" not in draft.modules:
        return
    transit = _transit_vnis(draft, problems)
    for node in draft.nodes_with("evpn"):
        if node.bgp is None:
            message = f"node `{node.name}` runs EVPN without BGP"
            problems.error("evpn-without-bgp", message, node.span, "add `bgp` to its modules")
            continue
        _design(draft, node, transit, problems)
        if node.vxlan is not None and not node.vxlan.vlans and not node.vxlan.vrfs:
            leave_vxlan(node)
    _mark_sessions(draft)


def _design(draft: Draft, node: DraftNode, transit: Mapping[str, int], problems: Problems) -> None:
    data = node.module("evpn")
    everywhere = draft.global_module("evpn")
    asn = _asn(draft, node, everywhere)
    router_id = node.bgp.router_id if node.bgp is not None else None
    router_id = router_id or node.router_id or "0.0.0.0"
    chosen = _chosen(draft, node, "vlans", draft.vlan_models, problems)
    vlans = []
    for name, vlan in list(node.vlans.items()):
        if has_vni(node, name) and (chosen is None or name in chosen):
            node.vlans[name] = msgspec.structs.replace(vlan, evpn=_of_vlan(draft, vlan, asn, router_id))
            vlans.append(name)
    vrfs = _vrfs(draft, node, transit, router_id, problems)
    if node.vxlan is not None:
        ordered = [name for name in node.vxlan.vlans if name in vlans]
        node.vxlan = msgspec.structs.replace(node.vxlan, vrfs=tuple(vrfs))
        vlans = ordered
    node.evpn = EvpnInstance(
        sessions=tuple(str(kind) for kind in as_list(data.get("session"))),
        transport=everywhere.get("transport") or "vxlan",
        vlans=tuple(vlans),
        vrfs=tuple(vrfs),
    )


def _asn(draft: Draft, node: DraftNode, everywhere: Mapping[str, Any]) -> int:
    """AS number of route targets."""
    of_vrfs = draft.global_module("vrf").get("as") if "vrf" in draft.modules else None
    of_bgp = draft.global_module("bgp").get("as")
    own = node.bgp.asn if node.bgp is not None else None
    return number(everywhere.get("as")) or number(of_vrfs) or number(of_bgp) or own or DEFAULT_AS


def _chosen(
    draft: Draft, node: DraftNode, key: str, known: Mapping[str, Any], problems: Problems
) -> frozenset[str] | None:
    """Names of `evpn.vlans` or `evpn.vrfs`; None = all."""
    listed = node.module("evpn").get(key)
    if listed is None:
        return None
    own = node.vlans if key == "vlans" else node.vrfs
    for position, name in enumerate(as_list(listed)):
        if name not in known and name not in own:
            at = span_of(listed, position, node.at("evpn", key))
            message = f"evpn.{key} of node `{node.name}` refers to unknown `{name}`"
            problems.error("unknown-" + key[:-1], message, at, nearest(str(name), known))
    return listed_by_evpn(node, key)


def _of_vlan(draft: Draft, vlan: Vlan, asn: int, router_id: str) -> EvpnVlan:
    data = mapping(vlan.extra.get("evpn"))
    evi = number(data.get("evi")) or vlan.id
    default = (f"{asn}:{evi}",)
    return EvpnVlan(
        evi=evi,
        rd=community(data["rd"], asn) if data.get("rd") is not None else f"{router_id}:{evi}",
        import_targets=tuple(community(t, asn) for t in as_list(data.get("import"))) or default,
        export_targets=tuple(community(t, asn) for t in as_list(data.get("export"))) or default,
        bundle=_bundle(draft, vlan),
    )


def _bundle(draft: Draft, vlan: Vlan) -> str | None:
    """The service that holds the VLAN together with the others of its VRF."""
    vrf = draft.vrfs.get(vlan.vrf or "")
    return mapping(vrf.data.get("evpn")).get("bundle") if vrf is not None else None


# -- VRFs ------------------------------------------------------------------------------------------------------


def _transit_vnis(draft: Draft, problems: Problems) -> dict[str, int]:
    """VNI of every VRF that asks for one: given, the next free one, or that of another VRF."""
    first = number(draft.global_module("evpn").get("start_transit_vni")) or 0
    everything: dict[str, DraftVrf] = dict(draft.vrfs)
    for node in draft.nodes.values():
        for name, vrf in node.vrfs.items():
            everything.setdefault(name, vrf)
    asked = {name: mapping(vrf.data.get("evpn")).get("transit_vni") for name, vrf in everything.items()}
    found = {name: value for name, value in asked.items() if isinstance(value, int) and not isinstance(value, bool)}
    taken = {*found.values(), *(v.vni for v in draft.vlan_models.values() if v.vni is not None)}
    for name, value in asked.items():
        if value is True:
            while first in taken:
                first += 1
            found[name] = first
            taken.add(first)
    for name, value in asked.items():
        if isinstance(value, str):
            if value in found:
                found[name] = found[value]
            else:
                at = everything[name].at("evpn", "transit_vni")
                message = f"transit_vni of VRF `{name}` refers to VRF `{value}`, which has none"
                problems.error("unknown-vrf", message, at, nearest(value, found))
    return found


def _vrfs(draft: Draft, node: DraftNode, transit: Mapping[str, int], router_id: str, problems: Problems) -> list[str]:
    """VRFs of the node with a transit VNI, or a bundle."""
    chosen = _chosen(draft, node, "vrfs", draft.vrfs, problems)
    found = []
    for name, vrf in node.vrfs.items():
        data = mapping(vrf.data.get("evpn"))
        wanted = name in transit or data.get("bundle")
        if not wanted or (chosen is not None and name not in chosen):
            continue
        evi = number(data.get("evi")) or VRF_EVI + vrf.id
        rd = data.get("rd")
        vrf.evpn = EvpnVrf(
            evi=evi,
            rd=f"{router_id}:{evi}" if rd is None else community(rd, DEFAULT_AS),
            transit_vni=transit.get(name),
            bundle=data.get("bundle"),
        )
        if name in transit:
            found.append(name)
    return found


# -- sessions --------------------------------------------------------------------------------------------------


def _mark_sessions(draft: Draft) -> None:
    """Sessions of the wanted types between nodes that run EVPN; sessions that are the same share one object."""
    made: dict[tuple[int, str], BgpNeighbor] = {}
    for node in draft.nodes.values():
        if node.evpn is None or node.bgp is None:
            continue
        neighbors = []
        for neighbor in node.bgp.neighbors:
            family = _carried_over(draft, node.evpn, neighbor)
            if family is not None:
                key = (id(neighbor), family)
                if key not in made:
                    made[key] = msgspec.structs.replace(neighbor, evpn=family)
                neighbor = made[key]
            neighbors.append(neighbor)
        node.bgp = msgspec.structs.replace(node.bgp, neighbors=tuple(neighbors))


def _carried_over(draft: Draft, own: EvpnInstance, neighbor: BgpNeighbor) -> str | None:
    """Family of the session that carries EVPN routes: IPv4 when there is one."""
    if draft.nodes[neighbor.name].evpn is None or neighbor.type not in own.sessions:
        return None
    return "ipv4" if neighbor.ipv4 is not None else "ipv6"
