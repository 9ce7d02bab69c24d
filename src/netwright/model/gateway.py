"""First-hop gateways of a designed network: anycast and VRRP.

Owns: the types. Source: RFC 5798; the topology format's "First-Hop Gateway".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Family, InterfaceAddress

GatewayProtocol = Literal["anycast", "vrrp"]


class AnycastGateway(msgspec.Struct, frozen=True, kw_only=True):
    """All routers have the gateway address, all the time, and answer with one MAC address."""

    mac: str
    """As the user wrote it."""
    unicast: bool = True
    """Routers have addresses of their own in the subnet."""


class VrrpGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One virtual router (RFC 5798 section 5.2)."""

    group: int
    """VRID, 1 to 255."""
    priority: int | None = None
    """1 to 254; None = the protocol's 100."""
    preempt: bool | None = None
    version: int = 3

    def mac(self, family: Family) -> str:
        """MAC address of the virtual router (RFC 5798 section 7.3)."""
        return f"00:00:5e:00:0{1 if family == 4 else 2}:{self.group:02x}"


class FirstHopGateway(msgspec.Struct, frozen=True, kw_only=True):
    """The address hosts of a subnet send to, on one interface."""

    protocol: GatewayProtocol
    id: int | None = None
    """Host part of the address in the subnet; negative = from its end."""
    ipv4: InterfaceAddress | None = None
    ipv6: InterfaceAddress | None = None
    anycast: AnycastGateway | None = None
    vrrp: VrrpGroup | None = None
