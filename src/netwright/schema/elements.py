"""Nodes, links, interfaces, pools, prefixes, groups and the top level of the format."""

from __future__ import annotations

from . import graph
from .clusters import CLUSTERS
from .common import ADDRESS_PAIR, IP4, IP6, PREFIX_PAIR
from .types import (
    ANY,
    BOOL,
    INT,
    IPV4_INTERFACE,
    IPV4_PREFIX,
    IPV6_INTERFACE,
    IPV6_PREFIX,
    NUMBER,
    ROUTER_ID,
    TEXT,
    A,
    AnyOf,
    Int,
    ListOf,
    MapOf,
    Table,
    Word,
)

MTU = Int(64, 65535)
ROLES = Word("router", "host", "bridge", "gateway")
LOOPBACK = AnyOf(
    BOOL,
    Table(
        {
            "ipv4": A(AnyOf(BOOL, IPV4_INTERFACE), "IPv4 address"),
            "ipv6": A(AnyOf(BOOL, IPV6_INTERFACE), "IPv6 address"),
            "pool": A(TEXT, "address pool"),
            "ifname": A(TEXT, "interface name"),
            "type": A(TEXT, "interface type"),
            "ospf": A(ANY, "OSPF interface attributes"),
            "bgp": A(ANY, "BGP interface attributes"),
            "isis": A(ANY, "IS-IS interface attributes"),
            "ripv2": A(ANY, "RIP interface attributes"),
            "prefix": A(ANY, "prefix"),
        }
    ),
)
FRR = Table(
    {
        "daemons": A(ListOf(TEXT), "further daemons to start"),
        "debug": A(ListOf(TEXT), "debug commands, without the word `debug`"),
        "logfile": A(TEXT, "file the daemons log to"),
    }
)
BONDING_MODE = {"mode": A(Word("active-backup", "balance-tlb", "balance-alb"), "how the links are used")}
BONDING = A(Table(BONDING_MODE), "bonds of hosts (plugin `bonding`)")
NODE = {
    "bonding": BONDING,
    "affinity": A(ANY, "placement"),
    "box": A(TEXT, "image"),
    "clab": A(ANY, "container parameters of other tools, kept as data"),
    "config": A(ANY, "custom configuration templates"),
    "cpu": A(NUMBER, "virtual CPUs"),
    "device": A(TEXT, "device type"),
    "group": A(AnyOf(TEXT, ListOf(TEXT)), "groups the node is in"),
    **graph.element("node"),
    "frr": A(FRR, "settings of FRR daemons"),
    "id": A(Int(1), "node id"),
    "image": A(TEXT, "image"),
    "include": A(ANY, "components the node stands for"),
    "libvirt": A(ANY, "virtual machine parameters of other tools, kept as data"),
    "kind": A(ANY, "parameters of other tools, kept as data"),
    "control_plane": A(TEXT, "routing daemon of other devices, kept as data"),
    "loopback": A(LOOPBACK, "loopback addresses"),
    "memory": A(NUMBER, "memory"),
    "mgmt": A(
        Table(
            {
                "ipv4": A(AnyOf(BOOL, IPV4_INTERFACE), "IPv4 address"),
                "ipv6": A(AnyOf(BOOL, IPV6_INTERFACE), "IPv6 address"),
                "mac": A(TEXT, "MAC address"),
                "ifname": A(TEXT, "interface name"),
                "_start": A(ANY, "set by the format"),
            },
            open=True,
        ),
        "management addresses",
    ),
    "module": A(ListOf(TEXT), "configuration modules"),
    "mtu": A(MTU, "default MTU, bytes"),
    "name": A(TEXT, "node name"),
    "provider": A(TEXT, "where the node runs; every provider means here"),
    "role": A(ROLES, "role"),
    "router_id": A(ROUTER_ID, "router id of all protocols"),
    "skip_config": A(AnyOf(BOOL, ListOf(TEXT)), "start without configuration, or without that of some modules"),
    "unmanaged": A(BOOL, "not configured"),
    "vars": A(ANY, "inventory variables"),
    "tools": A(ANY, "kept as data"),
    "vrfs": A(ANY, "VRFs of the node"),
}
TC_VALUE = AnyOf(NUMBER, TEXT)
TC = Table(
    {
        "delay": A(TC_VALUE, "delay: number of ms, or with a unit"),
        "jitter": A(TC_VALUE, "jitter of the delay"),
        "loss": A(TC_VALUE, "percent of packets lost"),
        "corrupt": A(TC_VALUE, "percent of packets corrupted"),
        "duplicate": A(TC_VALUE, "percent of packets duplicated"),
        "reorder": A(TC_VALUE, "percent of packets reordered"),
        "rate": A(TC_VALUE, "rate, kbps"),
    }
)
RA = Table(
    {
        "disable": A(BOOL, "send no router advertisements"),
        "slaac": A(BOOL, "hosts configure addresses themselves"),
        "onlink": A(BOOL, "the prefix is on-link"),
        "dhcp": A(Word("all", "other"), "hosts use DHCPv6"),
    }
)
_SHARED_LINK = {
    "bandwidth": A(NUMBER, "bandwidth, kbit/s"),
    **graph.element("link"),
    "clab": A(ANY, "kept as data"),
    "libvirt": A(ANY, "kept as data"),
    "linkid": A(TEXT, "name static routes and prefix lists refer to"),
    "mtu": A(MTU, "MTU, bytes"),
    "name": A(TEXT, "name, used as description"),
    "pool": A(TEXT, "address pool"),
    "ra": A(RA, "router advertisements"),
    "role": A(TEXT, "role"),
    "shutdown": A(BOOL, "interfaces are down"),
    "tc": A(TC, "impairment"),
    "type": A(TEXT, "kind of link"),
    "unnumbered": A(BOOL, "borrow the loopback address"),
    "firewall": A(ANY, "kept as data"),
    "vrf": A(TEXT, "VRF the interfaces are in"),
}
LINK = {
    **_SHARED_LINK,
    "bridge": A(TEXT, "name of the bridge"),
    "disable": A(BOOL, "leave the link out"),
    "group": A(TEXT, "link group"),
    "interfaces": A(ANY, "interfaces of the link"),
    "linkindex": A(INT, "index of the link"),
    "members": A(ANY, "links of a link group"),
    "prefix": A(
        AnyOf(Word(False), IPV4_PREFIX, IPV6_PREFIX, PREFIX_PAIR, TEXT),
        "prefix, its name, or both families; False = none",
    ),
}
INTERFACE = {
    **_SHARED_LINK,
    "bonding": A(
        Table(
            {
                **BONDING_MODE,
                "ifindex": A(Int(0, 10000), "number of the bond; interfaces with the same one make it"),
                "primary": A(BOOL, "used while it works"),
            }
        ),
        "the bond the interface is in (plugin `bonding`)",
    ),
    "node": A(TEXT, "node"),
    "linkindex": A(INT, "index of the link"),
    "ifindex": A(Int(0), "interface index"),
    "ifname": A(TEXT, "interface name"),
    "ipv4": A(IP4, "IPv4 address, n-th host, True (unnumbered) or False"),
    "ipv6": A(IP6, "IPv6 address, n-th host, True (link-local) or False"),
    "bridge": A(TEXT, "name of the bridge"),
    "prefix": A(ANY, "prefix"),
    "config": A(ANY, "kept as data"),
}
POOL = Table(
    {
        "ipv4": A(AnyOf(BOOL, IPV4_PREFIX), "IPv4 pool; False = none, True = unnumbered"),
        "ipv6": A(AnyOf(BOOL, IPV6_PREFIX), "IPv6 pool; False = none, True = link-local only"),
        "prefix": A(Int(0, 32), "length of IPv4 prefixes taken from it"),
        "prefix4": A(Int(0, 32), "length of IPv4 prefixes taken from it"),
        "prefix6": A(Int(0, 128), "length of IPv6 prefixes taken from it"),
        "unnumbered": A(BOOL, "no prefixes: borrow loopback addresses"),
        "allocation": A(Word("p2p", "id_based", "sequential"), "how nodes get addresses"),
        "start": A(Int(0), "first host"),
        "mac": A(TEXT, "base MAC address"),
        "vrf": A(ANY, "VRF"),
        "gateway": A(ANY, "gateway"),
        "_network": A(ANY, "kept as data"),
    }
)
PREFIX = AnyOf(IPV4_PREFIX, IPV6_PREFIX, PREFIX_PAIR)
TOPOLOGY = {
    "bonding": BONDING,
    "addressing": A(MapOf(AnyOf(POOL, BOOL)), "address pools"),
    "message": A(TEXT, "shown when the lab is up"),
    "clusters": A(CLUSTERS, "Kubernetes clusters whose nodes run Calico"),
    "prefix": A(MapOf(PREFIX), "named prefixes"),
    "provider": A(TEXT, "where the lab runs; every provider means here"),
    "plugin": A(ListOf(TEXT), "plugins"),
    "frr": A(FRR, "settings of FRR daemons"),
    "tools": A(ANY, "kept as data"),
    "version": A(TEXT, "version of the format's tool"),
    "validate": A(ANY, "checks"),
    "files": A(ANY, "files to write"),
    "configlets": A(ANY, "custom configuration templates"),
    **graph.element("global"),
    "vrfs": A(ANY, "VRFs"),
}
TOP_KEYS = {
    **TOPOLOGY,
    "name": A(TEXT, "name"),
    "nodes": A(ANY, "nodes"),
    "links": A(ANY, "links"),
    "groups": A(ANY, "groups"),
    "module": A(ListOf(TEXT), "modules"),
    "defaults": A(ANY, "defaults"),
    "components": A(ANY, "reusable parts"),
}
GROUP = {
    "members": A(ListOf(TEXT), "members"),
    "type": A(Word("node", "vlan", "vrf"), "what the members are"),
    "vars": A(ANY, "inventory variables"),
    "config": A(ANY, "custom configuration"),
    "module": A(ListOf(TEXT), "modules"),
    "device": A(TEXT, "device type"),
    "node_data": A(ANY, "attributes of members, older spelling"),
    "_auto_create": A(BOOL, "create missing members"),
}
GATEWAY_PAIR = ADDRESS_PAIR
