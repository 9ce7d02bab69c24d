"""What every device's interfaces have in common in a lab: addresses, link-local address, sysctls.

Owns: `Interface` -> `InterfacePlan`. Must not: know daemons. Source: Linux ip-sysctl.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..addr import InterfaceAddress
from ..model import Interface, InterfacePlan, Node, SpanningTree
from ..model.kernel import Sysctls
from ..model.plan import InterfaceKind
from .gateway import SHARED_SUBNET, plan_gateways
from .lag import bond_plan
from .linklocal import GENERATION_OFF, link_local_interface
from .stp import bridge_plan, port_plan
from .vxlan import plan_vxlans

_KINDS: Mapping[str, InterfaceKind] = {"bond": "bond", "lag": "bond", "svi": "bridge", "vlan_member": "vlan"}
"""Type of the design -> kind of the kernel; all others are ends of cables."""

_COMMON: Sysctls = (
    ("ipv4/fib_multipath_hash_policy", "1"),
    ("ipv6/fib_multipath_hash_policy", "1"),
)
ROUTER_SYSCTLS: Sysctls = (
    ("ipv4/ip_forward", "1"),
    ("ipv6/conf/all/forwarding", "1"),
    ("ipv6/conf/default/forwarding", "1"),
    *_COMMON,
)
HOST_SYSCTLS: Sysctls = (
    ("ipv6/conf/all/forwarding", "0"),
    ("ipv6/conf/default/forwarding", "0"),
    *_COMMON,
)
_NO_IPV6: Sysctls = (("ipv6/conf/{ifname}/disable_ipv6", "1"),)
_KEEP = ("ipv6/conf/{ifname}/keep_addr_on_down", "1")
_ROUTER: Sysctls = (GENERATION_OFF, _KEEP, ("ipv6/conf/{ifname}/accept_ra", "0"))
_PROXY_ARP = ("ipv4/conf/{ifname}/proxy_arp", "1")
_HOST: Sysctls = (GENERATION_OFF, _KEEP, ("ipv6/conf/{ifname}/accept_ra", "2"))


def node_sysctls(node: Node) -> Sysctls:
    """Forwarding for everything that routes; hosts and bridges forward nothing."""
    return ROUTER_SYSCTLS if node.role in ("router", "gateway") else HOST_SYSCTLS


def plan_interfaces(node: Node) -> tuple[InterfacePlan, ...]:
    """VRFs first, the node's own loopback, bridges of VLANs, then other interfaces, what stands on them."""
    own = (node.loopback,) if node.loopback is not None else ()
    bridges = tuple(i for i in node.interfaces if i.type == "svi")
    others = tuple(i for i in node.interfaces if i.type != "svi") if bridges else node.interfaces
    names = vlan_bridges(node) if bridges else {}
    found = (plan_interface(node, i, names) for i in (*own, *bridges, *others))
    return (*plan_vrfs(node), *found, *plan_vxlans(node, names), *plan_gateways(node))


def plan_vrfs(node: Node) -> tuple[InterfacePlan, ...]:
    """One VRF device each, with the VRF's name and table."""
    return tuple(
        InterfacePlan(name=vrf.name, kind="vrf", table=vrf.table, description=f"VRF {vrf.name}")
        for vrf in node.vrfs.values()
    )


def plan_interface(node: Node, interface: Interface, bridges: Mapping[str, str]) -> InterfacePlan:
    """One interface; the link-local address follows from the design, so that peers can name it.

    `bridges` names the node's bridge of each VLAN.
    """
    loopback = interface.type == "loopback"
    addresses: list[InterfaceAddress] = []
    if not loopback and has_ipv6(interface):
        addresses.append(link_local_interface(node.id, interface.ifindex))
    addresses += interface_addresses(interface)
    kind = _kind(node, interface)
    master = _master(interface, bridges)
    tunnel = interface.tunnel
    return InterfacePlan(
        name=interface.ifname,
        kind=kind,
        segment=interface.linkindex - 1 if kind == "veth" else None,
        parent=tunnel.vrf if tunnel is not None else interface.parent_ifname if kind == "vlan" else None,
        local=tunnel.source.address if tunnel is not None else None,
        remote=tunnel.destination.address if tunnel is not None else None,
        key=tunnel.key if tunnel is not None else None,
        vlan_id=interface.vlan.access_id if kind == "vlan" and interface.vlan is not None else None,
        master=master or interface.lag_member_of or interface.vrf,
        bond=bond_plan(interface.lag) if interface.lag is not None else None,
        bridge=bridge_plan(_tree(node, interface)) if kind == "bridge" else None,
        port=port_plan(interface.stp, _tree(node, interface)) if master is not None else None,
        mtu=None if loopback else interface.mtu,
        mac=interface.mac,
        addresses=tuple(addresses),
        up=not interface.shutdown,
        description=interface.name,
        sysctls=() if loopback else _sysctls(node, interface),
        impairment=interface.tc,
    )


def _kind(node: Node, interface: Interface) -> InterfaceKind:
    if interface.type == "loopback":
        return "loopback" if interface is node.loopback else "dummy"
    if interface.tunnel is not None:
        return "gre" if interface.tunnel.source.address.family == 4 else "ip6gre"
    return _KINDS.get(interface.type, "veth")


def vlan_bridges(node: Node) -> dict[str, str]:
    """VLAN -> the bridge of the node that carries it, which is its VLAN interface."""
    return {i.vlan.name: i.ifname for i in node.interfaces if i.type == "svi" and i.vlan is not None and i.vlan.name}


def _master(interface: Interface, bridges: Mapping[str, str]) -> str | None:
    """The bridge a port of a VLAN is in: of its access VLAN, or of a trunk's native VLAN."""
    vlan = interface.vlan
    if vlan is None or vlan.name is not None:
        return None
    return bridges.get(vlan.access or vlan.native or "")


def _tree(node: Node, interface: Interface) -> SpanningTree | None:
    """The spanning tree of the VLAN an interface is the bridge or a port of."""
    port = interface.vlan
    vlan = node.vlans.get(port.name or port.access or port.native or "") if port is not None else None
    return vlan.spanning_tree if vlan is not None else None


def has_ipv6(interface: Interface) -> bool:
    """A DHCPv6 client asks from its link-local address."""
    client = interface.dhcp_client
    return interface.ipv6 is not None or (client is not None and client.ipv6)


def interface_addresses(interface: Interface) -> list[InterfaceAddress]:
    """Global addresses; an unnumbered interface has its loopback's as a host address."""
    found = []
    if interface.ipv4 is True and interface.borrowed_ipv4 is not None:
        found.append(InterfaceAddress(4, interface.borrowed_ipv4.value, 32))
    found += [a for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]
    return found


def _sysctls(node: Node, interface: Interface) -> Sysctls:
    shared = SHARED_SUBNET if interface.gateway is not None and node.role != "host" else ()
    if interface.proxy_arp:
        shared = (*shared, _PROXY_ARP)
    if not has_ipv6(interface):
        return (*_NO_IPV6, *shared)
    return (*(_ROUTER if node.role == "router" else _HOST), *shared)
