"""What FRR can do, as data: read by designing and by the documentation.

Owns: the table. Must not: decide. Source: FRR user guide 8.4 to 10.3.
"""

from __future__ import annotations

from typing import Any

from ...model import DeviceFeatures

BGP: dict[str, Any] = {
    "activate_af": True,
    "aggregate": {"as_set": True, "suppress_policy": True, "attributes": True},
    "allowas_in": True,
    "as_override": True,
    "bandwidth": {"in": True, "out": True, "auto": True},
    "bfd": True,
    "community": ["standard", "extended", "large"],
    "confederation": True,
    "default_originate": True,
    "gtsm": True,
    "import": ["connected", "static", "ospf", "isis", "ripv2"],
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
    "weight": True,
}
ISIS: dict[str, Any] = {
    "bfd": True,
    "circuit_type": True,
    "import": ["bgp", "ripv2", "ospf", "connected", "static"],
    "multi_topology": True,
    "unnumbered": {"ipv4": True, "ipv6": True, "network": True},
}
MPLS: dict[str, Any] = {
    "6pe": True,
    "bgp": True,
    "ldp": {"explicit_null": True, "igp_sync": True, "advertise": True},
    "vpn": ["ipv4", "ipv6"],
}
RIPV2: dict[str, Any] = {
    "import": ["bgp", "isis", "ospf", "connected", "static"],
    "ipv4": True,
    "ipv6": True,
    "passive": True,
    "timers": True,
}
OSPF: dict[str, Any] = {
    "areas": {"stub": True, "nssa": True, "range": True, "external_range": True},
    "bfd": True,
    "cost": True,
    "default": {"policy": True},
    "digest": True,
    "gr": True,
    "import": ["connected", "static", "bgp", "isis", "ripv2"],
    "network_type": ["broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"],
    "password": True,
    "priority": True,
    "reference_bandwidth": True,
    "spf_timers": True,
    "timers": True,
    "unnumbered": True,
}
ROUTING: dict[str, Any] = {
    "aspath": True,
    "community": {
        "standard": ["standard", "regexp"],
        "extended": ["standard", "regexp"],
        "large": ["standard", "regexp"],
    },
    "policy": {
        "match": ["prefix", "nexthop", "aspath", "community"],
        "set": ["locpref", "med", "weight", "prepend", "community", "nexthop", "bandwidth"],
        "delete": ["community"],
    },
    "prefix": True,
    "static": {"discard": True, "inter_vrf": True, "max_nexthop": 16, "recursive": True},
}
SR: dict[str, Any] = {"af": ["ipv4", "ipv6"], "protocol": ["isis", "ospfv2"]}
SRV6: dict[str, Any] = {"isis": True, "vpn": True}
EVPN: dict[str, Any] = {
    "asymmetrical_irb": True,
    "irb": True,
    "multihoming": {"lag": True, "auto": True, "modes": ["all-active"]},
    "multi_rt": True,
    "transport": ["vxlan"],
}
VXLAN: dict[str, Any] = {"flooding": ["static", "evpn"], "vtep6": True}
VLAN: dict[str, Any] = {"access": True, "irb": True, "bridge": True, "route": True, "native": True, "trunk": True}
VRF: dict[str, Any] = {"bgp": True, "leak_routes": True, "loopback": True, "ospfv2": True, "ospfv3": True}
FEATURES = DeviceFeatures(
    name="frr",
    description="FRRouting",
    roles=("router", "host", "bridge"),
    default_role="router",
    modules=frozenset(
        {
            "bfd",
            "bgp",
            "evpn",
            "dhcp",
            "gateway",
            "isis",
            "mpls",
            "lag",
            "ospf",
            "ripv2",
            "routing",
            "stp",
            "sr",
            "srv6",
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
            "evpn.multihoming",
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
        "evpn": EVPN,
        "gateway": {"protocol": ["anycast", "vrrp"]},
        "isis": ISIS,
        "mpls": MPLS,
        "lag": {"passive": True},
        "ospf": OSPF,
        "ripv2": RIPV2,
        "routing": ROUTING,
        "sr": SR,
        "srv6": SRV6,
        "stp": {"protocols": ["stp"], "priority": True, "port_type": True},
        "tunnel": {"gre": ["ipv4", "ipv6", "vrf"]},
        "vlan": VLAN,
        "vrf": VRF,
        "vxlan": VXLAN,
    },
    packages=("frr",),
)
