"""Built-in defaults of the topology format: the lowest layer below the user's own.

Values are facts of the format (addresses must not change when a user switches to Netwright).
"""

from __future__ import annotations

from typing import Any

from .graph_styles import OUTPUT_DEFAULTS

BUILTIN_DEFAULTS: dict[str, Any] = {
    "device": "frr",
    "provider": "clab",
    "addressing": {
        "loopback": {"ipv4": "10.0.0.0/24", "prefix": 32},
        "lan": {"ipv4": "172.16.0.0/16", "prefix": 24},
        "p2p": {"ipv4": "10.1.0.0/16", "prefix": 30},
        "vrf_loopback": {"ipv4": "10.2.0.0/24", "prefix": 32},
        "router_id": {"ipv4": "10.0.0.0/24", "prefix": 32},
        "mgmt": {"ipv4": "192.168.121.0/24", "prefix": 24, "start": 100, "mac": "CA-FE-00-00-00-00"},
        "l2only": {},
    },
    "bgp": {
        "advertise_loopback": True,
        "next_hop_self": True,
        "community": {
            "ibgp": ["standard", "extended"],
            "ebgp": ["standard"],
            "localas_ibgp": ["standard", "extended"],
        },
    },
    "bfd": {"multiplier": 3, "min_echo_rx": 0},
    "isis": {"area": "49.0001", "instance": "Gandalf", "type": "level-2"},
    "evpn": {"session": ["ibgp"], "start_transit_vni": 200000},
    "gateway": {
        "protocol": "anycast",
        "id": -2,
        "anycast": {"mac": "0200.cafe.00ff", "unicast": True},
        "vrrp": {"group": 1},
    },
    "mpls": {"ldp": True},
    "lag": {"lacp": "fast", "lacp_mode": "active"},
    "stp": {"enable": True, "protocol": "stp"},
    "ospf": {"area": "0.0.0.0"},
    "ripv2": {"version": 2},
    "sr": {"protocol": ["isis"], "node_sid_offset": {"ipv4": 0, "ipv6": 100}},
    "srv6": {"igp": ["isis"], "locator_pool": "5f00::/16"},
    "vlan": {"start_vlan_id": 1000},
    "vxlan": {"domain": "global", "flooding": "static", "start_vni": 100000},
    "vrf": {"as": 65000},
    "outputs": OUTPUT_DEFAULTS,
    "const": {
        "validate": {},
    },
}
