"""What each kind of link needs to be created: its own attributes.

Owns: IFLA_INFO_DATA of bridges, bonds, VLANs, VRFs, VXLANs, macvlans and tunnels. Must not: send.
Source: linux/if_link.h, linux/if_tunnel.h, ip-link(8).
"""

from __future__ import annotations

from ...addr import Address
from ...model import BondPlan, BridgePlan, InterfacePlan, VxlanPlan
from ...model.kernel import TUNNEL_TTL, forward_delay_s
from .encoding import attribute, be16, be32, mac_bytes, packed, u8, u16, u32

IFLA_BR_FORWARD_DELAY, IFLA_BR_HELLO_TIME, IFLA_BR_MAX_AGE, IFLA_BR_AGEING_TIME = 1, 2, 3, 4
IFLA_BR_STP_STATE, IFLA_BR_PRIORITY, IFLA_BR_VLAN_FILTERING, IFLA_BR_MCAST_SNOOPING = 5, 6, 7, 23
IFLA_BR_VLAN_DEFAULT_PVID = 39
IFLA_BOND_MODE, IFLA_BOND_MIIMON, IFLA_BOND_PRIMARY = 1, 3, 11
IFLA_BOND_XMIT_HASH_POLICY, IFLA_BOND_MIN_LINKS = 14, 18
IFLA_BOND_AD_LACP_RATE, IFLA_BOND_AD_ACTOR_SYSTEM, IFLA_BOND_AD_LACP_ACTIVE = 21, 26, 29
IFLA_VXLAN_ID, IFLA_VXLAN_LOCAL, IFLA_VXLAN_LEARNING, IFLA_VXLAN_PORT, IFLA_VXLAN_LOCAL6 = 1, 4, 7, 15, 17
IFLA_VLAN_ID, IFLA_VRF_TABLE, IFLA_MACVLAN_MODE = 1, 1, 1
MACVLAN_MODE_BRIDGE = 4
IFLA_GRE_LINK, IFLA_GRE_IFLAGS, IFLA_GRE_OFLAGS, IFLA_GRE_IKEY, IFLA_GRE_OKEY = 1, 2, 3, 4, 5
IFLA_GRE_LOCAL, IFLA_GRE_REMOTE, IFLA_GRE_TTL, IFLA_GRE_FLAGS = 6, 7, 8, 13
GRE_KEY = 0x2000
IFLA_IPTUN_LINK, IFLA_IPTUN_LOCAL, IFLA_IPTUN_REMOTE, IFLA_IPTUN_TTL = 1, 2, 3, 4
IFLA_IPTUN_FLAGS, IFLA_IPTUN_PROTO = 8, 9
IP6_TNL_F_IGN_ENCAP_LIMIT = 1
_BOND_MODES = (
    "balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb",
)  # fmt: skip
_HASH_POLICIES = ("layer2", "layer3+4", "layer2+3")


def _centiseconds(kind: int, seconds: int) -> bytes:
    return u32(kind, seconds * 100)


def bridge_data(plan: BridgePlan) -> bytes:
    """IEEE 802.1D timers; without a spanning tree ports forward at once."""
    parts = [_centiseconds(IFLA_BR_FORWARD_DELAY, forward_delay_s(plan))]
    for kind, seconds in (
        (IFLA_BR_HELLO_TIME, plan.hello_time_s),
        (IFLA_BR_MAX_AGE, plan.max_age_s),
        (IFLA_BR_AGEING_TIME, plan.ageing_time_s),
    ):
        if seconds is not None:
            parts.append(_centiseconds(kind, seconds))
    parts.append(u32(IFLA_BR_STP_STATE, plan.stp))
    if plan.priority is not None:
        parts.append(u16(IFLA_BR_PRIORITY, plan.priority))
    if plan.vlan_filtering:
        parts.append(u8(IFLA_BR_VLAN_FILTERING, 1))
    if plan.vlans is not None:
        parts.append(u16(IFLA_BR_VLAN_DEFAULT_PVID, 0))
    if not plan.multicast_snooping:
        parts.append(u8(IFLA_BR_MCAST_SNOOPING, 0))
    return b"".join(parts)


def spanning_tree(on: bool) -> bytes:
    """The kernel's own, IEEE 802.1D."""
    return u32(IFLA_BR_STP_STATE, on)


