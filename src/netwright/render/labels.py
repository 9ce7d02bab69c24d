"""MPLS and segment routing of a node in the format's own names.

Owns: `node.mpls`, `node.ldp`, `node.sr`, `node.srv6`, labels of `node.bgp.neighbors`. Must not: decide anything.
"""

from __future__ import annotations

from typing import Any

from ..model import BgpNeighbor, MplsInstance, SegmentRouting, Srv6
from .interfaces import Plain, merged, put


def mpls(data: Plain, instance: MplsInstance) -> None:
    """Adds `mpls`, and `ldp` when it runs, to a node's data."""
    own: Plain = {}
    bgp = _families(instance.labelled_ipv4, instance.labelled_ipv6)
    if bgp and instance.bgp_explicit_null:
        bgp["explicit_null"] = True
    if bgp and instance.disable_unlabelled:
        bgp["disable_unlabeled"] = True
    put(own, bgp=bgp or None, vpn=_families(instance.vpn_ipv4, instance.vpn_ipv6) or None)
    if instance.six_pe:
        own["6pe"] = list(instance.six_pe)
    data["mpls"] = own
    ldp = instance.ldp
    if ldp is None:
        return
    found: Plain = {"af": {f: True for f, on in (("ipv4", ldp.ipv4), ("ipv6", ldp.ipv6)) if on}}
    put(found, router_id=ldp.router_id)
    if ldp.explicit_null:
        found["explicit_null"] = True
    if ldp.igp_sync:
        found["igp_sync"] = True
    if ldp.advertise:
        found["advertise"] = list(ldp.advertise)
    data["ldp"] = found


def segment_routing(sr: SegmentRouting) -> Plain:
    """`node.sr`."""
    sids: Plain = {}
    put(sids, ipv4=sr.node_sid_ipv4, ipv6=sr.node_sid_ipv6)
    data: Plain = {
        "protocol": list(sr.protocols),
        "af": dict.fromkeys(sids, True),
        "node_sid": sids,
        "srgb": {"start": sr.block_start, "size": sr.block_size},
    }
    return merged(sr.extra, data)


def srv6(instance: Srv6) -> Plain:
    """`node.srv6`."""
    data: Plain = {"locator": str(instance.locator), "igp": list(instance.protocols)}
    put(
        data,
        bgp=_families(instance.bgp_ipv4, instance.bgp_ipv6) or None,
        vpn=_families(instance.vpn_ipv4, instance.vpn_ipv6) or None,
    )
    if instance.transit_only:
        data["transit_only"] = True
    return data


def session_labels(data: Plain, n: BgpNeighbor) -> None:
    """What of a session carries labels or segments."""
    flags = (("ipv4_label", n.labelled_ipv4), ("ipv6_label", n.labelled_ipv6), ("6pe", n.six_pe))
    data.update({key: True for key, on in flags if on})
    put(data, vpnv4=n.ipv4 if n.vpnv4 else None, vpnv6=n.ipv4 if n.vpnv6 else None)
    if n.srv6_bgp or n.srv6_vpn:
        found: dict[str, Any] = {"bgp": list(n.srv6_bgp), "vpn": list(n.srv6_vpn)}
        data["srv6"] = {key: families for key, families in found.items() if families}


def _families(ipv4: tuple[str, ...], ipv6: tuple[str, ...]) -> Plain:
    return {family: list(types) for family, types in (("ipv4", ipv4), ("ipv6", ipv6)) if types}


__all__ = ["mpls", "segment_routing", "session_labels", "srv6"]
