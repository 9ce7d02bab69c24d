"""Plugin `ebgp.multihop`: EBGP sessions between loopbacks.

Owns: `speaker.multihop`. Must not: look at links.
Source: the topology format's "Multihop EBGP": sessions are written like links; attributes on a session or on one
of its nodes are BGP attributes of that end. Sessions are numbered per node from 20000.

Deviation: the format refuses nodes without a loopback (hosts, BIRD by default); here they use the address their
IBGP sessions use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ...addr import InterfaceAddress
from ...errors import Problems, Span, nearest
from ...model import BgpNeighbor, Map
from ..bgp.external import End, session_attributes, session_type
from ..bgp.speakers import Speaker
from ..draft import Draft, DraftInterface
from ..merge import EMPTY, mapping, merged
from ..values import as_list, as_number, span_of
from .bgp_policy import NeighborPolicies
from .bgp_session import SessionOptions

FIRST_INDEX = 20000
TTL = 255


def design_multihop(
    draft: Draft,
    speakers: Mapping[str, Speaker],
    options: SessionOptions,
    policies: NeighborPolicies,
    problems: Problems,
) -> None:
    """Fill `speaker.multihop` from `bgp.multihop.sessions`."""
    data = mapping(draft.global_module("bgp").get("multihop"))
    if "ebgp.multihop" not in draft.topology.plugins or not data:
        return
    at = draft.setting_at("bgp", "multihop", "sessions")
    activate = mapping(data.get("activate"))
    used: dict[str, int] = {}
    sessions = as_list(data.get("sessions"))
    for position, session in enumerate(sessions):
        place = span_of(sessions, position, at)
        ends = [_end(draft, speakers, name, own, place, problems) for name, own in _ends(session, draft)]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends) or len(known) < 2:
            if len(ends) < 2:
                message = "a multihop session needs two nodes"
                problems.error("wrong-multihop-session", message, place, "write it like a link: `r1-r2`")
            continue
        if all(session_type(a, b) is None for a in known for b in known if a is not b):
            names = ", ".join(end.speaker.node.name for end in known)
            message = f"multihop session within AS {known[0].asn} ({names}) does nothing"
            problems.warning("multihop-within-as", message, place, "IBGP sessions are made without it")
        for end in known:
            name = end.speaker.node.name
            index = used[name] = used.get(name, FIRST_INDEX - 1) + 1
            for other in known:
                if other is not end:
                    _session(end, other, index, activate, options, policies)


def _ends(session: Any, draft: Draft) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Node names and attributes of a session in any form of a link."""
    if isinstance(session, str):
        for name in [session] if session in draft.nodes else session.split("-"):
            yield name, EMPTY
    elif isinstance(session, list):
        for item in session:
            yield from _item(item, EMPTY)
    elif isinstance(session, Mapping):
        listed = session.get("interfaces")
        names = [] if listed is not None else [k for k, v in session.items() if _is_node(k, v, draft)]
        rest = {k: v for k, v in session.items() if k not in names and k not in ("interfaces", "linkindex")}
        common = merged(mapping(rest.pop("bgp", None)), Map(rest)) if rest else EMPTY
        for item in listed or ():
            yield from _item(item, common)
        for name in names:
            yield name, merged(_attributes(mapping(session[name])), common)


def _is_node(key: str, value: Any, draft: Draft) -> bool:
    return key in draft.nodes or (value is None and key != "bgp")


def _item(item: Any, common: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(item, Mapping):
        own = Map({k: v for k, v in item.items() if k != "node"})
        yield str(item.get("node")), merged(_attributes(own), common)
    else:
        yield str(item), common


def _attributes(own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Attributes may stand directly or under `bgp`."""
    if "bgp" not in own:
        return own
    return merged(mapping(own["bgp"]), Map({k: v for k, v in own.items() if k != "bgp"}))


def _end(
    draft: Draft,
    speakers: Mapping[str, Speaker],
    name: str,
    own: Mapping[str, Any],
    at: Span,
    problems: Problems,
) -> End | None:
    speaker = speakers.get(name)
    if speaker is None:
        known = name in draft.nodes
        message = f"multihop session with node `{name}`, which {'does not run BGP' if known else 'does not exist'}"
        problems.error("unknown-node", message, at, "" if known else nearest(name, draft.nodes))
        return None
    interface = speaker.node.loopback or _addressed(speaker)
    if interface is None:
        message = f"multihop session from node `{name}`, which has neither loopback nor addresses"
        problems.error("no-loopback", message, at, f"set `loopback: True` on `{name}`")
        return None
    local_as = speaker.local_as
    if own.get("local_as") is not None:
        local_as = as_number(own["local_as"], at, problems, "local_as")
    return End(speaker, interface, own, local_as if local_as != speaker.asn else None, True)


def _addressed(speaker: Speaker) -> DraftInterface | None:
    """Where the IBGP address of a node without a loopback stands."""
    for interface in speaker.node.interfaces:
        for family, own in ((interface.ipv4, speaker.ipv4), (interface.ipv6, speaker.ipv6)):
            if isinstance(family, InterfaceAddress) and family.address == own:
                return interface
    return None


def _session(
    local: End,
    remote: End,
    index: int,
    activate: Mapping[str, Any],
    options: SessionOptions,
    policies: NeighborPolicies,
) -> None:
    kind = session_type(local, remote)
    if kind is None:
        return
    type, asn = kind
    speaker, peer = local.speaker, remote.speaker
    ipv4, ipv6 = (
        getattr(peer, family)
        if getattr(speaker, family) is not None and speaker.wants(family, type) and peer.wants(family, type)
        else None
        for family in ("ipv4", "ipv6")
    )
    if ipv4 is None and ipv6 is None:
        return
    active = _activated(activate, ipv4 is not None, ipv6 is not None)
    session = options.external(speaker, local.data, type, False, False)
    neighbor = BgpNeighbor(
        name=peer.node.name,
        asn=asn,
        type=type,
        ipv4=ipv4,
        ipv6=ipv6,
        ifindex=index,
        source_ifname=speaker.source_ifname,
        source_ipv4=speaker.ipv4 if speaker.source_ifname is None else None,
        source_ipv6=speaker.ipv6 if speaker.source_ifname is None else None,
        activate_ipv4="ipv4" in active and speaker.activates("ipv4", type),
        activate_ipv6="ipv6" in active and speaker.activates("ipv6", type),
        send_community=speaker.communities[type],
        options=msgspec.structs.replace(session.options, multihop_ttl=TTL),
        extra=session.extra,
        **session_attributes(local, type),
    )
    neighbor = policies.apply(speaker, neighbor, local.data, None, *speaker.on_links(), speaker.multihop)
    speaker.multihop.append(neighbor)


def _activated(activate: Mapping[str, Any], ipv4: bool, ipv6: bool) -> set[str]:
    """Families active on the session: those of its transports, or what `bgp.multihop.activate` lists."""
    found: set[str] = set()
    for family, present in (("ipv4", ipv4), ("ipv6", ipv6)):
        if present:
            found.update(as_list(activate.get(family)) if activate else [family])
    return found


__all__ = ["design_multihop"]
