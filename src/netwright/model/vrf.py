"""VRFs of a designed network.

Owns: the types. Source: RFC 4364 section 4; the topology format's "VRF".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from .bgp import BgpInstance
from .evpn import EvpnVrf
from .isis import IsisInstance
from .ospf import OspfInstance
from .ripv2 import RipInstance


class Vrf(msgspec.Struct, frozen=True, kw_only=True):
    """One VRF as a node has it; its interfaces name it (`Interface.vrf`)."""

    name: str
    id: int
    """Number of the VRF in the whole network, from 1."""
    table: int
    """Linux routing table: from 100 in the order of the node's VRF numbers."""
    rd: str
    """Route distinguisher, `AS:number` or `address:number` (RFC 4364 4.2)."""
    import_targets: tuple[str, ...] = ()
    export_targets: tuple[str, ...] = ()
    """Route targets (RFC 4360 section 4)."""
    leaks: bool = False
    """It imports or exports other targets than its own route distinguisher."""
    ipv4: bool = False
    ipv6: bool = False
    """Families in use on its interfaces."""
    loopback: str | None = None
    """Name of the interface that is the VRF's loopback."""
    bgp: BgpInstance | None = None
    evpn: EvpnVrf | None = None
    isis: IsisInstance | None = None
    ospf: OspfInstance | None = None
    ripv2: RipInstance | None = None
    extra: Mapping[str, Any] = {}
    """Remaining attributes in the format's own names."""
