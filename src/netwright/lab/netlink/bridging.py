"""Ports and forwarding databases of bridges and VXLAN tunnels.

Owns: bridge port settings, forwarding entries. Must not: send.
Source: linux/if_link.h, linux/neighbour.h, bridge(8).
"""

from __future__ import annotations

import socket
import struct

from ...addr import Address
from ...model import BridgePortPlan
from .encoding import NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, Request, attribute, mac_bytes, packed, u8, u16, u32
from .links import ifinfo, set_member

RTM_SETLINK, RTM_NEWNEIGH = 19, 28
IFLA_AF_SPEC, IFLA_BRIDGE_FLAGS, IFLA_BRIDGE_VLAN_INFO, BRIDGE_FLAGS_SELF = 26, 0, 2, 2
BRIDGE_VLAN_INFO_PVID, BRIDGE_VLAN_INFO_UNTAGGED = 2, 4
IFLA_BRPORT_PRIORITY, IFLA_BRPORT_COST, IFLA_BRPORT_MODE, IFLA_BRPORT_GUARD = 2, 3, 4, 5
IFLA_BRPORT_PROTECT, IFLA_BRPORT_LEARNING, IFLA_BRPORT_UNICAST_FLOOD = 6, 8, 9
IFLA_BRPORT_NEIGH_SUPPRESS, IFLA_BRPORT_ISOLATED = 32, 33
NDA_DST, NDA_LLADDR = 1, 2
NUD_NOARP, NUD_PERMANENT, NTF_SELF = 0x40, 0x80, 0x02
_ALL_ZERO = bytes(6)
"""Where a VXLAN tunnel sends what it has no entry for."""


def set_bridge_port(name: str, index: int, plan: BridgePortPlan) -> Request:
    """Settings of a port after it joined its bridge; what the plan leaves open stays as the kernel has it."""
    data = u8(IFLA_BRPORT_LEARNING, plan.learning)
    if not plan.unicast_flood:
        data += u8(IFLA_BRPORT_UNICAST_FLOOD, 0)
    for kind, wanted in (
        (IFLA_BRPORT_NEIGH_SUPPRESS, plan.neighbor_suppress),
        (IFLA_BRPORT_ISOLATED, plan.isolated),
        (IFLA_BRPORT_MODE, plan.hairpin),
        (IFLA_BRPORT_GUARD, plan.bpdu_guard),
        (IFLA_BRPORT_PROTECT, plan.root_guard),
    ):
        if wanted:
            data += u8(kind, 1)
    if plan.cost is not None:
        data += u32(IFLA_BRPORT_COST, plan.cost)
    if plan.priority is not None:
        data += u16(IFLA_BRPORT_PRIORITY, plan.priority)
    return set_member(name, index, "bridge", data)


def set_own_vlans(name: str, index: int, vlans: tuple[int, ...]) -> Request:
    """The bridge itself takes part in VLANs with tagged frames."""
    spec = u16(IFLA_BRIDGE_FLAGS, BRIDGE_FLAGS_SELF) + b"".join(map(_vlan, vlans))
    return _set_vlans(name, index, spec)


def set_port_vlans(name: str, index: int, plan: BridgePortPlan) -> Request:
    """VLANs of a port of a bridge that filters them."""
    untagged = _vlan(plan.untagged, BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED) if plan.untagged else b""
    return _set_vlans(name, index, untagged + b"".join(map(_vlan, plan.tagged)))


def _vlan(vlan_id: int, flags: int = 0) -> bytes:
    return attribute(IFLA_BRIDGE_VLAN_INFO, struct.pack("=HH", flags, vlan_id))


def _set_vlans(name: str, index: int, spec: bytes) -> Request:
    body = ifinfo(index, family=socket.AF_BRIDGE) + attribute(IFLA_AF_SPEC, spec)
    return Request(RTM_SETLINK, 0, body, f"set VLANs of {name}")


def add_local_entry(name: str, index: int, mac: str) -> Request:
    """A further MAC address of the bridge's own: frames to it are for the host, and are not flooded."""
    body = struct.pack("=BxxxiHBB", socket.AF_BRIDGE, index, NUD_PERMANENT, NTF_SELF, 0)
    body += attribute(NDA_LLADDR, mac_bytes(mac))
    return Request(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, body, f"give bridge {name} the address {mac}")


def add_flood(name: str, index: int, remote: Address) -> Request:
    """A remote endpoint that gets every frame a VXLAN tunnel floods (head-end replication, RFC 7348 section 4.2)."""
    body = struct.pack("=BxxxiHBB", socket.AF_BRIDGE, index, NUD_NOARP | NUD_PERMANENT, NTF_SELF, 0)
    body += attribute(NDA_LLADDR, _ALL_ZERO) + attribute(NDA_DST, packed(*remote))
    return Request(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_APPEND, body, f"flood {name} to {remote}")
