"""DHCP of a designed network.

Owns: the types. Source: RFC 2131, RFC 8415; the topology format's "DHCP".
"""

from __future__ import annotations

import msgspec

from ..addr import Address, Prefix


class DhcpClient(msgspec.Struct, frozen=True, kw_only=True):
    """Families an interface gets its addresses for from a server."""

    ipv4: bool = False
    ipv6: bool = False
    default: bool = True
    """The server's router becomes the default route."""


class DhcpRelay(msgspec.Struct, frozen=True, kw_only=True):
    """What an interface relays to (RFC 2131 section 2, RFC 8415 section 19)."""

    nodes: tuple[str, ...]
    servers: tuple[Address, ...]
    vrf: str | None = None
    """VRF the servers are in; None = the main table."""
    upstream: tuple[str, ...] = ()
    """Interfaces of the node in that VRF, the one that shares a subnet with a server first."""
    foreign: bool = False
    """The servers are not in the interface's own VRF: the request says which link it is from (RFC 3527)."""


class DhcpPool(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses a server hands out on one subnet."""

    name: str
    ipv4: Prefix | None = None
    ipv6: Prefix | None = None
    excluded: tuple[Address, ...] = ()
    """Addresses of the subnet that are not handed out."""
    gateway: Address | None = None
    """Default router of clients."""
    vrf: str | None = None

    @property
    def tag(self) -> str:
        """The name in characters every server takes."""
        return "".join(c if c.isascii() and c.isalnum() else "_" for c in self.name)


class DhcpServer(msgspec.Struct, frozen=True, kw_only=True):
    """A node that serves all pools of the network."""

    pools: tuple[DhcpPool, ...] = ()
    relays: tuple[tuple[Address, str], ...] = ()
    """Relay agents that the server reaches through one of its VRFs."""
