"""VLANs of a designed network.

Owns: the types. Source: IEEE 802.1Q; the topology format's "VLAN".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import Address, Prefix
from .evpn import EvpnVlan
from .stp import SpanningTree

VlanMode = Literal["irb", "bridge", "route"]


class Vlan(msgspec.Struct, frozen=True, kw_only=True):
    """One VLAN as a node has it."""

    name: str
    id: int
    """802.1Q tag, 1 to 4094."""
    mode: VlanMode
    bridge_group: int
    """Position among the node's VLANs, from 1."""
    vrf: str | None = None
    ipv4: Prefix | Literal[True] | None = None
    ipv6: Prefix | Literal[True] | None = None
    vni: int | None = None
    """VXLAN network identifier when the VLAN is carried over VXLAN."""
    flood: tuple[Address, ...] = ()
    """Remote endpoints of static VXLAN flooding."""
    evpn: EvpnVlan | None = None
    spanning_tree: SpanningTree | None = None
    """The node takes part in the tree of the VLAN; None = it runs none."""
    extra: Mapping[str, Any] = {}
    """Remaining attributes in the format's own names."""


class VlanPort(msgspec.Struct, frozen=True, kw_only=True):
    """What VLANs mean to one interface."""

    name: str | None = None
    """VLAN of an SVI, of a routed member, or of a routed access link."""
    mode: VlanMode | None = None
    access: str | None = None
    """VLAN of untagged frames of an access port, or of a trunk's member interface, that is bridged."""
    access_id: int | None = None
    """Tag of the access or native VLAN, of a trunk's member, or of a VLAN interface."""
    native: str | None = None
    """VLAN of untagged frames of a trunk."""
    trunk: tuple[str, ...] = ()
    """VLANs of a trunk, native included."""
    routed_link: bool = False
    """A trunk's member that every end routes."""
