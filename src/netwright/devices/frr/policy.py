"""Routing policies and lists -> lines of FRR route maps, prefix lists, AS-path and community lists.

Owns: the translation of `model.routing`. Must not: know sessions. Source: FRR user guide, "Route Maps".
Route maps and prefix lists are written per family, `<name>-ipv4` and `<name>-ipv6`, as the format has it: ospfd does
not know `match ipv6`, ospf6d not `match ip`, and an entry whose match a daemon does not know matches everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ...addr import Family, Prefix, family_name
from ...model import (
    CommunityList,
    CommunityValues,
    PolicyEntry,
    PolicyMatch,
    PolicySet,
    PrefixList,
    PrefixRule,
    RoutingPolicy,
    RoutingTables,
)
from .versions import Version, has

INTERNAL_TAG = 4_294_901_760
"""Tag of static routes nobody asked for: discard routes of originated prefixes, conditions of default routes."""
LIST_WORDS = {"standard": "community-list", "extended": "extcommunity-list", "large": "large-community-list"}
_MATCH_WORDS = {"standard": "community", "extended": "extcommunity", "large": "large-community"}
_DELETE_WORDS = {"standard": "comm-list", "extended": "extended-comm-list", "large": "large-comm-list"}
_IGP_LINES = ("match ip ", "match ipv6 ", "match tag ", "set metric ", "call ")
"""What route maps of ospfd and ospf6d can have."""
_EXTENDED = re.compile(r"(?:(rt|soo|ro|route-target)[ :]+)?(\S+:\S+)", re.IGNORECASE)


_RIP = {4: "rip", 6: "ripng"}


def redistribution_word(source: str, family: Family) -> str:
    """FRR names two protocols by version."""
    if source == "ospf" and family == 6:
        return "ospf6"
    return _RIP[family] if source == "ripv2" else source


class MapEntry(NamedTuple):
    name: str
    action: str
    sequence: int
    lines: tuple[str, ...]
    family: Family


class PolicyView(NamedTuple):
    """Lists first, then route maps."""

    lists: tuple[str, ...]
    entries: tuple[MapEntry, ...]


def map_name(policy: str, family: Family) -> str:
    """Route maps and prefix lists exist once a family, with the family in their name."""
    return f"{policy}-{family_name(family)}"


class Policies:
    """Lists and route maps of one node; sessions may add route maps of their own."""

    def __init__(
        self,
        tables: RoutingTables | None,
        asn: int,
        version: Version,
        families: tuple[Family, ...],
        *,
        internal_statics: bool = False,
    ) -> None:
        """`internal_statics`: the node has static routes with `INTERNAL_TAG`."""
        self.tables = tables or RoutingTables()
        self._internal_statics = internal_statics
        self.asn, self.version, self.families = asn, version, families
        self._lists: list[tuple[Family | None, str]] = []
        self._entries: list[MapEntry] = []
        for name, listed in self.tables.prefix_lists.items():
            self._lists += [(family, line) for family in families for line in prefix_list(name, listed, family)]
        for name, paths in self.tables.as_path_lists.items():
            self._lists += [
                (None, f"bgp as-path access-list {name} seq {r.sequence} {r.action} {r.regexp}") for r in paths.rules
            ]
        for name, communities in self.tables.community_lists.items():
            self._lists += [(None, line) for line in community_list(name, communities)]
        for policy in self.tables.policies.values():
            for family in families:
                self._add(policy, family)

    def add_lists(self, lines: tuple[str, ...]) -> None:
        """Lists that no policy of the user's names; only BGP uses them."""
        self._lists += [(None, line) for line in lines]

    def view(self, family: Family | None = None) -> PolicyView:
        """Everything, or what a daemon of one family and without BGP can use."""
        lists = [line for of, line in self._lists if family is None or of == family]
        entries = [e for e in self._entries if family is None or e.family == family]
        if family is not None:
            entries = [
                e._replace(lines=tuple(line for line in e.lines if line.startswith(_IGP_LINES))) for e in entries
            ]
        return PolicyView(tuple(lists), tuple(entries))

    def session_map(self, peer: str, direction: str, base: str | None, extra: PolicySet, family: Family) -> str | None:
        """The route map of a session: the policy's own, or a copy that also sets what the session sets."""
        policy = self.tables.policies.get(base) if base else None
        if base is not None and policy is None:
            return base
        if extra == _NOTHING:
            return map_name(base, family) if base is not None else None
        entries = policy.entries if policy is not None else (PolicyEntry(sequence=10, action="permit"),)
        filled = tuple(msgspec.structs.replace(e, set=_filled(e.set, extra)) for e in entries)
        if filled == entries:
            return map_name(base, family) if base is not None else None
        name = f"{base or 'nw'}-{re.sub(r'[^A-Za-z0-9]', '_', peer)}-{direction}"
        self._add(RoutingPolicy(name=name, entries=filled), family)
        return map_name(name, family)

    def redistributed(self, source: str, policy: str | None, family: Family) -> str:
        """The route map of a redistribution, as the end of its line; internal static routes stay internal."""
        own = map_name(policy, family) if policy else None
        if source != "static" or not self._internal_statics:
            return f" route-map {own}" if own else ""
        name = map_name(f"{policy or 'nw'}-static", family)
        entries = (
            MapEntry(name, "deny", 5, (f"match tag {INTERNAL_TAG}",), family),
            MapEntry(name, "permit", 10, (f"call {own}",) if own else (), family),
        )
        self._entries += [entry for entry in entries if entry not in self._entries]
        return f" route-map {name}"

    def connected(self, name: str, networks: list[Prefix], policy: str | None, family: Family) -> str:
        """A route map for connected routes to some networks and, with a policy, to those it permits too."""
        word = "ip" if family == 4 else "ipv6"
        self._lists += [
            (family, f"{word} prefix-list {name} seq {(n + 1) * 5} permit {network}")
            for n, network in enumerate(networks)
        ]
        self._entries.append(MapEntry(name, "permit", 10, (f"match {word} address prefix-list {name}",), family))
        if policy is not None:
            self._entries.append(MapEntry(name, "permit", 20, (f"call {map_name(policy, family)}",), family))
        return f" route-map {name}"

    def _add(self, policy: RoutingPolicy, family: Family) -> None:
        """One family's route map; what can match nothing of it is left out, and an empty map denies."""
        name = map_name(policy.name, family)
        entries = [
            MapEntry(
                name,
                entry.action,
                entry.sequence,
                (*self._matches(entry.match, family), *self._sets(policy.name, entry, family)),
                family,
            )
            for entry in policy.entries
            if self._can_match(entry, family)
        ]
        self._entries += entries or [MapEntry(name, "deny", 10, (), family)]

    def _can_match(self, entry: PolicyEntry, family: Family) -> bool:
        names = [name for name in (entry.match.prefix, entry.match.next_hop) if name is not None]
        lists = [self.tables.prefix_lists.get(name, PrefixList(name=name)) for name in names]
        return all(listed.ipv4 if family == 4 else listed.ipv6 for listed in lists)

    def _matches(self, match: PolicyMatch, family: Family) -> list[str]:
        ip = "ipv6" if family == 6 else "ip"
        lines = []
        if match.prefix is not None:
            lines.append(f"match {ip} address prefix-list {map_name(match.prefix, family)}")
        if match.next_hop is not None:
            lines.append(f"match {ip} next-hop prefix-list {map_name(match.next_hop, family)}")
        if match.as_path is not None:
            lines.append(f"match as-path {match.as_path}")
        for kind, name in match.community.items():
            lines.append(f"match {_MATCH_WORDS[kind]} {name}")
        return lines

    def _sets(self, name: str, entry: PolicyEntry, family: Family) -> list[str]:
        wanted = entry.set
        lines = []
        if wanted.delete_community is not None:
            lines += self._delete(f"{name}-{entry.sequence}", wanted.delete_community)
        if wanted.community is not None:
            lines += _set_communities(wanted.community)
        if wanted.local_pref is not None:
            lines.append(f"set local-preference {wanted.local_pref}")
        if wanted.med is not None:
            lines.append(f"set metric {wanted.med}")
        if wanted.weight is not None:
            lines.append(f"set weight {wanted.weight}")
        path = str(wanted.prepend_path).replace(",", " ").split() if wanted.prepend_path is not None else []
        path = path or [str(self.asn)] * (wanted.prepend_count or 0)
        if path:
            lines.append(f"set as-path prepend {' '.join(path)}")
        hop4, hop6 = wanted.next_hop.get("ipv4"), wanted.next_hop.get("ipv6")
        if hop4 is not None and family != 6:
            lines.append(f"set ip next-hop {hop4.partition('/')[0]}")
        if hop6 is not None and family != 4:
            lines.append(f"set ipv6 next-hop global {hop6.partition('/')[0]}")
        if wanted.bandwidth is not None:
            lines.append(f"set extcommunity bandwidth {wanted.bandwidth}")
        return lines

    def _delete(self, scope: str, values: CommunityValues) -> list[str]:
        lines = []
        for kind, word in _DELETE_WORDS.items():
            if kind == "extended" and not has(self.version, "delete_extended_community"):
                continue
            explicit = getattr(values, kind)
            if explicit:
                listed, start = f"{scope}-delete", f"bgp {LIST_WORDS[kind]} standard"
                self._lists += [
                    entry
                    for n, value in enumerate(explicit)
                    if (entry := (None, f"{start} {listed} seq {(n + 1) * 5} permit {_value(kind, value)}"))
                    not in self._lists
                ]
                lines.append(f"set {word} {listed} delete")
            if kind in values.lists:
                lines.append(f"set {word} {values.lists[kind]} delete")
        return lines


