"""EBGP on links, sessions with a local AS, roles of links between autonomous systems.

Owns: `speaker.external`, `speaker.vrfs`, role `external` of links. Must not: know loopbacks.
Source: the topology format's "EBGP sessions": a full mesh on every link where the AS or local AS of the ends
differ, for every family both ends have. RFC 8950: IPv4 over link-local sessions; RFC 5065: confederations.
Measured: no EBGP between nodes in a VLAN that EVPN carries.
Deviation: a session only one end would configure (`bgp: False` or `bgp.sessions` on the other) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...addr import InterfaceAddress
from ...errors import Problems
from ...model import BgpNeighbor, Map
from ...model.bgp import SessionType
from ...model.interface import InterfaceIP
from ..draft import Draft, DraftInterface, DraftLink
from ..evpn_vlans import share_by_evpn
from ..plugins.bgp_policy import NeighborPolicies, send_bandwidth
from ..plugins.bgp_session import SessionOptions
from ..values import as_number
from .speakers import Speaker

DEFAULT_ROLE = "external"


class End(NamedTuple):
    """A BGP speaker on a link."""

    speaker: Speaker
    interface: DraftInterface
    data: Mapping[str, Any]
    """BGP attributes of the interface."""
    local_as: int | None
    """AS shown here when it is not the speaker's own."""
    enabled: bool

    @property
    def asn(self) -> int:
        return self.local_as if self.local_as is not None else self.speaker.asn


def design_external(
    draft: Draft,
    speakers: Mapping[str, Speaker],
    options: SessionOptions,
    policies: NeighborPolicies,
    problems: Problems,
) -> None:
    """Fill `speaker.external` and `speaker.vrfs` in the order of links and their ends; set roles of links."""
    role = str(draft.global_module("bgp").get("ebgp_role") or DEFAULT_ROLE)
    for link in draft.subnets:
        ends = [_end(speakers[i.node.name], i, problems) for i in link.interfaces if i.node.name in speakers]
        if not ends:
            continue
        numbers = {end.speaker.asn for end in ends}
        numbers.update(end.local_as for end in ends if end.local_as is not None)
        if len(numbers) < 2:
            continue
        if "role" not in link.data:
            link.role = role
        _mesh(link, ends, options, policies, problems)
    for speaker in speakers.values():
        if draft.domains:
            order = {interface.ifindex: position for position, interface in enumerate(speaker.node.interfaces)}
            for found in speaker.on_links():
                found.sort(key=lambda neighbor: order.get(neighbor.ifindex or 0, 0))
        for found in speaker.on_links():
            send_bandwidth(found)


def _on_first_ports(ends: list[End], link: DraftLink, problems: Problems) -> list[End]:
    """The ends as they make sessions: a node with several interfaces in a VLAN does so on the first of them."""
    first: dict[str, DraftInterface] = {}
    for port in (*link.interfaces, *link.spare) if link.spare else ():
        if port.ifindex < first.setdefault(port.node.name, port).ifindex:
            first[port.node.name] = port
    ports = (first.get(end.speaker.node.name, end.interface) for end in ends)
    return [
        end if port is end.interface else _end(end.speaker, port, problems)
        for end, port in zip(ends, ports, strict=True)
    ]


def _end(speaker: Speaker, interface: DraftInterface, problems: Problems) -> End:
    data = interface.module("bgp")
    local_as = speaker.local_as
    if data.get("local_as") is not None:
        at = data.at("local_as") if isinstance(data, Map) else interface.at("bgp")
        local_as = as_number(data["local_as"], at, problems, "bgp.local_as")
    if local_as == speaker.asn:
        local_as = None
    vrf = speaker.node.vrfs.get(interface.vrf or "")
    enabled = not interface.disabled("bgp") and (vrf is None or not vrf.disabled("bgp"))
    return End(speaker, interface, data, local_as, enabled)


def session_type(local: End, remote: End) -> tuple[SessionType, int] | None:
    """Type of the session and remote AS as the local end sees them; None = no session on the link."""
    ours, theirs = local.speaker.confederation, remote.speaker.confederation
    if local.asn == remote.asn:
        return None if local.speaker.asn == remote.speaker.asn else ("localas_ibgp", remote.asn)
    if theirs is not None and remote.local_as is None:
        if ours is not None and local.local_as is None and ours.identifier == theirs.identifier:
            return "confed_ebgp", remote.asn
        return "ebgp", theirs.identifier
    return "ebgp", remote.asn


