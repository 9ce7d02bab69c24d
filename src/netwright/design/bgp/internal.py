"""IBGP: full mesh, or clients to reflectors and a mesh of reflectors.

Owns: `speaker.internal`. Must not: look at links.
Source: RFC 4456. Neighbours are shared: all clients of a reflector that ask the same of a session hold the
same object, so 10,000 clients of 8 reflectors cost 10,008 objects and not 160,000.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import Problems
from ...model import BgpNeighbor
from ..draft import Draft
from ..merge import mapping
from ..plugins.bgp_session import SessionOptions
from .speakers import Speaker

DEFAULT_DOMAIN = "default"
IGP_MODULES = frozenset({"ospf", "isis", "eigrp", "ripv2"})


def design_internal(draft: Draft, speakers: Mapping[str, Speaker], options: SessionOptions, problems: Problems) -> None:
    """Fill `speaker.internal` in topology order."""
    domains: dict[tuple[int, str], list[Speaker]] = {}
    for speaker in speakers.values():
        domains.setdefault((speaker.asn, _domain(draft, speaker)), []).append(speaker)
    shared: dict[tuple[object, ...], BgpNeighbor] = {}
    for members in domains.values():
        if len(members) > 1:
            reflectors = [s for s in members if s.rr]
            for speaker in members:
                peers = members if speaker.rr or not reflectors else reflectors
                _sessions(speaker, peers, options, shared)
    _warn_without_igp(draft, speakers, problems)


def _domain(draft: Draft, speaker: Speaker) -> str:
    """The plugin `bgp.domain`: several independent copies of one AS.

    Deviation: where an AS has reflectors, the format refuses a domain without one; here that domain is a full mesh.
    """
    if "bgp.domain" not in draft.topology.plugins:
        return DEFAULT_DOMAIN
    return str(speaker.data.get("domain") or DEFAULT_DOMAIN)


def _sessions(
    speaker: Speaker,
    peers: list[Speaker],
    options: SessionOptions,
    shared: dict[tuple[object, ...], BgpNeighbor],
) -> None:
    """Sessions of one speaker; `key` is all that differs between speakers' views of the same peer."""
    wants = speaker.wants("ipv4", "ibgp"), speaker.wants("ipv6", "ibgp")
    if not any(wants):
        return
    local_as_sessions = any(n.type == "localas_ibgp" for n in (*speaker.external, *speaker.multihop))
    session = options.internal(speaker)
    key = (
        id(session),
        local_as_sessions,
        speaker.next_hop_self,
        speaker.source_ifname,
        speaker.ipv4 is not None and wants[0],
        speaker.ipv6 is not None and wants[1],
        speaker.activates("ipv4", "ibgp"),
        speaker.activates("ipv6", "ibgp"),
        speaker.communities["ibgp"],
        speaker.rr,
    )
    own = (None, None) if speaker.source_ifname is not None else (speaker.ipv4, speaker.ipv6)
    next_hop_self = "all" if local_as_sessions else "ebgp" if speaker.next_hop_self else None
    found = speaker.internal
    for peer in peers:
        if peer is speaker or (speaker.rr and peer.rr and not (speaker.rr_mesh and peer.rr_mesh)):
            continue
        full = (*key, *own, peer.node.name)
        neighbor = shared.get(full)
        if neighbor is None:
            ipv4 = peer.ipv4 if key[4] and peer.wants("ipv4", "ibgp") else None
            ipv6 = peer.ipv6 if key[5] and peer.wants("ipv6", "ibgp") else None
            neighbor = shared[full] = BgpNeighbor(
                name=peer.node.name,
                asn=peer.asn,
                type="ibgp",
                ipv4=ipv4,
                ipv6=ipv6,
                source_ifname=speaker.source_ifname,
                source_ipv4=own[0],
                source_ipv6=own[1],
                activate_ipv4=ipv4 is not None and bool(key[6]),
                activate_ipv6=ipv6 is not None and bool(key[7]),
                rr=peer.rr,
                rr_client=speaker.rr and not peer.rr,
                next_hop_self=next_hop_self,  # type: ignore[arg-type]  # one of the literals above
                send_community=speaker.communities["ibgp"],
                options=session.options,
                extra=session.extra,
            )
        if neighbor.ipv4 is not None or neighbor.ipv6 is not None:
            found.append(neighbor)


def _warn_without_igp(draft: Draft, speakers: Mapping[str, Speaker], problems: Problems) -> None:
    """One warning for all nodes whose IBGP sessions have no IGP under them."""
    if mapping(draft.global_module("bgp").get("warnings")).get("missing_igp") is False:
        return
    if mapping(mapping(draft.defaults.get("bgp")).get("warnings")).get("missing_igp") is False:
        return
    bare = [
        s.node
        for s in speakers.values()
        if s.internal and s.source_ifname is not None and not IGP_MODULES.intersection(s.node.modules)
    ]
    if bare:
        names = ", ".join(node.name for node in bare[:5]) + (", ..." if len(bare) > 5 else "")
        hint = "add an IGP (`ospf`), or set `defaults.bgp.warnings.missing_igp: False`"
        problems.warning(
            "ibgp-without-igp", f"IBGP sessions between loopbacks without an IGP: {names}", bare[0].span, hint
        )
