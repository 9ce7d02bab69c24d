"""BGP speakers: AS numbers, route reflectors, confederations and what sessions ask of a node.

Owns: `Speaker`, computed once per node. Must not: make sessions.
Source: the topology format's "BGP": AS from the node, `bgp.as_list`, then the global `bgp.as`; the default cluster
id is the router id of the first reflector of the AS. RFC 4456 section 8, RFC 5065.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from ...addr import Address, InterfaceAddress
from ...errors import Problems, Span, nearest
from ...model import BgpNeighbor, Confederation
from ...schema.defaults import BUILTIN_DEFAULTS
from ..draft import Draft, DraftInterface, DraftNode
from ..merge import mapping
from ..protocols import protocol_router_id
from ..values import as_list, as_number, dotted_quad, span_of

SESSION_TYPES = ("ibgp", "ebgp", "localas_ibgp", "confed_ebgp")
COMMUNITIES: Mapping[str, tuple[str, ...]] = {
    "standard": ("standard", "large"),
    "extended": ("extended",),
    "large": ("large",),
    "2octet": ("standard",),
}
"""Word of the format -> kinds sent: `standard` covers large communities (RFC 8092) too."""


class Speaker:
    """What sessions need of a node, read once."""

    __slots__ = (
        "activate",
        "asn",
        "cluster_id",
        "communities",
        "confederation",
        "data",
        "external",
        "internal",
        "ipv4",
        "ipv6",
        "local_as",
        "multihop",
        "next_hop_self",
        "node",
        "router_id",
        "rr",
        "rr_mesh",
        "sessions",
        "source_ifname",
        "vrfs",
    )

    def __init__(self, node: DraftNode, asn: int) -> None:
        self.node = node
        self.asn = asn
        self.data = node.module("bgp")
        self.local_as: int | None = None
        self.rr = False
        self.rr_mesh = self.data.get("rr_mesh") is not False
        self.router_id: str | None = None
        self.cluster_id: str | None = None
        self.next_hop_self = bool(self.data.get("next_hop_self", True))
        self.sessions = _per_family(self.data.get("sessions"))
        self.activate = _per_family(self.data.get("activate"))
        self.communities: Mapping[str, tuple[str, ...]] = {}
        self.confederation: Confederation | None = None
        self.ipv4: Address | None = None
        self.ipv6: Address | None = None
        self.source_ifname: str | None = None
        self.internal: list[BgpNeighbor] = []
        self.external: list[BgpNeighbor] = []
        self.multihop: list[BgpNeighbor] = []
        self.vrfs: dict[str, list[BgpNeighbor]] = {}
        """EBGP neighbours on links by VRF."""

    def on_links(self) -> tuple[list[BgpNeighbor], ...]:
        """EBGP neighbours of the global table, then those of each VRF."""
        return (self.external, *self.vrfs.values())

    def wants(self, family: str, type: str) -> bool:
        """Whether `bgp.sessions` allows a session of this type over a family."""
        return self.sessions is None or type in self.sessions.get(family, ())

    def activates(self, family: str, type: str) -> bool:
        """Whether `bgp.activate` activates the family on sessions of this type over it."""
        return self.activate is None or type in self.activate.get(family, ())

    def __repr__(self) -> str:
        return f"<speaker {self.node.name} AS {self.asn}>"


def _per_family(value: Any) -> Mapping[str, tuple[str, ...]] | None:
    if not isinstance(value, Mapping) or not value:
        return None
    return {family: tuple(str(t) for t in as_list(types)) for family, types in value.items()}


def find_speakers(draft: Draft, problems: Problems) -> dict[str, Speaker]:
    """A speaker for every node that runs BGP and has an AS, in topology order."""
    members, reflectors = _as_list(draft, problems)
    everywhere = draft.global_module("bgp")
    for name in as_list(everywhere.get("rr_list")):
        if name in draft.nodes:
            reflectors.add(str(name))
        else:
            at = draft.setting_at("bgp", "rr_list")
            problems.error(
                "unknown-node",
                f"bgp.rr_list refers to unknown node `{name}`",
                at,
                nearest(str(name), draft.nodes),
            )
    confederations = _confederations(everywhere, draft.setting_at("bgp", "confederation"), problems)
    speakers: dict[str, Speaker] = {}
    communities: dict[int, Mapping[str, tuple[str, ...]]] = {}
    for node in draft.nodes_with("bgp"):
        asn = _asn(draft, node, members, problems)
        if asn is None:
            continue
        speakers[node.name] = speaker = Speaker(node, asn)
        data = speaker.data
        speaker.rr = bool(data["rr"]) if "rr" in data else node.name in reflectors
        speaker.router_id = protocol_router_id(draft, node, "bgp", problems)
        speaker.confederation = confederations.get(asn)
        if data.get("local_as") is not None:
            speaker.local_as = as_number(data["local_as"], node.at("bgp", "local_as"), problems, "bgp.local_as")
        if id(data) not in communities:
            communities[id(data)] = _communities(node, data, problems)
        speaker.communities = communities[id(data)]
        _set_addresses(speaker)
    _set_cluster_ids(speakers, problems)
    return speakers


def autonomous_systems(draft: Draft, problems: Problems) -> dict[str, int]:
    """AS number by name of the nodes that run BGP and have one."""
    members, _ = _as_list(draft, problems)
    found = {node.name: _asn(draft, node, members, problems) for node in draft.nodes_with("bgp")}
    return {name: asn for name, asn in found.items() if asn is not None}


def _as_list(draft: Draft, problems: Problems) -> tuple[dict[str, int], set[str]]:
    """Members and reflectors of `bgp.as_list`."""
    members: dict[str, int] = {}
    reflectors: set[str] = set()
    listed = draft.global_module("bgp").get("as_list")
    top = draft.setting_at("bgp", "as_list")
    if not isinstance(listed, Mapping):
        return members, reflectors
    for key, value in listed.items():
        at = span_of(listed, key, top)
        number = int(key) if isinstance(key, str) and key.isdigit() else key
        asn = as_number(number, at, problems)
        if asn is None:
            continue
        names = value if isinstance(value, list) else mapping(value).get("members")
        for name in _known(draft, names, asn, at, problems):
            if name in members:
                message = f"node `{name}` is a member of AS {members[name]} and of AS {asn}"
                problems.error("as-list-conflict", message, at, "a node belongs to one autonomous system")
            members[name] = asn
        for name in _known(draft, mapping(value).get("rr"), asn, at, problems):
            reflectors.add(name)
            if members.get(name) != asn:
                message = f"route reflector `{name}` is no member of AS {asn}"
                problems.error("reflector-not-member", message, at, f"add `{name}` to `members`")
    return members, reflectors


def _known(draft: Draft, names: Any, asn: int, at: Span, problems: Problems) -> list[str]:
    found = []
    for name in as_list(names):
        if name in draft.nodes:
            found.append(str(name))
        elif name in draft.topology.groups:
            found.extend(m for m in draft.topology.groups[name].members if m in draft.nodes)
        else:
            message = f"AS {asn} refers to unknown node `{name}`"
            problems.error("unknown-node", message, at, nearest(str(name), draft.nodes))
    return found


def _asn(draft: Draft, node: DraftNode, members: Mapping[str, int], problems: Problems) -> int | None:
    own = mapping(node.data.get("bgp")).get("as")
    if own is not None:
        return as_number(own, node.at("bgp", "as"), problems)
    if node.name in members:
        return members[node.name]
    inherited = node.module("bgp").get("as")
    if inherited is not None:
        return as_number(inherited, draft.setting_at("bgp", "as"), problems)
    if any(p.code in ("wrong-type", "unknown-key") and "bgp" in p.message for p in islice(problems, 100)):
        return None  # reading refused a value, which may well be the AS number
    hint = f"set `bgp.as` on `{node.name}` or globally, or list it in `bgp.as_list`"
    problems.error("missing-as", f"node `{node.name}` runs BGP but has no AS number", node.span, hint)
    return None


def _confederations(everywhere: Mapping[str, Any], at: Span, problems: Problems) -> dict[int, Confederation]:
    """Member AS -> its confederation as this member sees it."""
    found: dict[int, Confederation] = {}
    for key, value in mapping(everywhere.get("confederation")).items():
        identifier = as_number(int(key) if str(key).isdigit() else key, at, problems, "confederation identifier")
        numbers = [as_number(m, at, problems) for m in as_list(mapping(value).get("members"))]
        members = [m for m in numbers if m is not None]
        if identifier is None:
            continue
        for member in members:
            others = tuple(m for m in members if m != member)
            found[member] = Confederation(identifier=identifier, members=others)
    return found


def _communities(node: DraftNode, data: Mapping[str, Any], problems: Problems) -> Mapping[str, tuple[str, ...]]:
    """Kinds of communities sent on each type of session; types a node's own mapping leaves out have the defaults."""
    value = data.get("community")
    if not isinstance(value, Mapping):
        return dict.fromkeys(SESSION_TYPES, _kinds(node, value, problems))
    defaults = BUILTIN_DEFAULTS["bgp"]["community"]
    internal = _kinds(node, value.get("ibgp", defaults["ibgp"]), problems)
    own = mapping(mapping(node.data.get("bgp")).get("community"))
    return {
        "ibgp": internal,
        "confed_ebgp": _kinds(node, own["confed_ebgp"], problems) if "confed_ebgp" in own else internal,
        "localas_ibgp": _kinds(node, own["localas_ibgp"], problems) if "localas_ibgp" in own else internal,
        "ebgp": _kinds(node, value.get("ebgp", defaults["ebgp"]), problems),
    }