_NOTHING = PolicySet()


def _filled(own: PolicySet, extra: PolicySet) -> PolicySet:
    """`extra` where the entry itself says nothing."""
    given = {
        field: getattr(extra, field)
        for field in PolicySet.__struct_fields__
        if getattr(extra, field) not in (None, {}) and getattr(own, field) in (None, {})
    }
    return msgspec.structs.replace(own, **given)


def _set_communities(values: CommunityValues) -> list[str]:
    lines = []
    tail = " additive" if values.append else ""
    if values.standard:
        lines.append(f"set community {' '.join(values.standard)}{tail}")
    if values.large:
        lines.append(f"set large-community {' '.join(values.large)}{tail}")
    kinds: dict[str, list[str]] = {}
    for value in values.extended:
        word, _, rest = _value("extended", value).partition(" ")
        kinds.setdefault(word, []).append(rest)
    return lines + [f"set extcommunity {word} {' '.join(found)}" for word, found in kinds.items()]


def _value(kind: str, text: str) -> str:
    """A community as FRR reads it; extended ones carry their type."""
    match = _EXTENDED.fullmatch(text.strip()) if kind == "extended" else None
    if match is None:
        return text.strip()
    word = "soo" if (match[1] or "rt").lower() in ("soo", "ro") else "rt"
    return f"{word} {match[2]}"


