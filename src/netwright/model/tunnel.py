"""Tunnels of a designed network.

Owns: the type. Source: RFC 2784 (GRE over IPv4), RFC 7676 (GRE over IPv6), RFC 2890 (key).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address

TunnelMode = Literal["gre"]


class TunnelEnd(msgspec.Struct, frozen=True):
    """An end of a tunnel: an address that is reached through the transport network."""

    address: Address
    ifname: str
    """Interface of its node that has the address."""
    mtu_bytes: int


class Tunnel(msgspec.Struct, frozen=True, kw_only=True):
    """What an interface of type `tunnel` is; both ends have addresses of the same family."""

    mode: TunnelMode
    source: TunnelEnd
    destination: TunnelEnd
    vrf: str | None = None
    """VRF of the node that carries the tunnel's packets; None = the global routing table."""
    key: int | None = None
    """GRE key: tells tunnels with the same two addresses apart."""
