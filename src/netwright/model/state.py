"""What a running (or predicted) network says of itself, in device-neutral words.

`devices` turn daemon output into these; `check` reads only these, so FRR, BIRD, Linux and a prediction are
interchangeable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Family = Literal["ipv4", "ipv6"]


class AddressState(msgspec.Struct, frozen=True, kw_only=True):
    """One address of an interface."""

    ifname: str
    address: str
    """Without its length."""
    dynamic: bool
    """It has a lifetime: a server or a router gave it."""


class AggregateState(msgspec.Struct, frozen=True, kw_only=True):
    """One bond."""

    ifname: str
    members: tuple[str, ...]
    in_use: tuple[str, ...]
    """Members that pass frames."""


class BridgeState(msgspec.Struct, frozen=True, kw_only=True):
    """One bridge."""

    ifname: str
    spanning_tree: bool
    """IEEE 802.1D runs."""
    priority: int
    root_priority: int
    """Of the bridge it takes for the root of its tree."""
    is_root: bool
    ports: Mapping[str, str]
    """State of each port: `disabled`, `blocking`, `listening`, `learning`, `forwarding`."""


class BgpSessionState(msgspec.Struct, frozen=True, kw_only=True):
    """One BGP session as a router sees it."""

    peer: str
    """Remote address, or interface name of an unnumbered session."""
    remote_as: int | None
    state: str
    """RFC 4271 section 8.2.2 word: `Idle`, `Connect`, `Active`, `OpenSent`, `OpenConfirm`, `Established`."""
    families: tuple[str, ...] = ()
    """`ipv4`, `ipv6` (and later `vpnv4`, `evpn`, ...) negotiated or configured on it."""
    router_id: str | None = None
    prefixes_received: int | None = None
    ifname: str | None = None
    details: Mapping[str, Any] = {}
    """Device-specific remainder, for `bgp_neighbor_details`."""


class BgpRoute(msgspec.Struct, frozen=True, kw_only=True):
    """One path of the Loc-RIB."""

    prefix: str
    best: bool
    valid: bool
    peer: str | None = None
    """Address of the neighbour it came from; None = local."""
    peer_router_id: str | None = None
    next_hops: tuple[str, ...] = ()
    as_path: tuple[str, ...] = ()
    """AS numbers as text; sets and confederation segments in their usual brackets."""
    local_pref: int | None = None
    med: int | None = None
    weight: int | None = None
    origin: str | None = None
    originator_id: str | None = None
    cluster_list: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    large_communities: tuple[str, ...] = ()
    extended_communities: tuple[str, ...] = ()


class BfdSessionState(msgspec.Struct, frozen=True, kw_only=True):
    """One BFD session as a router sees it."""

    peer: str
    """Remote address."""
    state: str
    """RFC 5880 section 4.1 word: `AdminDown`, `Down`, `Init`, `Up`."""
    ifname: str | None = None
    details: Mapping[str, Any] = {}


class IsisNeighborState(msgspec.Struct, frozen=True, kw_only=True):
    """One IS-IS adjacency."""

    name: str
    """Host name of the neighbour (RFC 5301), or its system id."""
    state: str
    """`Up`, `Initializing`, `Down`."""
    levels: str
    """`L1`, `L2` or `L1L2`."""
    ifname: str | None = None
    areas: tuple[str, ...] = ()
    """Area addresses, hexadecimal with dots."""


class IsisRoute(msgspec.Struct, frozen=True, kw_only=True):
    """A route IS-IS computed."""

    prefix: str
    level: int
    metric: int | None
    next_hops: tuple[str, ...] = ()


class OspfNeighborState(msgspec.Struct, frozen=True, kw_only=True):
    router_id: str
    state: str
    """RFC 2328 section 10.1 word: `Down`, `Init`, `2-Way`, `ExStart`, `Exchange`, `Loading`, `Full`."""
    ifname: str | None = None
    address: str | None = None
    priority: int | None = None
    details: Mapping[str, Any] = {}


class OspfRoute(msgspec.Struct, frozen=True, kw_only=True):
    prefix: str
    cost: int | None
    route_type: str
    """`Intra-Area`, `Inter-Area`, `External-1`, `External-2`."""
    next_hops: tuple[str, ...] = ()


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One route of the routing table (FIB view of the device)."""

    prefix: str
    protocol: str
    """`connected`, `static`, `bgp`, `ospf`, `ospf6`, `kernel`, ..."""
    metric: int | None = None
    next_hops: tuple[str, ...] = ()
    ifnames: tuple[str, ...] = ()
    selected: bool = True
    discard: bool = False


class CommandResult(msgspec.Struct, frozen=True, kw_only=True):
    """A finished command inside a node."""

    argv: tuple[str, ...]
    status: int
    stdout: str
    stderr: str
