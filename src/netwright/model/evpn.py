"""EVPN of a designed network.

Owns: the types. Source: RFC 7432 (instances, route targets), RFC 9135 and 9136 (routing between subnets).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address

EvpnTransport = Literal["vxlan", "mpls", "sr"]


class EvpnInstance(msgspec.Struct, frozen=True, kw_only=True):
    """EVPN on one node."""

    sessions: tuple[str, ...]
    """Types of BGP sessions that carry EVPN routes."""
    transport: EvpnTransport = "vxlan"
    vlans: tuple[str, ...] = ()
    """VLANs with an EVPN instance each (VLAN-based service, RFC 7432 6.1)."""
    vrfs: tuple[str, ...] = ()
    """VRFs whose prefixes are announced (type 5 routes, RFC 9136)."""


class EvpnVlan(msgspec.Struct, frozen=True, kw_only=True):
    """The EVPN instance of a VLAN on a node (RFC 7432 section 7.9, 7.10)."""

    evi: int
    rd: str
    import_targets: tuple[str, ...]
    export_targets: tuple[str, ...]
    bundle: str | None = None
    """Service that holds all VLANs of its VRF in one instance (RFC 7432 section 6.2, 6.3)."""


class EvpnVrf(msgspec.Struct, frozen=True, kw_only=True):
    """The EVPN instance of a VRF on a node: symmetric IRB (RFC 9135 section 4.2) or a bundle of VLANs."""

    evi: int
    rd: str
    transit_vni: int | None = None
    bundle: str | None = None


class EthernetSegment(msgspec.Struct, frozen=True):
    """Links of several nodes that lead to the same place, all in use (RFC 7432 section 5)."""

    name: str
    esi: str
    """Identifier of type 0: ten octets in hexadecimal with colons."""
    endpoints: tuple[Address, ...] = ()
    """VXLAN endpoints of its nodes, in topology order."""