def _kinds(node: DraftNode, value: Any, problems: Problems) -> tuple[str, ...]:
    kinds: dict[str, None] = {}
    for word in as_list(value):
        if word in COMMUNITIES:
            kinds.update(dict.fromkeys(COMMUNITIES[word]))
        else:
            hint = nearest(str(word), COMMUNITIES) or f"one of {', '.join(COMMUNITIES)}"
            at = node.at("bgp", "community")
            problems.error("wrong-community-type", f"unknown type of BGP communities `{word}`", at, hint)
    return tuple(kinds)


def _set_addresses(speaker: Speaker) -> None:
    """IBGP runs between loopbacks; a node without one uses its first addressed interface inside the system.

    The prefixes of external links are unknown to the rest of the system, so they serve only when nothing else does.
    """
    node = speaker.node
    end: DraftInterface | None = node.loopback
    if end is None:
        inside = [i for i in node.interfaces if i.vrf is None]
        addressed = [i for i in inside if isinstance(i.ipv4 or i.ipv6, InterfaceAddress)]
        end = next((i for i in addressed if i.role != "external"), addressed[0] if addressed else None)
    else:
        speaker.source_ifname = end.ifname
    if end is not None:
        speaker.ipv4 = end.ipv4.address if isinstance(end.ipv4, InterfaceAddress) else None
        speaker.ipv6 = end.ipv6.address if isinstance(end.ipv6, InterfaceAddress) else None


def _set_cluster_ids(speakers: Mapping[str, Speaker], problems: Problems) -> None:
    """`rr_cluster_id`, else the lowest router id, as text, of the AS's reflectors without one: one cluster per AS."""
    lowest: dict[int, str] = {}
    for speaker in speakers.values():
        own = speaker.data.get("rr_cluster_id")
        if speaker.rr and speaker.router_id is not None and (own is None or isinstance(own, bool)):
            lowest[speaker.asn] = min(lowest.get(speaker.asn, speaker.router_id), speaker.router_id)
    for speaker in speakers.values():
        if not speaker.rr:
            continue
        default = lowest.get(speaker.asn)
        own = speaker.data.get("rr_cluster_id")
        own = None if isinstance(own, bool) else own
        at = speaker.node.at("bgp", "rr_cluster_id")
        speaker.cluster_id = default if own is None else dotted_quad(own, at, problems, "bgp.rr_cluster_id")
