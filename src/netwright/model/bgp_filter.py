"""BGPFilter as typed values: rules by direction and family, matches and operations.

Owns: the shape of a filter. Must not: evaluate it. Source: Calico's BGPFilter resource reference.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Prefix
from .kubernetes import Resource

Community = tuple[int, int] | tuple[int, int, int]
"""A standard (RFC 1997) or large (RFC 8092) community."""
FilterAction = Literal["Accept", "Reject"]
MatchOperator = Literal["Equal", "NotEqual", "In", "NotIn"]
PeerType = Literal["eBGP", "iBGP"]
RouteSource = Literal["RemotePeers"]


class PrefixLength(msgspec.Struct, frozen=True, kw_only=True):
    """Prefix lengths a rule matches, ends included; None: the length of `cidr`, the longest of the family."""

    min: int | None = None
    max: int | None = None


class AddCommunity(msgspec.Struct, frozen=True, tag=True):
    value: Community


class PrependASPath(msgspec.Struct, frozen=True, tag=True):
    """The path starts with these ASes, in this order."""

    prefix: tuple[int, ...]


class SetPriority(msgspec.Struct, frozen=True, tag=True):
    value: int
    """Kernel metric, 1 to 2147483646."""


Operation = AddCommunity | PrependASPath | SetPriority


class BGPFilterRule(msgspec.Struct, frozen=True, kw_only=True):
    """Matches (None matches everything), then an action; `operations` only with Accept."""

    action: FilterAction
    cidr: Prefix | None = None
    match_operator: MatchOperator | None = None
    """Set exactly when `cidr` is."""
    prefix_length: PrefixLength | None = None
    source: RouteSource | None = None
    interface: str | None = None
    """Name of the route's outgoing interface; `*` stands for any characters."""
    peer_type: PeerType | None = None
    community: Community | None = None
    """The one value of `communities.values`."""
    as_path_prefix: tuple[int, ...] = ()
    priority: int | None = None
    operations: tuple[Operation, ...] = ()


class BGPFilter(Resource, frozen=True, kw_only=True):
    """Rules in order, the first that matches decides; what no rule matches goes on to Calico's own rules."""

    export_v4: tuple[BGPFilterRule, ...] = ()
    export_v6: tuple[BGPFilterRule, ...] = ()
    import_v4: tuple[BGPFilterRule, ...] = ()
    import_v6: tuple[BGPFilterRule, ...] = ()
