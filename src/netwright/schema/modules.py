"""Modules and plugins of the format that work here."""

from __future__ import annotations

MODULES: tuple[str, ...] = (
    "lag",
    "vlan",
    "stp",
    "dhcp",
    "routing",
    "bfd",
    "isis",
    "ospf",
    "ripv2",
    "bgp",
    "mpls",
    "sr",
    "vrf",
    "vxlan",
    "evpn",
    "gateway",
    "srv6",
)
"""In the order they are designed and configured."""

PLUGINS: tuple[str, ...] = (
    "bonding",
    "bgp.domain",
    "bgp.originate",
    "bgp.policy",
    "bgp.session",
    "check.config",
    "ebgp.multihop",
    "evpn.multihoming",
    "fabric",
    "files",
    "node.clone",
    "ospf.areas",
    "proxy_arp",
    "tunnel.gre",
    "vrrp.version",
)
