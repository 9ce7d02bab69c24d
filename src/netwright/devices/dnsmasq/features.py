"""What a dnsmasq host can do, as data. Source: dnsmasq(8)."""

from __future__ import annotations

from ...model import DeviceFeatures

FEATURES = DeviceFeatures(
    name="dnsmasq",
    description="dnsmasq, a DHCP server",
    roles=("host", "router"),
    default_role="host",
    global_modules="never",
    modules=frozenset({"dhcp", "lag", "routing", "stp", "vlan"}),
    always=("dhcp",),
    plugins=frozenset({"bonding", "files", "tunnel.gre"}),
    features={
        "dhcp": {"server": ["ipv4", "ipv6"], "client": ["ipv4", "ipv6"], "relay": ["ipv4", "ipv6"]},
        "lag": {"passive": True},
        "routing": {"static": {"discard": True, "inter_vrf": False, "max_nexthop": 64}},
        "stp": {"protocols": ["stp"], "priority": True, "port_type": True},
        "tunnel": {"gre": ["ipv4", "ipv6"]},
        "vlan": {"access": True, "irb": True, "bridge": True, "route": True, "native": True, "trunk": True},
    },
    packages=("dnsmasq-base", "iproute2"),
)
