"""VXLAN of a designed node.

Owns: the type. Source: RFC 7348.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address, Family

Flooding = Literal["static", "evpn"]


class VxlanEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The tunnel endpoint (VTEP) of a node."""

    address: Address
    ifname: str
    """Interface that has the address."""
    domain: str = "global"
    flooding: Flooding = "static"
    vlans: tuple[str, ...] = ()
    """VLANs carried."""
    remotes: tuple[Address, ...] = ()
    """Endpoints with a VLAN in common, of static flooding."""
    vrfs: tuple[str, ...] = ()
    """VRFs with a transit VNI."""

    @property
    def family(self) -> Family:
        return self.address.family
