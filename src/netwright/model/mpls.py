"""MPLS and segment routing of a designed network.

Owns: the types. Source: RFC 5036 (LDP), 8277 (labelled unicast), 4364 and 4659 (VPNs), 4798 (6PE), 8402 and 8660
(segment routing with MPLS), 8986 and 9252 (segment routing with IPv6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..addr import Prefix


class LdpInstance(msgspec.Struct, frozen=True, kw_only=True):
    """LDP on one router; the interfaces it runs on have `Interface.ldp`."""

    router_id: str | None
    """LSR id, an address others can reach."""
    ipv4: bool = True
    ipv6: bool = False
    """Families of the transport."""
    explicit_null: bool = False
    igp_sync: bool = False
    """RFC 5443: the IGP avoids links without an LDP session."""
    advertise: tuple[str, ...] = ()
    """Roles of links whose prefixes get labels, `loopback` for those of loopbacks; empty = all."""


class LdpInterface(msgspec.Struct, frozen=True, kw_only=True):
    """LDP on one interface."""

    passive: bool = False
    """No other router is attached: no hellos."""


class MplsInstance(msgspec.Struct, frozen=True, kw_only=True):
    """MPLS on one router; which sessions carry labels is on `BgpNeighbor`."""

    ldp: LdpInstance | None = None
    labelled_ipv4: tuple[str, ...] = ()
    labelled_ipv6: tuple[str, ...] = ()
    """Types of BGP sessions with labelled unicast routes."""
    bgp_explicit_null: bool = False
    disable_unlabelled: bool = False
    vpn_ipv4: tuple[str, ...] = ()
    vpn_ipv6: tuple[str, ...] = ()
    """Types of BGP sessions with VPN routes."""
    six_pe: tuple[str, ...] = ()
    """Types of IPv4 BGP sessions with labelled IPv6 routes."""


class SegmentRouting(msgspec.Struct, frozen=True, kw_only=True):
    """Segment routing with MPLS on one router."""

    protocols: tuple[str, ...] = ()
    """`isis`, `ospfv2`."""
    node_sid_ipv4: int | None = None
    node_sid_ipv6: int | None = None
    """Index of the node segment in the global block."""
    block_start: int
    """First label of the global block."""
    block_size: int
    extra: Mapping[str, Any] = {}


class Srv6(msgspec.Struct, frozen=True, kw_only=True):
    """Segment routing with IPv6 on one router."""

    locator: Prefix
    protocols: tuple[str, ...] = ()
    """Protocols that make the locator known: `isis`, `ospf`, `ebgp`."""
    bgp_ipv4: tuple[str, ...] = ()
    bgp_ipv6: tuple[str, ...] = ()
    """Types of BGP sessions whose unicast routes are reached over SRv6."""
    vpn_ipv4: tuple[str, ...] = ()
    vpn_ipv6: tuple[str, ...] = ()
    transit_only: bool = False
