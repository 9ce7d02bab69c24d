"""Routing policies and lists of a node: what it defines, plus the global ones something refers to.

Owns: which objects a node gets, and merging of global with node-level definitions. Must not: read entries
(`policies.py`, `lists.py` do).
Source: the topology format's "Generic routing": entries merge by sequence number, the node's win; a global object
is copied to a node when the node mentions it or a policy, import or session of the node refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import Problems, Span, nearest
from ...model import (
    AsPathList,
    CommunityList,
    PrefixList,
    RoutingPolicy,
    RoutingTables,
)
from ..draft import Draft, DraftNode
from ..merge import EMPTY, mapping
from . import lists, policies

KINDS: Mapping[str, tuple[str, str]] = {
    "policy": ("routing policy", "policies"),
    "prefix": ("prefix list", "prefix_lists"),
    "aspath": ("AS-path list", "as_path_lists"),
    "community": ("community list", "community_lists"),
}
"""Key of the format -> what messages call it, field of `RoutingTables`."""

Object = RoutingPolicy | PrefixList | AsPathList | CommunityList


class Tables:
    """The routing objects of one node; asking for a name brings it in with everything it refers to."""

    def __init__(self, draft: Draft, node: DraftNode, problems: Problems) -> None:
        self.draft, self.node, self.problems = draft, node, problems
        self.own = mapping(node.data.get("routing"))
        if node.routing is None:
            node.routing = RoutingTables(policies={}, prefix_lists={}, as_path_lists={}, community_lists={})
        self.tables = node.routing

    def need(self, kind: str, wanted: Any, at: Span) -> str | None:
        """Bring an object in; its name, or None after a problem when nobody defines it."""
        word, field = KINDS[kind]
        present: dict[str, Object] = getattr(self.tables, field)
        name = str(wanted)
        if name in present:
            return name
        own = {k: v for k, v in mapping(self.own.get(kind)).items() if k == name and _says(v)}
        everywhere = mapping(mapping(self.draft.settings.get("routing")).get(kind))
        if own.get(name) is None and name not in everywhere:
            hint = nearest(name, {**everywhere, **own}) or f"define it under `routing.{kind}`"
            message = f"unknown {word} `{name}` on node `{self.node.name}`"
            self.problems.error(f"unknown-{word.replace(' ', '-').lower()}", message, at, hint)
            return None
        if own.get(name) is None:
            value = self._shared(kind, name, everywhere)
        else:
            place = self.node.at("routing", kind, name)
            value = self._read(kind, name, own[name], everywhere.get(name), place)
        if isinstance(value, AsPathList):
            value = AsPathList(name=name, rules=value.rules, number=len(present) + 1)
        present[name] = value
        if isinstance(value, RoutingPolicy):
            self._references(value, at)
        return name

    def add(self, policy: RoutingPolicy) -> None:
        """A policy the design itself makes."""
        present: dict[str, RoutingPolicy] = self.tables.policies  # type: ignore[assignment]  # made mutable above
        present[policy.name] = policy

    def _shared(self, kind: str, name: str, everywhere: Mapping[str, Any]) -> Object:
        """A global object is read once and shared by all nodes."""
        key = (kind, name)
        if key not in self.draft.routing_cache:
            at = everywhere.at(name) if hasattr(everywhere, "at") else Span(self.draft.topology.path)
            self.draft.routing_cache[key] = self._read(kind, name, None, everywhere[name], at)
        value: Object = self.draft.routing_cache[key]
        return value

    def _read(self, kind: str, name: str, own: Any, everywhere: Any, at: Span) -> Object:
        reader: Callable[..., Object] = _READERS[kind]
        return reader(self.draft, name, own, everywhere, at, self.problems)

    def _references(self, policy: RoutingPolicy, at: Span) -> None:
        for entry in policy.entries:
            match, removed = entry.match, entry.set.delete_community
            place = policies.entry_span(self.draft, policy.name, at)
            for name in (match.prefix, match.next_hop):
                if name is not None:
                    self.need("prefix", name, place)
            if match.as_path is not None:
                self.need("aspath", match.as_path, place)
            wanted = [*match.community.values(), *(removed.lists.values() if removed else ())]
            for name in wanted:
                self.need("community", name, place)


_READERS: Mapping[str, Callable[..., Object]] = {
    "policy": policies.read_policy,
    "prefix": lists.read_prefix_list,
    "aspath": lists.read_as_path_list,
    "community": lists.read_community_list,
}


def _says(value: Any) -> bool:
    """False for a bare name, which only mentions a global object."""
    return bool(value) and value not in ([None], [{}])


def read_routing_tables(draft: Draft, problems: Problems) -> None:
    """Bring in what nodes define or mention in their own `routing`."""
    known = {*KINDS, "static", "acl"}
    for node in draft.nodes.values():
        own = mapping(node.data.get("routing"))
        if node.runs("routing"):
            _refuse_access_lists(node, own, problems)
        if not own or not node.runs("routing"):
            continue
        tables = Tables(draft, node, problems)
        for kind in KINDS:
            names = mapping(own.get(kind))
            for name in names:
                at = names.at(name) if hasattr(names, "at") else node.at("routing", kind)
                tables.need(kind, name, at)
        for key in own:
            if key not in known and not key.startswith("_"):
                hint = nearest(key, known)
                problems.error("unknown-key", f"unknown routing attribute `{key}`", node.at("routing", key), hint)


def _refuse_access_lists(node: DraftNode, own: Mapping[str, Any], problems: Problems) -> None:
    """No device here filters packets: one problem a node that wants it."""
    places = [node.at("routing", "acl")] if own.get("acl") else []
    places += [i.at("routing") for i in node.interfaces if i.module("routing").get("acl")]
    if places:
        message = f"node `{node.name}`: device `{node.device.name}` has no access lists"
        problems.error("acl-not-supported", message, places[0], "remove `routing.acl`")


__all__ = ["EMPTY", "Tables", "read_routing_tables"]
