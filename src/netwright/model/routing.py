"""Routing policies, lists and static routes of a designed network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import Address, Prefix

Action = Literal["permit", "deny"]
CommunityKind = Literal["standard", "extended", "large"]


class PrefixRule(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a prefix list; prefix lists are split by family."""

    sequence: int
    action: Action
    prefix: Prefix
    ge: int | None = None
    le: int | None = None


class PrefixList(msgspec.Struct, frozen=True, kw_only=True):
    """A named prefix list; an empty family is a list that matches nothing."""

    name: str
    ipv4: tuple[PrefixRule, ...] = ()
    ipv6: tuple[PrefixRule, ...] = ()


class AsPathRule(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an AS-path list: a regular expression in the vendor-neutral `_65000_` form."""

    sequence: int
    action: Action
    regexp: str


class AsPathList(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    rules: tuple[AsPathRule, ...]
    number: int = 0


class CommunityRule(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a community list: exact values (all must be present) or a regular expression."""

    sequence: int
    action: Action
    values: tuple[str, ...] = ()
    regexp: str | None = None


class CommunityList(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: CommunityKind
    rules: tuple[CommunityRule, ...]


class CommunityValues(msgspec.Struct, frozen=True, kw_only=True):
    """Communities a policy sets, appends or deletes."""

    standard: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    lists: Mapping[str, str] = {}
    """Delete only: community-list name by kind."""
    append: bool = False


class PolicyMatch(msgspec.Struct, frozen=True, kw_only=True):
    """All that is set must match."""

    prefix: str | None = None
    """Prefix-list name."""
    next_hop: str | None = None
    """Prefix-list name."""
    as_path: str | None = None
    community: Mapping[str, str] = {}
    """Community-list name by kind."""
    extra: Mapping[str, Any] = {}


class PolicySet(msgspec.Struct, frozen=True, kw_only=True):
    local_pref: int | None = None
    med: int | None = None
    weight: int | None = None
    prepend_count: int | None = None
    prepend_path: str | None = None
    community: CommunityValues | None = None
    delete_community: CommunityValues | None = None
    next_hop: Mapping[str, str] = {}
    """Address by family name."""
    bandwidth: int | None = None
    extra: Mapping[str, Any] = {}


class PolicyEntry(msgspec.Struct, frozen=True, kw_only=True):
    sequence: int
    action: Action
    match: PolicyMatch = PolicyMatch()
    set: PolicySet = PolicySet()


class RoutingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered policy (route map); what no entry matches is denied."""

    name: str
    entries: tuple[PolicyEntry, ...]


class StaticRoute(msgspec.Struct, frozen=True, kw_only=True):
    """One static route to one prefix; exactly one kind of next hop."""

    prefix: Prefix
    next_hop: Address | None = None
    ifname: str | None = None
    """Outgoing interface (required with a link-local or unnumbered next hop)."""
    discard: bool = False
    vrf: str | None = None
    """VRF the route is in; None = the global routing table."""
    next_hop_vrf: str | None = None
    """VRF of the next hop when it is another one; `default` = the global routing table."""
    extra: Mapping[str, Any] = {}
