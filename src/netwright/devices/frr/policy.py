"""Routing policies and lists -> lines of FRR route maps, prefix lists, AS-path and community lists.

Owns: the translation of `model.routing`. Must not: know sessions. Source: FRR user guide, "Route Maps".
An entry that matches a prefix list of both families becomes two, since matches of one entry are ANDed.
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


class PolicyView(NamedTuple):
    """Lists first, then route maps."""

    lists: tuple[str, ...]
    entries: tuple[MapEntry, ...]


class Policies:
    """Lists and route maps of one node; sessions may add route maps of their own."""

    def __init__(
        self, tables: RoutingTables | None, asn: int, version: Version, *, internal_statics: bool = False
    ) -> None:
        """`internal_statics`: the node has static routes with `INTERNAL_TAG`."""
        self.tables = tables or RoutingTables()
        self._internal_statics = internal_statics
        self.asn, self.version = asn, version
        self._lists: list[str] = []
        self._entries: list[MapEntry] = []
        for name, listed in self.tables.prefix_lists.items():
            self._lists += prefix_list(name, listed)
        for name, paths in self.tables.as_path_lists.items():
            self._lists += [
                f"bgp as-path access-list {name} seq {r.sequence} {r.action} {r.regexp}" for r in paths.rules
            ]
        for name, communities in self.tables.community_lists.items():
            self._lists += community_list(name, communities)
        for policy in self.tables.policies.values():
            self._add(policy)

    def view(self) -> PolicyView:
        return PolicyView(tuple(self._lists), tuple(self._entries))

    def session_map(self, peer: str, direction: str, base: str | None, extra: PolicySet) -> str | None:
        """The route map of a session: the policy's own, or a copy that also sets what the session sets."""
        if extra == PolicySet():
            return base
        name = f"{base or 'nw'}-{re.sub(r'[^A-Za-z0-9]', '_', peer)}-{direction}"
        policy = self.tables.policies.get(base) if base else None
        if base is not None and policy is None:
            return base
        entries = policy.entries if policy is not None else (PolicyEntry(sequence=10, action="permit"),)
        filled = tuple(msgspec.structs.replace(e, set=_filled(e.set, extra)) for e in entries)
        self._add(RoutingPolicy(name=name, entries=filled))
        return name

    def redistributed(self, source: str, policy: str | None) -> str:
        """The route map of a redistribution, as the end of its line; internal static routes stay internal."""
        if source != "static" or not self._internal_statics:
            return f" route-map {policy}" if policy else ""
        name = f"{policy or 'nw'}-static"
        entries = (
            MapEntry(name, "deny", 5, (f"match tag {INTERNAL_TAG}",)),
            MapEntry(name, "permit", 10, (f"call {policy}",) if policy else ()),
        )
        self._entries += [entry for entry in entries if entry not in self._entries]
        return f" route-map {name}"

    def connected(self, name: str, networks: list[Prefix], policy: str | None) -> str:
        """A route map for connected routes to some networks and, with a policy, to those it permits too."""
        lists = {"ip" if n.family == 4 else "ipv6" for n in networks}
        lines: list[tuple[str, ...]] = [(f"match {word} address prefix-list {name}",) for word in sorted(lists)]
        if policy is not None:
            lines.append((f"call {policy}",))
        own = [PrefixRule(sequence=(n + 1) * 5, action="permit", prefix=p) for n, p in enumerate(networks)]
        listed = PrefixList(
            name=name,
            ipv4=tuple(rule for rule in own if rule.prefix.family == 4),
            ipv6=tuple(rule for rule in own if rule.prefix.family == 6),
        )
        self._lists += prefix_list(name, listed)
        self._entries += [MapEntry(name, "permit", (n + 1) * 10, found) for n, found in enumerate(lines)]
        return f" route-map {name}"

    def _add(self, policy: RoutingPolicy) -> None:
        split = [(entry, self._families(entry)) for entry in policy.entries]
        taken = {entry.sequence for entry in policy.entries}
        clash = any(len(families) > 1 and entry.sequence + 1 in taken for entry, families in split)
        for position, (entry, families) in enumerate(split):
            start = (position + 1) * 10 if clash else entry.sequence
            for step, family in enumerate(families):
                lines = (*self._matches(entry.match, family), *self._sets(policy.name, entry, family))
                self._entries.append(MapEntry(policy.name, entry.action, start + step, lines))

    def _families(self, entry: PolicyEntry) -> tuple[Family | None, ...]:
        """Families the entry has to be written for; (None,) when it does not depend on one."""
        names = [name for name in (entry.match.prefix, entry.match.next_hop) if name is not None]
        if not names:
            return (None,)
        lists = [self.tables.prefix_lists.get(name, PrefixList(name=name)) for name in names]
        found: list[Family] = []
        if all(listed.ipv4 for listed in lists):
            found.append(4)
        if all(listed.ipv6 for listed in lists):
            found.append(6)
        return tuple(found) or (4,)

    def _matches(self, match: PolicyMatch, family: Family | None) -> list[str]:
        ip = "ipv6" if family == 6 else "ip"
        lines = []
        if match.prefix is not None:
            lines.append(f"match {ip} address prefix-list {match.prefix}")
        if match.next_hop is not None:
            lines.append(f"match {ip} next-hop prefix-list {match.next_hop}")
        if match.as_path is not None:
            lines.append(f"match as-path {match.as_path}")
        for kind, name in match.community.items():
            lines.append(f"match {_MATCH_WORDS[kind]} {name}")
        return lines

    def _sets(self, name: str, entry: PolicyEntry, family: Family | None) -> list[str]:
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
                listed = f"{scope}-delete"
                self._lists += [
                    f"bgp {LIST_WORDS[kind]} standard {listed} seq {(n + 1) * 5} permit {_value(kind, value)}"
                    for n, value in enumerate(explicit)
                ]
                lines.append(f"set {word} {listed} delete")
            if kind in values.lists:
                lines.append(f"set {word} {values.lists[kind]} delete")
        return lines


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


def prefix_list(name: str, listed: PrefixList) -> Iterable[str]:
    """Both families under one name: FRR keeps them apart."""
    for family, rules in ((4, listed.ipv4), (6, listed.ipv6)):
        word = "ip" if family_name(4 if family == 4 else 6) == "ipv4" else "ipv6"
        for rule in rules:
            yield f"{word} prefix-list {name} seq {rule.sequence} {rule.action} {rule.prefix}{_range(rule)}"


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
