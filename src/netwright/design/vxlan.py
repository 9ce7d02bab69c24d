"""VXLAN: which VLANs are carried, tunnel endpoints, lists of endpoints for static flooding.

Owns: `node.vxlan`, `vlan.vni`, `vlan.flood`. Must not: know EVPN beyond `flooding: evpn`.
Source: the topology format's "VXLAN": the VNI is `vxlan.start_vni` plus the VLAN id unless the VLAN has its own; the
endpoint is the loopback's address, or that of an interface with `vxlan.vtep`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from ..addr import Address, Family, InterfaceAddress
from ..errors import Problems, nearest
from ..model import Vlan, VxlanEndpoint
from .draft import Draft, DraftInterface, DraftNode
from .values import as_list, number, span_of

HIGHEST_VNI = 0xFFFFFF


def design_vxlan(draft: Draft, problems: Problems) -> None:
    """Fill `node.vxlan`; a node without anything to carry does not run VXLAN (`evpn.py` knows about its VRFs)."""
    everywhere = draft.global_module("vxlan")
    if "vxlan" not in draft.modules:
        return
    family: Family = 6 if everywhere.get("use_v6_vtep") else 4
    vnis = _vnis(draft, everywhere, problems)
    first = number(everywhere.get("start_vni")) or 0
    for node in list(draft.nodes_with("vxlan")):
        _number_vlans(draft, node, vnis, first)
        node.vxlan = _endpoint(node, family, problems)
        if node.vxlan is None:
            leave_vxlan(node)
    _flood(draft)


def leave_vxlan(node: DraftNode) -> None:
    """Take VXLAN from a node that has nothing to carry."""
    node.vxlan = None
    node.modules = [module for module in node.modules if module != "vxlan"]


def _vnis(draft: Draft, everywhere: Mapping[str, Any], problems: Problems) -> dict[str, int]:
    """VNI of every VLAN of the topology that is carried."""
    first = number(everywhere.get("start_vni")) or 0
    listed = everywhere.get("vlans")
    names = as_list(listed) if listed is not None else list(draft.vlan_models)
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        if name not in draft.vlan_models and not any(name in node.vlans for node in draft.nodes.values()):
            at = span_of(listed, position, draft.setting_at("vxlan", "vlans"))
            hint = nearest(str(name), draft.vlan_models)
            problems.error("unknown-vlan", f"vxlan.vlans refers to unknown VLAN `{name}`", at, hint)
    for name, vlan in list(draft.vlan_models.items()):
        own = draft.vlans[name].data.get("vni")
        if own is False:
            continue
        if own is not None:
            found[name] = own
        elif name in names:
            found[name] = first + vlan.id
        if name in found:
            draft.vlan_models[name] = replace(vlan, vni=found[name])
    _check_unique(draft, found, problems)
    return found


def _check_unique(draft: Draft, vnis: Mapping[str, int], problems: Problems) -> None:
    seen: dict[int, str] = {}
    for name, vni in vnis.items():
        at = draft.setting_at("vlans", name, "vni")
        other = seen.setdefault(vni, name)
        if vni > HIGHEST_VNI:
            problems.error("wrong-vni", f"VNI {vni} of VLAN `{name}` is above {HIGHEST_VNI}", at, "set `vni`")
        elif other != name:
            message = f"VLANs `{other}` and `{name}` have the same VNI {vni}"
            problems.error("duplicate-vni", message, at, "give one of them another `vni`")


def _number_vlans(draft: Draft, node: DraftNode, vnis: Mapping[str, int], first: int) -> None:
    """VNIs of the VLANs the node carries.

    One with a VNI of its own is always carried, one of the topology where that carries it, and of those the node
    defines the ones it lists (measured: its list says nothing about VLANs of the topology).
    """
    listed = node.module("vxlan").get("vlans")
    wanted = None if listed is None else {str(name) for name in as_list(listed)}
    for name, vlan in list(node.vlans.items()):
        definition = node.vlan_definitions.get(name) or draft.vlans.get(name)
        own = definition.data.get("vni") if definition is not None else None
        if own is None and name in draft.vlans:
            own = vnis.get(name)
        elif own is None and (wanted is None or name in wanted):
            own = first + vlan.id
        if own:
            node.vlans[name] = replace(vlan, vni=int(own))


def _endpoint(node: DraftNode, family: Family, problems: Problems) -> VxlanEndpoint | None:
    data = node.module("vxlan")
    carried = [name for name, vlan in node.vlans.items() if vlan.vni is not None]
    if not carried and not (node.vrfs and node.runs("evpn")):
        return None
    found = _source(node, family)
    if found is None and not carried:
        return None
    if found is None:
        message = f"node `{node.name}` has no IPv{family} address for its VXLAN tunnel endpoint"
        problems.error("vxlan-without-endpoint", message, node.span, "give it a loopback of that family")
        return None
    interface, address = found
    if data.get("flooding") == "evpn" and not node.runs("evpn"):
        message = f"node `{node.name}` has no EVPN to learn remote VXLAN endpoints from"
        at = node.at("vxlan", "flooding")
        problems.error("flooding-without-evpn", message, at, "add `evpn` to its modules, or use `flooding: static`")
    listed = [str(name) for name in as_list(data.get("vlans"))]
    ordered = [name for name in listed if name in carried] + [name for name in carried if name not in listed]
    return VxlanEndpoint(
        address=address,
        ifname=interface.ifname,
        domain=str(data.get("domain") or "global"),
        flooding="evpn" if data.get("flooding") == "evpn" or node.runs("evpn") else "static",
        vlans=tuple(ordered),
    )


def _source(node: DraftNode, family: Family) -> tuple[DraftInterface, Address] | None:
    """An interface marked `vxlan.vtep`, else the loopback."""
    marked = [i for i in node.interfaces if i.module("vxlan").get("vtep")]
    for interface in (*marked, *([node.loopback] if node.loopback is not None else [])):
        address = interface.ipv4 if family == 4 else interface.ipv6
        if isinstance(address, InterfaceAddress):
            return interface, address.address
    return None


def _flood(draft: Draft) -> None:
    """Head-end replication lists: other endpoints of the domain with the VLAN, in topology order."""
    for node, own in _endpoints(draft):
        if own.flooding != "static":
            continue
        remotes: dict[Address, None] = {}
        others = [(n, e) for n, e in _endpoints(draft) if n is not node and e.domain == own.domain]
        for name, vlan in list(node.vlans.items()):
            flood = tuple(e.address for n, e in others if _carries(n, vlan))
            if vlan.vni is not None:
                remotes.update(dict.fromkeys(flood))
                node.vlans[name] = replace(vlan, flood=flood)
        node.vxlan = replace(own, remotes=tuple(e.address for _, e in others if e.address in remotes))


def _endpoints(draft: Draft) -> Iterator[tuple[DraftNode, VxlanEndpoint]]:
    for node in draft.nodes.values():
        if node.vxlan is not None:
            yield node, node.vxlan


def _carries(node: DraftNode, vlan: Vlan) -> bool:
    return any(other.vni == vlan.vni and vlan.vni is not None for other in node.vlans.values())
