"""BGP within VRFs.

Owns: the BGP instances of VRFs, and the instance of a node that runs BGP only to leak routes between its VRFs.
Must not: make sessions (`external.py` does: EBGP on links; there is no IBGP within a VRF).
Source: the topology format's "Interaction with Routing Protocols"; RFC 4364 section 4.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import Problems
from ...model import BgpInstance
from ..draft import Draft, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import EMPTY, without
from ..protocols import protocol_router_id
from ..values import number
from ..vrf.definitions import DEFAULT_AS
from .networks import design_aggregates, design_vrf_networks
from .speakers import Speaker

_TYPED = ("advertise", "aggregate", "import", "originate", "router_id")


def vrf_instance(draft: Draft, speaker: Speaker, vrf: DraftVrf, problems: Problems) -> BgpInstance:
    """BGP of one VRF; what it takes from other protocols is decided later (`design/vrf/redistribution.py`)."""
    node, own = speaker.node, vrf.module("bgp")
    preference = number(speaker.data.get("locpref")) if "bgp.policy" in draft.topology.plugins else None
    return BgpInstance(
        asn=speaker.asn,
        router_id=protocol_router_id(draft, node, "bgp", problems, vrf),
        neighbors=tuple(speaker.vrfs.get(vrf.name, ())),
        networks=design_vrf_networks(draft, node, speaker.data, vrf, problems),
        aggregates=design_aggregates(draft, node, own, vrf.at("bgp", "aggregate"), problems),
        cluster_id=speaker.cluster_id,
        confederation=speaker.confederation,
        ipv4=vrf.ipv4,
        ipv6=vrf.ipv6,
        default_local_pref=preference,
        extra=without(own, _TYPED) or EMPTY,
    )


def design_leaking(draft: Draft, speakers: Mapping[str, Speaker], problems: Problems) -> None:
    """A node whose VRFs exchange routes needs BGP for it, in the AS `vrf.as` when it has no BGP of its own."""
    for node in draft.nodes_with("vrf"):
        if node.name not in speakers and not node.runs("bgp") and any(v.leaks for v in node.vrfs.values()):
            _leak(draft, node, problems)


def _leak(draft: Draft, node: DraftNode, problems: Problems) -> None:
    asn = number(node.module("vrf").get("as")) or DEFAULT_AS
    node.bgp = BgpInstance(asn=asn, router_id=protocol_router_id(draft, node, "bgp", problems))
    for vrf in node.vrfs.values():
        vrf.bgp = BgpInstance(
            asn=asn,
            router_id=protocol_router_id(draft, node, "bgp", problems, vrf),
            ipv4=vrf.ipv4,
            ipv6=vrf.ipv6,
        )


__all__ = ["design_leaking", "vrf_instance"]