def prefix_list(name: str, listed: PrefixList, family: Family) -> Iterable[str]:
    """The list of one family; one without rules is one that denies everything."""
    word = "ip" if family == 4 else "ipv6"
    start = f"{word} prefix-list {map_name(name, family)} seq"
    for rule in listed.ipv4 if family == 4 else listed.ipv6:
        yield f"{start} {rule.sequence} {rule.action} {rule.prefix}{_range(rule)}"
    if not (listed.ipv4 if family == 4 else listed.ipv6):
        yield f"{start} 10 deny any"


def _range(rule: PrefixRule) -> str:
    """FRR wants length < ge <= le; `ge` equal to the length says nothing but that `le` is open."""
    length, top = rule.prefix.length, 32 if rule.prefix.family == 4 else 128
    low, high = rule.ge, rule.le
    if low is not None and low <= length:
        low, high = None, high if high is not None else top
    if low is None and high is not None and high <= length:
        high = None
    return (f" ge {low}" if low is not None else "") + (f" le {high}" if high is not None else "")


def community_list(name: str, listed: CommunityList) -> Iterable[str]:
    """A list with a regular expression in it is an expanded list as a whole."""
    expanded = any(rule.regexp is not None for rule in listed.rules)
    for rule in listed.rules:
        if rule.regexp is not None:
            body = rule.regexp
        elif expanded:
            body = ".*".join(f"_{value}_" for value in sorted(rule.values))
        else:
            body = " ".join(_value(listed.kind, value) for value in rule.values)
        kind = "expanded" if expanded else "standard"
        yield f"bgp {LIST_WORDS[listed.kind]} {kind} {name} seq {rule.sequence} {rule.action} {body}"
