"""Built-in defaults of the topology format: the lowest layer below the user's own.

Values are facts of the format (addresses must not change when a user switches to Netwright).
"""

from __future__ import annotations

from typing import Any

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
    "bfd": {"min_tx": 500, "min_rx": 500, "min_echo_rx": 0, "multiplier": 3},
    "bgp": {
        "advertise_loopback": True,
        "next_hop_self": True,
        "community": {
            "ibgp": ["standard", "extended"],
            "ebgp": ["standard"],
            "localas_ibgp": ["standard", "extended"],
        },
    },
    "ospf": {"area": "0.0.0.0"},
    "const": {
        "validate": {},
    },
}