def _mesh(
    link: DraftLink,
    ends: list[End],
    options: SessionOptions,
    policies: NeighborPolicies,
    problems: Problems,
) -> None:
    servers = [options.is_route_server(end.speaker, end.data) for end in ends]
    bridged = link.type == "lan" and not link.linkindex
    for i, local in enumerate(_on_first_ports(ends, link, problems)):
        if not local.enabled:
            continue
        for j, remote in enumerate(ends):
            if i == j or not remote.enabled:
                continue
            kind = session_type(local, remote)
            if kind is None or (any(servers) and kind[0] == "ebgp" and servers[i] == servers[j]):
                continue
            if kind[0] == "ebgp" and bridged and share_by_evpn(local.speaker.node, remote.speaker.node, link.vlan):
                continue
            neighbor = _neighbor(local, remote, kind, (servers[i], servers[j]), options, problems)
            if neighbor is not None:
                speaker, vrf = local.speaker, local.interface.vrf
                neighbor = policies.apply(speaker, neighbor, local.data, local.interface, *speaker.on_links())
                found = speaker.external if vrf is None else speaker.vrfs.setdefault(vrf, [])
                found.append(neighbor)


def _neighbor(
    local: End,
    remote: End,
    kind: tuple[SessionType, int],
    servers: tuple[bool, bool],
    options: SessionOptions,
    problems: Problems,
) -> BgpNeighbor | None:
    type, asn = kind
    speaker, here, there = local.speaker, local.interface, remote.interface
    families: dict[str, Any] = {}
    for family in ("ipv4", "ipv6"):
        ours, theirs = getattr(here, family), getattr(there, family)
        wanted = speaker.wants(family, type) and remote.speaker.wants(family, type)
        families[family] = _remote(ours, theirs, local, remote, family, problems) if wanted else None
    ipv4, ipv6 = families["ipv4"], families["ipv6"]
    if ipv4 is None and ipv6 is None:
        return None
    if ipv4 is True and here.ipv6 is None:
        here.ipv6 = True
        speaker.node.ipv6 = True
        if here.vrf is not None:
            speaker.node.vrfs[here.vrf].ipv6 = True
    activate_ipv4 = ipv4 is not None and (here.vrf is not None or speaker.activates("ipv4", type))
    activate_ipv6 = ipv6 is not None and (here.vrf is not None or speaker.activates("ipv6", type))
    session = options.external(speaker, local.data, type, *servers)
    link_local = ipv6 is True or (ipv4 is True and not isinstance(ipv6, tuple))
    return BgpNeighbor(
        name=remote.speaker.node.name,
        asn=asn,
        type=type,
        ipv4=ipv4,
        ipv6=ipv6,
        local_ifname=here.ifname if link_local else None,
        ifindex=here.ifindex,
        extended_next_hop=ipv4 is True,
        activate_ipv4=activate_ipv4,
        activate_ipv6=activate_ipv6,
        send_community=speaker.communities[type],
        options=session.options,
        extra=session.extra,
        **session_attributes(local, type),
    )


def session_attributes(local: End, type: SessionType) -> dict[str, Any]:
    """Local AS and next-hop handling of a session on a link or between loopbacks of different systems."""
    attributes: dict[str, Any] = {}
    if local.local_as is not None:
        attributes["local_as"] = local.local_as
        replace = local.data.get("replace_global_as", local.speaker.data.get("replace_global_as", True))
        attributes["replace_global_as"] = replace is not False
    if type == "localas_ibgp":
        attributes["rr_client"] = True
    if type in ("localas_ibgp", "confed_ebgp"):
        attributes["next_hop_self"] = "all"
    return attributes


def _remote(ours: InterfaceIP, theirs: InterfaceIP, local: End, remote: End, family: str, problems: Problems) -> Any:
    """Address of the peer, True for a link-local session, None for none."""
    if ours is None or theirs is None:
        return None
    if ours is True and theirs is True:
        return True
    if isinstance(ours, InterfaceAddress) and isinstance(theirs, InterfaceAddress):
        return theirs.address
    plain, bare = (local, remote) if theirs is True else (remote, local)
    what = "unnumbered" if family == "ipv4" else "link-local"
    left, right = bare.speaker.node.name, plain.speaker.node.name
    message = f"EBGP needs {family} alike on both ends: `{left}` is {what}, `{right}` is numbered"
    at = bare.interface.at(family)
    problems.error("ebgp-mixed-addressing", message, at, "address both ends of the link alike")
    return None
