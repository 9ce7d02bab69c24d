"""What the kernel of a node must do with labels and segments.

Owns: sysctls and kernel features of MPLS and SRv6. Must not: know how daemons are configured.
Source: Linux mpls-sysctl, seg6-sysctl; RFC 3031, 8754.
"""

from __future__ import annotations

import msgspec

from ...model import Interface, InterfacePlan, Network, Node, Snippet
from ..linklocal import GENERATION_OFF
from .evpn import transit_lines
from .labels import external_label_links
from .ldp import ldp_interfaces

PLATFORM_LABELS = 100_000
"""Labels a node can look up; a global block beyond it makes the table larger."""
_MPLS_INPUT = ("mpls/conf/{ifname}/input", "1")
_DISABLE_IPV6 = "ipv6/conf/{ifname}/disable_ipv6"
_SEG6 = ("ipv6/conf/{ifname}/seg6_enabled", "1")


def kernel_features(node: Node) -> tuple[str, ...]:
    """Names of `NodePlan.features`."""
    mpls = ("mpls", "mpls_encap") if _uses_mpls(node) else ()
    return (*mpls, "seg6") if node.srv6 is not None else mpls


def kernel_sysctls(node: Node) -> tuple[tuple[str, str], ...]:
    """Settings of the whole node."""
    found: list[tuple[str, str]] = []
    if _uses_mpls(node):
        end = node.sr.block_start + node.sr.block_size if node.sr is not None else 0
        found.append(("mpls/platform_labels", str(max(PLATFORM_LABELS, min(end + 1, 1 << 20)))))
    if node.srv6 is not None:
        found += [("ipv6/conf/all/seg6_enabled", "1"), ("ipv6/conf/default/seg6_enabled", "1")]
        found.append(("vrf/strict_mode", "1"))
    return tuple(found)


def zebra_lines(node: Node) -> tuple[str, ...]:
    """VRFs with their VNIs. Next hops within routes: the kernel's nexthop objects of IPv4 serve no IPv6 routes."""
    lines = [line for name, vni in transit_lines(node) for line in (f"vrf {name}", f" vni {vni}", "exit-vrf")]
    if takes_ipv6_over_ipv4(node):
        lines.append("no zebra nexthop kernel enable")
    return tuple(lines)


def ipv6_over_ipv4(network: Network) -> bool:
    """Some router sends IPv6 packets along label paths to IPv4 next hops (RFC 4798, 4659)."""
    return any(takes_ipv6_over_ipv4(n) for n in network.nodes.values())


def takes_ipv6_over_ipv4(node: Node) -> bool:
    """The node itself does: its sessions over IPv4 carry IPv6 routes with labels."""
    return node.mpls is not None and bool(node.mpls.six_pe or node.mpls.vpn_ipv6)


def takes_labels(node: Node) -> bool:
    """BGP asks zebra for labels or segments. Releases with mgmtd give none for what bgpd reads from its file, before it
    is connected; then its configuration is loaded with that of the daemons without files."""
    mpls, srv6 = node.mpls, node.srv6
    labels = mpls is not None and any(
        (mpls.vpn_ipv4, mpls.vpn_ipv6, mpls.labelled_ipv4, mpls.labelled_ipv6, mpls.six_pe)
    )
    return node.bgp is not None and bool(labels or (srv6 is not None and (srv6.vpn_ipv4 or srv6.vpn_ipv6)))


def label_mac(node: Node, interface: Interface) -> str:
    """A locally administered address that the other end of a link can name."""
    return (
        f"02:06:{node.id >> 8 & 255:02x}:{node.id & 255:02x}:{interface.ifindex >> 8:02x}:{interface.ifindex & 255:02x}"
    )


def neighbor_snippets(network: Network, node: Node) -> tuple[Snippet, ...]:
    """zebra's IPv6 routes to IPv4 next hops reach the kernel with an interface and no gateway, so the kernel looks for
    the neighbour `::`: on a link between two routers that is the other one."""
    if not takes_ipv6_over_ipv4(node):
        return ()
    lines = []
    for interface in label_interfaces(node):
        link = network.link(interface)
        ends = [e for e in link.endpoints if (e.node, e.ifname) != (node.name, interface.ifname)] if link else []
        if len(ends) == 1:
            other = network.nodes[ends[0].node]
            peer = next(i for i in other.interfaces if i.ifname == ends[0].ifname)
            mac = peer.mac or label_mac(other, peer)
            lines.append(f"ip -6 neigh replace :: lladdr {mac} dev {interface.ifname} nud permanent\n")
    return (Snippet(name="ipv6-over-ipv4", kind="shell", text="#!/bin/sh\n" + "".join(lines)),) if lines else ()


def with_labels(network: Network, node: Node, plans: tuple[InterfacePlan, ...]) -> tuple[InterfacePlan, ...]:
    """Interfaces that take labelled packets or segments in."""
    labelled = {i.ifname: i for i in label_interfaces(node)}
    if labelled:
        over_ipv4 = ipv6_over_ipv4(network)
        plans = tuple(
            _labelled(node, labelled[plan.name], plan, over_ipv4=over_ipv4) if plan.name in labelled else plan
            for plan in plans
        )
    if node.srv6 is None:
        return plans
    routed = {i.ifname for i in node.interfaces if i.vrf is None and i.type != "loopback"}
    return tuple(
        msgspec.structs.replace(plan, sysctls=(*plan.sysctls, _SEG6)) if plan.name in routed else plan for plan in plans
    )


def _labelled(node: Node, interface: Interface, plan: InterfacePlan, *, over_ipv4: bool) -> InterfacePlan:
    """IPv6 packets on label paths want IPv6 on the interface, which needs no address, and a MAC address that the other
    end knows (see `neighbor_snippets`)."""
    if not over_ipv4:
        return msgspec.structs.replace(plan, sysctls=(*plan.sysctls, _MPLS_INPUT))
    without_ipv6 = any(name == _DISABLE_IPV6 for name, _ in plan.sysctls)
    kept = [item for item in plan.sysctls if item[0] != _DISABLE_IPV6]
    sysctls = (*((GENERATION_OFF,) if without_ipv6 else ()), *kept, _MPLS_INPUT)
    mac = plan.mac or (label_mac(node, interface) if plan.kind == "veth" else None)
    return msgspec.structs.replace(plan, sysctls=sysctls, mac=mac)


def label_interfaces(node: Node) -> list[Interface]:
    """Where labelled packets come in: LDP, segment routing, labelled sessions with other systems."""
    found = {i.ifindex: i for i in (*ldp_interfaces(node), *external_label_links(node))}
    if node.sr is not None:
        found |= {i.ifindex: i for i in node.interfaces if _in_igp(node, i)}
    return list(found.values())


def _in_igp(node: Node, interface: Interface) -> bool:
    if node.sr is None or interface.vrf is not None or interface.type == "loopback":
        return False
    return interface.isis is not None or interface.ospf is not None


def _uses_mpls(node: Node) -> bool:
    return node.mpls is not None or node.sr is not None
