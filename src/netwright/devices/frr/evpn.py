"""EVPN of a node -> lines of FRR's bgpd and zebra.

Owns: the address family `l2vpn evpn`. Must not: print, or plan tunnels (`devices/vxlan.py`).
Source: RFC 7432, 9135, 9136; FRR user guide "EVPN".
"""

from __future__ import annotations

from ...addr import Address
from ...model import BgpNeighbor, Node, Vrf
from ..multihoming import segments


def carries_evpn(n: BgpNeighbor, remote: Address | None) -> bool:
    """The session of the right family; an unnumbered one is of both."""
    return n.evpn is not None and (remote is None or n.evpn == f"ipv{remote.family}")


def evpn_activated(n: BgpNeighbor, peer: str) -> list[str]:
    """Lines of one session in the address family."""
    to = f"neighbor {peer}"
    lines = [f"{to} activate"]
    if n.rr_client:
        lines.append(f"{to} route-reflector-client")
    if n.options.allowas_in:
        lines.append(f"{to} allowas-in {n.options.allowas_in}")
    if n.options.as_override:
        lines.append(f"{to} as-override")
    if n.options.route_server_client:
        lines.append(f"{to} route-server-client")
    return lines


def evpn_lines(node: Node, vrf: Vrf | None) -> list[str]:
    """Instances of VLANs in the global process, announced prefixes in that of a VRF."""
    return _vlans(node) if vrf is None else _prefixes(node, vrf)


def _vlans(node: Node) -> list[str]:
    own = node.evpn
    if own is None or node.vxlan is None:
        return []
    lines = ["advertise-all-vni"]
    for name in own.vlans:
        vlan = node.vlans[name]
        if vlan.evpn is None or vlan.vni is None or vlan.mode == "route":
            continue
        lines.append(f"vni {vlan.vni}")
        lines.append(f" rd {vlan.evpn.rd}")
        lines += [f" route-target import {target}" for target in vlan.evpn.import_targets]
        lines += [f" route-target export {target}" for target in vlan.evpn.export_targets]
        lines.append("exit-vni")
    return lines


def _prefixes(node: Node, vrf: Vrf) -> list[str]:
    """Type 5 routes (RFC 9136)."""
    if node.evpn is None or vrf.evpn is None or vrf.name not in node.evpn.vrfs:
        return []
    families = [word for word, on in (("ipv4", vrf.ipv4), ("ipv6", vrf.ipv6)) if on]
    lines = [f"rd {vrf.evpn.rd}"]
    lines += [f"route-target import {target}" for target in vrf.import_targets]
    lines += [f"route-target export {target}" for target in vrf.export_targets]
    return [*lines, *(f"advertise {word} unicast" for word in families)]


def segment_lines(node: Node) -> list[str]:
    """Links of segments forward at once, and entries of a link that is down lead to the segment's other switches."""
    return ["evpn mh startup-delay 0", "evpn mh redirect-off"] if segments(node) else []


def transit_lines(node: Node) -> list[tuple[str, int]]:
    """VRFs with the VNI zebra has to know."""
    if node.evpn is None:
        return []
    found = ((name, node.vrfs[name].evpn) for name in node.evpn.vrfs)
    return [(name, e.transit_vni) for name, e in found if e is not None and e.transit_vni is not None]
