"""VXLAN and EVPN of a node in the format's own names, as a form both tools' outputs can be compared in.

Owns: `overlays`. Must not: decide which differences matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VXLAN = ("domain", "flooding", "transport", "vtep", "vtep_interface")
EVPN = ("session", "transport")
INSTANCE = ("evi", "rd", "import", "export", "bundle", "transit_vni")


def overlays(node: Mapping[str, Any]) -> dict[str, Any]:
    """Both tools' inventories have the same names here; netlab's lists have VLANs and VRFs a node does not use."""
    modules = node.get("module") or ()
    form: dict[str, Any] = {}
    vxlan = node.get("vxlan") or {}
    vnis = {
        name: [vlan["vni"], sorted(vlan.get("vtep_list") or ())]
        for name, vlan in (node.get("vlans") or {}).items()
        if vlan.get("vni") and "bridge_group" in vlan
    }
    vrfs = {name for name, vrf in (node.get("vrfs") or {}).items() if "vrfidx" in vrf}
    l3vnis = sorted(vrfs & set(vxlan.get("l3vnis") or ()))
    if "vxlan" in modules and (vnis or l3vnis):
        form["vxlan"] = {
            **{key: vxlan.get(key) for key in VXLAN},
            "remotes": sorted(vxlan.get("vtep_list") or ()),
            "vlans": sorted(set(vxlan.get("vlans") or ()) & set(vnis)),
            "l3vnis": l3vnis,
            "vnis": vnis,
        }
    if "evpn" in modules:
        evpn = node.get("evpn") or {}
        carried = {
            "vlans": sorted(set(evpn.get("vlans") or ()) & set(vnis)),
            "vrfs": sorted(set(evpn.get("vrfs") or ()) & vrfs),
        }
        form["evpn"] = {**{key: evpn.get(key) for key in EVPN}, **carried}
        for kind, names in carried.items():
            form[f"evpn_{kind}"] = {
                name: {key: node[kind][name]["evpn"].get(key) for key in INSTANCE} for name in names
            }
        neighbors = (node.get("bgp") or {}).get("neighbors") or []
        form["sessions"] = {
            f"{n['name']}/{n['type']}/{n.get('ifindex') or 0}": n["evpn"]
            for n in neighbors
            if n.get("evpn") and n.get("ipv4")
        }
    return form
