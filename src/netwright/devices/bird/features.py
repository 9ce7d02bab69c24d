"""What BIRD can do, as data: read by designing, by the checks of `limits.py` and by the documentation.

Owns: the table. Must not: decide. Source: BIRD 2.0 and 3.x user's guides, and what `bird -p` accepts.
"""

from __future__ import annotations

from typing import Any

from ...model import DeviceFeatures

Version = tuple[int, ...]

OLDEST: Version = (2, 0, 12)
"""Configuration is printed for this release unless a newer one is named."""

SINCE: dict[str, Version] = {
    "function_types": (2, 14),
}
"""Syntax that needs a release newer than the oldest supported one."""

BGP: dict[str, Any] = {
    "activate_af": True,
    "aggregate": {"as_set": False, "conditional": False, "suppress_policy": True, "attributes": True},
    "allowas_in": True,
    "as_override": True,
    "bandwidth": {"in": True, "out": True, "auto": True},
    "bfd": True,
    "community": ["standard", "extended", "large"],
    "confederation": True,
    "default_originate": True,
    "gtsm": True,
    "import": ["connected", "static", "ospf", "ripv2"],
    "ipv6_lla": True,
    "local_as": True,
    "local_as_ibgp": True,
    "locpref": True,
    "med": True,
    "multihop": True,
    "passive": True,
    "password": True,
    "prepend": True,
    "remove_private_as": ["on", "all", "replace"],
    "rfc8950": True,
    "rs": True,
    "rs_client": True,
    "tcp_ao": False,
    "timers": True,
    "vrf_local_as": False,
    "weight": True,
}

OSPF: dict[str, Any] = {
    "areas": {"stub": True, "nssa": True, "range": True, "external_range": True},
    "bfd": True,
    "cost": True,
    "default": {"policy": True},
    "digest": True,
    "gr": True,
    "import": ["connected", "static", "bgp", "ripv2"],
    "network_type": ["broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"],
    "password": True,
    "priority": True,
    "reference_bandwidth": False,
    "spf_timers": False,
    "timers": True,
    "unnumbered": True,
}

RIPV2: dict[str, Any] = {
    "import": ["bgp", "ospf", "connected", "static"],
    "ipv4": True,
    "ipv6": True,
    "passive": True,
    "timers": True,
}

ROUTING: dict[str, Any] = {
    "aspath": {"regexp": "whole AS numbers, anchors, any, alternatives"},
    "community": {"standard": True, "extended": True, "large": True, "regexp": "numbers and wildcards"},
    "policy": {
        "match": ["prefix", "nexthop", "aspath", "community"],
        "set": ["locpref", "med", "weight", "prepend", "community", "nexthop", "bandwidth"],
        "delete": ["community"],
    },
    "prefix": True,
    "static": {"discard": True, "inter_vrf": True, "recursive": True},
}

VLAN: dict[str, Any] = {"access": True, "irb": True, "bridge": True, "route": True, "native": True, "trunk": True}
VRF: dict[str, Any] = {"bgp": True, "leak_routes": True, "loopback": True, "ospfv2": True, "ospfv3": True}

FEATURES = DeviceFeatures(
    name="bird",
    description="BIRD Internet Routing Daemon",
    roles=("router", "host"),
    default_role="host",
    global_modules="always",
    modules=frozenset(
        {
            "bfd",
            "bgp",
            "dhcp",
            "gateway",
            "lag",
            "ospf",
            "ripv2",
            "routing",
            "stp",
            "vlan",
            "vrf",
            "vxlan",
        }
    ),
    plugins=frozenset(
        {
            "bonding",
            "bgp.domain",
            "bgp.originate",
            "bgp.policy",
            "bgp.session",
            "check.config",
            "ebgp.multihop",
            "fabric",
            "files",
            "node.clone",
            "ospf.areas",
            "proxy_arp",
            "tunnel.gre",
        }
    ),
    features={
        "bfd": {"timers": True},
        "bgp": BGP,
        "dhcp": {"server": ["ipv4", "ipv6"], "client": ["ipv4", "ipv6"], "relay": ["ipv4", "ipv6"]},
        "gateway": {"protocol": ["anycast"]},
        "lag": {"passive": True},
        "ospf": OSPF,
        "ripv2": RIPV2,
        "routing": ROUTING,
        "stp": {"protocols": ["stp"], "priority": True, "port_type": True},
        "tunnel": {"gre": ["ipv4", "ipv6", "vrf"]},
        "vlan": VLAN,
        "vrf": VRF,
        "vxlan": {"flooding": ["static"], "vtep6": True},
    },
    packages=("bird2",),
)
"""`weight` is BIRD's preference; an AS override removes the neighbour's AS and prepends the own as often."""


def parse_version(text: str) -> Version:
    """`2.0.12` -> (2, 0, 12); the oldest supported release when unknown."""
    numbers = tuple(int(part) for part in text.split(".") if part.isdigit())
    return numbers or OLDEST
