"""DHCP attributes of the format. Source: the format's "DHCP Configuration Module"."""

from __future__ import annotations

from .types import BOOL, TEXT, A, ListOf, Table

_CLIENT = Table(
    {
        "ipv4": A(BOOL, "the interface gets its IPv4 address from a DHCP server"),
        "ipv6": A(BOOL, "the interface gets its IPv6 address from a DHCPv6 server"),
        "default": A(BOOL, "False = no default route from the server"),
    }
)
_RELAY = {
    "server": A(ListOf(TEXT), "nodes that requests are relayed to"),
    "vrf": A(TEXT, "VRF the servers are in; `global` = none"),
}
NODE = {
    "server": A(BOOL, "the node runs a DHCP server"),
    "vrf": A(BOOL, "relay or server know VRFs; set by the format"),
}
LINK = {
    "client": A(_CLIENT, "hosts of the link are DHCP clients"),
    "subnet": A(Table({"ipv4": A(BOOL, "IPv4 pool"), "ipv6": A(BOOL, "IPv6 pool")}), "servers have a pool of it"),
    **_RELAY,
}
INTERFACE = LINK
