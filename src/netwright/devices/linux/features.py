"""What the Linux kernel alone can do, as data."""

from __future__ import annotations

from ...model import DeviceFeatures

FEATURES = DeviceFeatures(
    name="linux",
    description="Linux host or static router",
    roles=("host", "router", "gateway", "bridge"),
    default_role="host",
    global_modules="never",
    modules=frozenset({"dhcp", "lag", "routing", "stp", "vlan", "vxlan"}),
    plugins=frozenset({"bonding", "files", "tunnel.gre"}),
    features={
        "dhcp": {"server": ["ipv4", "ipv6"], "client": ["ipv4", "ipv6"], "relay": ["ipv4", "ipv6"]},
        "lag": {"passive": True},
        "routing": {"static": {"discard": True, "inter_vrf": False, "max_nexthop": 64}},
        "stp": {"protocols": ["stp"], "priority": True, "port_type": True},
        "tunnel": {"gre": ["ipv4", "ipv6"]},
        "vlan": {"access": True, "irb": True, "bridge": True, "route": True, "native": True, "trunk": True},
    },
    packages=("iproute2",),
)
