"""BGP of every router: puts sessions, networks and options together.

Owns: `node.bgp` and the order of work. Must not: decide about single sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import BgpInstance
from ..draft import Draft
from ..merge import EMPTY, mapping, without
from ..plugins.bgp_policy import NeighborPolicies
from ..plugins.bgp_session import SessionOptions
from ..plugins.ebgp_multihop import design_multihop
from ..protocols import read_redistribution
from ..values import number
from .external import design_external
from .internal import design_internal
from .networks import design_aggregates, design_networks
from .speakers import Speaker, find_speakers
from .vrfs import design_leaking, vrf_instance

_TYPED = ("aggregate", "as", "confederation", "gr", "import", "originate", "router_id", "rr", "rr_cluster_id")


def design_bgp(draft: Draft, problems: Problems) -> None:
    """Sessions first (they set roles of links), then originated prefixes, then the instances."""
    speakers = find_speakers(draft, problems)
    if not speakers:
        design_leaking(draft, speakers, problems)
        return
    options = SessionOptions(draft, problems)
    policies = NeighborPolicies(draft, problems)
    design_external(draft, speakers, options, policies, problems)
    design_multihop(draft, speakers, options, policies, problems)
    design_internal(draft, speakers, options, problems)
    remainders: dict[int, Mapping[str, Any]] = {}
    for speaker in speakers.values():
        data = speaker.data
        if id(data) not in remainders:
            remainders[id(data)] = {**without(data, _TYPED), "community": speaker.communities}
        _freeze(draft, speaker, remainders[id(data)], problems)
        for vrf in speaker.node.vrfs.values():
            vrf.bgp = vrf_instance(draft, speaker, vrf, problems)
    design_leaking(draft, speakers, problems)


def _freeze(draft: Draft, speaker: Speaker, extra: Mapping[str, Any], problems: Problems) -> None:
    node = speaker.node
    preference = None
    if "bgp.policy" in draft.topology.plugins:
        preference = number(speaker.data.get("locpref"))
    restart = speaker.data.get("gr") if "bgp.session" in draft.topology.plugins else None
    times = mapping(restart)
    node.bgp = BgpInstance(
        asn=speaker.asn,
        router_id=speaker.router_id,
        neighbors=(*speaker.internal, *speaker.external, *speaker.multihop),
        networks=design_networks(draft, speaker, problems),
        redistribute=read_redistribution(draft, node, "bgp", problems),
        aggregates=design_aggregates(draft, node, speaker.data, node.at("bgp", "aggregate"), problems),
        rr=speaker.rr,
        cluster_id=speaker.cluster_id,
        confederation=speaker.confederation,
        ipv4=node.ipv4,
        ipv6=node.ipv6,
        graceful_restart=times.get("state") if times else restart,
        restart_time_s=number(times.get("restart_time")),
        stalepath_time_s=number(times.get("stalepath_time")),
        default_local_pref=preference,
        extra=extra or EMPTY,
    )


__all__ = ["design_bgp"]
