"""VXLAN tunnels of a node: one device for every VLAN it carries, and for every VRF with a transit VNI.

Owns: `Node.vxlan` -> `InterfacePlan`s. Must not: know daemons. Source: RFC 7348; RFC 9135 section 4.2 (the IP-VRF's
bridge with a tunnel as its only port, whose MAC address is the router's MAC).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..addr import Address
from ..model import BridgePlan, BridgePortPlan, InterfacePlan, Node, VxlanEndpoint, VxlanPlan
from .linklocal import GENERATION_OFF

MTU = 1500
"""Frames of the customer's; what does not fit into the network below is fragmented."""
_SILENT = (("ipv6/conf/{ifname}/disable_ipv6", "1"),)


def plan_vxlans(node: Node, bridges: Mapping[str, str]) -> Iterator[InterfacePlan]:
    """Tunnels of VLANs that have a bridge, then those of VRFs; `bridges` names the node's bridge of each VLAN."""
    own = node.vxlan
    if own is None:
        return
    mtus = {i.ifname: i.mtu for i in node.interfaces if i.type == "svi"}
    for name in own.vlans:
        vlan, bridge = node.vlans[name], bridges.get(name)
        if vlan.vni is not None and bridge is not None:
            flood = vlan.flood if own.flooding == "static" else ()
            yield _tunnel(own, vlan.vni, bridge, mtus.get(bridge) or MTU, flood, f"VLAN {name}")
    for name in own.vrfs:
        vni = transit_vni(node, name)
        if vni is not None:
            yield _transit(vni, name)
            yield _tunnel(own, vni, bridge_name(vni), MTU, (), f"VRF {name}")


def transit_vni(node: Node, vrf: str) -> int | None:
    """VNI of routed traffic of a VRF."""
    evpn = node.vrfs[vrf].evpn
    return evpn.transit_vni if evpn is not None else None


def bridge_name(vni: int) -> str:
    """Bridge that stands for a VRF in its transit VNI."""
    return f"l3v{vni}"


def _tunnel(
    own: VxlanEndpoint, vni: int, bridge: str, mtu: int, flood: tuple[Address, ...], what: str
) -> InterfacePlan:
    learning = own.flooding == "static"
    return InterfacePlan(
        name=f"vxlan{vni}",
        kind="vxlan",
        master=bridge,
        mtu=mtu,
        vxlan=VxlanPlan(vni=vni, local=own.address, learning=learning, flood=flood),
        port=BridgePortPlan(learning=learning),
        description=what,
        sysctls=_SILENT,
    )


def _transit(vni: int, vrf: str) -> InterfacePlan:
    return InterfacePlan(
        name=bridge_name(vni),
        kind="bridge",
        master=vrf,
        mtu=MTU,
        bridge=BridgePlan(),
        description=f"transit VNI {vni}",
        sysctls=(GENERATION_OFF,),
    )
