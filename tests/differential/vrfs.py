"""VRFs of a node in the format's own names -> the form they are compared in.

Owns: the form. Must not: decide which differences matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .protocols import OPTIONS


def vrf_forms(node: Mapping[str, Any]) -> dict[str, Any]:
    """Both tools' inventories have the same names here; a node that uses no VRF keeps unfinished ones in netlab."""
    asn = (node.get("bgp") or {}).get("as")
    return {name: _vrf(data, asn) for name, data in (node.get("vrfs") or {}).items() if "vrfidx" in data}


def _vrf(data: Mapping[str, Any], asn: int | None) -> dict[str, Any]:
    """Without BGP on the node, netlab keeps the VRF's settings of it, to no effect."""
    bgp, ospf = data.get("bgp"), data.get("ospf")
    running = isinstance(ospf, Mapping) and bool(ospf.get("af"))
    return {
        "numbers": [data["id"], data["vrfidx"], data["rd"]],
        "import": data["import"],
        "export": data["export"],
        "families": sorted(family for family, on in (data.get("af") or {}).items() if on),
        "loopback": data.get("loopback_address"),
        "bgp": _bgp(bgp, asn, running) if isinstance(bgp, Mapping) and asn is not None else None,
        "ospf": _ospf(ospf) if running and isinstance(ospf, Mapping) else None,
    }


def _bgp(bgp: Mapping[str, Any], asn: int | None, ospf: bool) -> dict[str, Any] | None:
    """With `ospf.active` netlab imports OSPF routes also where no interface is in OSPF: there are none."""
    neighbors = bgp.get("neighbors") or []
    return {
        "networks": sorted(p[family] for p in bgp.get("advertise") or [] for family in ("ipv4", "ipv6") if family in p),
        "import": sorted(name for name in bgp.get("import") or {} if ospf or name != "ospf"),
        "neighbors": {f"{n['name']}/{n['type']}/{n.get('ifindex') or 0}": _neighbor(n, asn) for n in neighbors},
    }


def _neighbor(n: Mapping[str, Any], asn: int | None) -> dict[str, Any]:
    return {
        **{key: n.get(key) for key in ("as", "ipv4", "ipv6", "local_if", "next_hop_self")},
        "local_as": n.get("local_as") if n.get("local_as") != asn else None,
        "rfc8950": bool(n.get("ipv4_rfc8950")),
        "activate": [bool((n.get("activate") or {}).get(family)) for family in ("ipv4", "ipv6")],
        **{key: n[key] for key in OPTIONS if key not in ("replace_global_as",) and n.get(key)},
    }


def _ospf(ospf: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "router_id": ospf.get("router_id"),
        "area": ospf.get("area"),
        "families": sorted(family for family, on in ospf["af"].items() if on),
        "areas": sorted(area["area"] for area in ospf.get("areas") or []),
        "import": sorted(ospf.get("import") or {}),
        "default": bool(ospf.get("default")),
        "interfaces": {i["ifname"]: _interface(i["ospf"], i["type"]) for i in ospf.get("interfaces") or []},
    }


def _interface(ospf: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Nobody is met on a loopback: netlab gives it the node's timers and priority, to no effect."""
    found = {**{key: ospf.get(key) for key in ("area", "cost")}, "passive": bool(ospf.get("passive"))}
    if kind != "loopback":
        found.update({key: ospf.get(key) for key in ("network_type", "priority", "timers")})
    return found
