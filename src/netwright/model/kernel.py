"""What the kernel of a planned node is told, by whoever makes it: the lab in netlink, exports in words of iproute2.

Owns: settings, priorities, limits, and pure sums over plans. Must not: order or write anything.
Source: Linux ip-sysctl, vrf.rst, linux/if_link.h; tc-u32(8).
"""

from __future__ import annotations

from typing import NamedTuple

from .plan import VXLAN_PORT, BridgePlan, NodePlan

Sysctls = tuple[tuple[str, str], ...]
"""Paths relative to net/, with values."""

QUIET_BRIDGES: Sysctls = (
    ("bridge/bridge-nf-call-iptables", "0"),
    ("bridge/bridge-nf-call-ip6tables", "0"),
    ("bridge/bridge-nf-call-arptables", "0"),
)
NODE_SYSCTLS: Sysctls = (
    ("ipv6/conf/all/accept_dad", "0"),
    ("ipv6/conf/default/accept_dad", "0"),
    ("ipv6/conf/default/addr_gen_mode", "0"),
    ("ipv6/conf/all/disable_ipv6", "0"),
    ("ipv6/conf/default/disable_ipv6", "0"),
    ("ipv6/conf/lo/disable_ipv6", "0"),
    ("ipv4/ip_forward", "0"),
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/ping_group_range", "0 0"),
    *QUIET_BRIDGES,
)
"""Of every node before its interfaces exist, whatever the host's defaults, where the kernel has them: addresses serve
at once, IPv6 is on, asymmetric paths are fine, everybody may ping. The plan's own settings come later."""
VRF_SYSCTLS: Sysctls = (
    ("ipv4/tcp_l3mdev_accept", "1"),
    ("ipv4/udp_l3mdev_accept", "1"),
    ("vrf/strict_mode", "1"),
)
"""Of a node with VRFs once they exist: services serve all of them unless they are bound to one, and a table
belongs to a single VRF, which SRv6 and L3VPN end points insist on."""
_AFTER_VRFS = ("vrf/", "ipv4/tcp_l3mdev_accept", "ipv4/udp_l3mdev_accept")
"""Settings that exist only when the node has a VRF, or that nodes with VRFs get a default of."""

LOCAL_RULE_PRIORITY = 32765
VRF_END_PRIORITY = 1001
"""The kernel's own rule, which leads into the table of a VRF, has priority 1000."""

TUNNELS = ("gre", "ip6gre", "ipip", "ip6tnl", "sit")
"""Kinds that have no MAC address, and carry multicast only when told to."""
TUNNEL_TTL = 64
"""An inherited TTL would end routing protocols' packets, which have TTL 1, at the first hop of the underlay."""


class Match(NamedTuple):
    """32 bits of a packet."""

    at: int
    """Offset from the start of the IP header, in bytes."""
    mask: int
    value: int


VXLAN_TO_EVERYBODY = (
    Match(8, 0x00FF0000, 17 << 16),
    Match(20, 0x0000FFFF, VXLAN_PORT),
    Match(36, 0x01000000, 0x01000000),
)
"""UDP, its destination port, the group bit of the inner frame's destination (RFC 7348 section 5; IEEE 802 section
8.2)."""


def from_source(address: int) -> Match:
    """The source of an IPv4 packet."""
    return Match(12, 0xFFFFFFFF, address)


def inherited(sysctls: Sysctls, ifname: str) -> Sysctls:
    """Settings for later interfaces, for one that is there already."""
    return tuple((path.replace("/default/", f"/{ifname}/"), value) for path, value in sysctls if "/default/" in path)


def early_sysctls(node: NodePlan) -> Sysctls:
    """The node's own settings that come before its interfaces."""
    return tuple(each for each in node.sysctls if not each[0].startswith(_AFTER_VRFS))


def late_sysctls(node: NodePlan) -> Sysctls:
    """The node's own settings that come when its VRFs exist."""
    return tuple(each for each in node.sysctls if each[0].startswith(_AFTER_VRFS))


def forward_delay_s(plan: BridgePlan) -> int:
    """Without a spanning tree ports may forward at once; with one the kernel insists on two seconds (IEEE 802.1D)."""
    return max(plan.forward_delay_s, 2) if plan.stp else plan.forward_delay_s


def burst_bytes(rate_kbps: float, mtu_bytes: int) -> int:
    """Of a token bucket: what 10 ms carry, and at least two frames."""
    return max(bytes_per_second(rate_kbps) // 100, 2 * (mtu_bytes + 14))


def bytes_per_second(rate_kbps: float) -> int:
    """At least one."""
    return max(1, round(rate_kbps * 1000 / 8))