def bond_data(plan: BondPlan) -> bytes:
    """IEEE 802.1AX; the mode comes first, the kernel checks the others against it."""
    parts = [
        u8(IFLA_BOND_MODE, _BOND_MODES.index(plan.mode)),
        u32(IFLA_BOND_MIIMON, plan.miimon_ms),
        u8(IFLA_BOND_XMIT_HASH_POLICY, _HASH_POLICIES.index(plan.hash_policy)),
    ]
    if plan.min_links:
        parts.append(u32(IFLA_BOND_MIN_LINKS, plan.min_links))
    if plan.mode == "802.3ad":
        parts.append(u8(IFLA_BOND_AD_LACP_RATE, plan.lacp_fast))
        if not plan.lacp_active:
            parts.append(u8(IFLA_BOND_AD_LACP_ACTIVE, 0))
        if plan.system_mac:
            parts.append(attribute(IFLA_BOND_AD_ACTOR_SYSTEM, mac_bytes(plan.system_mac)))
    return b"".join(parts)


def bond_primary(index: int) -> bytes:
    """The member that is used while it works."""
    return u32(IFLA_BOND_PRIMARY, index)


def vxlan_data(plan: VxlanPlan) -> bytes:
    """RFC 7348; the family of the local address is that of the underlay."""
    local = attribute(IFLA_VXLAN_LOCAL if plan.local.family == 4 else IFLA_VXLAN_LOCAL6, packed(*plan.local))
    learning = u8(IFLA_VXLAN_LEARNING, plan.learning)
    return u32(IFLA_VXLAN_ID, plan.vni) + local + learning + be16(IFLA_VXLAN_PORT, plan.port)


def _ends(plan: InterfacePlan, local_kind: int, remote_kind: int) -> bytes:
    parts: list[tuple[int, Address | None]] = [(local_kind, plan.local), (remote_kind, plan.remote)]
    return b"".join(attribute(kind, packed(*address)) for kind, address in parts if address is not None)


def gre_data(plan: InterfacePlan, parent: int) -> bytes:
    """RFC 2784, the key of RFC 2890; over IPv6 without the tunnel encapsulation limit of RFC 2473."""
    data = u32(IFLA_GRE_LINK, parent) if parent else b""
    if plan.key is not None:
        data += be16(IFLA_GRE_IFLAGS, GRE_KEY) + be16(IFLA_GRE_OFLAGS, GRE_KEY)
        data += be32(IFLA_GRE_IKEY, plan.key) + be32(IFLA_GRE_OKEY, plan.key)
    data += _ends(plan, IFLA_GRE_LOCAL, IFLA_GRE_REMOTE) + u8(IFLA_GRE_TTL, TUNNEL_TTL)
    if plan.kind == "ip6gre":
        data += u32(IFLA_GRE_FLAGS, IP6_TNL_F_IGN_ENCAP_LIMIT)
    return data


def ip_tunnel_data(plan: InterfacePlan, parent: int) -> bytes:
    """IP in IP (RFC 2003, RFC 4213); a tunnel over IPv6 carries both families (RFC 2473)."""
    data = u32(IFLA_IPTUN_LINK, parent) if parent else b""
    data += _ends(plan, IFLA_IPTUN_LOCAL, IFLA_IPTUN_REMOTE) + u8(IFLA_IPTUN_TTL, TUNNEL_TTL)
    if plan.kind == "ip6tnl":
        data += u32(IFLA_IPTUN_FLAGS, IP6_TNL_F_IGN_ENCAP_LIMIT) + u8(IFLA_IPTUN_PROTO, 0)
    return data


def kind_data(plan: InterfacePlan, parent: int) -> bytes:
    """The kind's own attributes; `parent` is the index of the interface it stands on, 0 for none."""
    match plan.kind:
        case "bridge":
            return bridge_data(plan.bridge or BridgePlan())
        case "bond":
            return bond_data(plan.bond or BondPlan(mode="802.3ad"))
        case "vlan":
            return u16(IFLA_VLAN_ID, plan.vlan_id or 0)
        case "vrf":
            return u32(IFLA_VRF_TABLE, plan.table or 0)
        case "macvlan":
            return u32(IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE)
        case "vxlan":
            return vxlan_data(plan.vxlan) if plan.vxlan is not None else b""
        case "gre" | "ip6gre":
            return gre_data(plan, parent)
        case "ipip" | "ip6tnl" | "sit":
            return ip_tunnel_data(plan, parent)
        case _:
            return b""
