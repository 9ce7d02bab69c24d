"""What the kernel of a node must do with labels and segments.

Owns: sysctls and kernel features of MPLS and SRv6. Must not: know how daemons are configured.
Source: Linux mpls-sysctl, seg6-sysctl; RFC 3031, 8754.
"""

from __future__ import annotations

import msgspec

from ...model import Interface, InterfacePlan, Network, Node
from ..linklocal import GENERATION_OFF
from .evpn import transit_lines
from .labels import external_label_links
from .ldp import ldp_interfaces

PLATFORM_LABELS = 100_000
"""Labels a node can look up; a global block beyond it makes the table larger."""
_MPLS_INPUT = ("mpls/conf/{ifname}/input", "1")
_PROXY_ARP = ("ipv4/conf/{ifname}/proxy_arp", "1")
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
    mpls = node.mpls
    lines = [line for name, vni in transit_lines(node) for line in (f"vrf {name}", f" vni {vni}", "exit-vrf")]
    if mpls is not None and (mpls.six_pe or mpls.vpn_ipv6):
        lines.append("no zebra nexthop kernel enable")
    return tuple(lines)


def ipv6_over_ipv4(network: Network) -> bool:
    """Some router sends IPv6 packets along label paths to IPv4 next hops (RFC 4798, 4659)."""
    return any(n.mpls is not None and (n.mpls.six_pe or n.mpls.vpn_ipv6) for n in network.nodes.values())


def with_labels(network: Network, node: Node, plans: tuple[InterfacePlan, ...]) -> tuple[InterfacePlan, ...]:
    """Interfaces that take labelled packets or segments in.

    zebra's IPv6 routes to an IPv4 next hop name the far end, `::ffff:10.0.0.4`, as gateway: the kernel asks for it
    with ARP, which the next router answers, and wants IPv6 on the interface, which needs no address.
    """
    labelled = {i.ifname for i in label_interfaces(node)}
    over_ipv4 = bool(labelled) and ipv6_over_ipv4(network)
    segments = {i.ifname for i in node.interfaces if node.srv6 is not None and i.vrf is None and i.type != "loopback"}
    return tuple(
        msgspec.structs.replace(
            plan,
            sysctls=(
                *(_label_sysctls(plan, over_ipv4=over_ipv4) if plan.name in labelled else plan.sysctls),
                *((_SEG6,) if plan.name in segments and plan.kind != "loopback" else ()),
            ),
        )
        if plan.name in labelled or plan.name in segments
        else plan
        for plan in plans
    )


def _label_sysctls(plan: InterfacePlan, *, over_ipv4: bool) -> tuple[tuple[str, str], ...]:
    if not over_ipv4:
        return (*plan.sysctls, _MPLS_INPUT)
    without_ipv6 = any(name == _DISABLE_IPV6 for name, _ in plan.sysctls)
    kept = [item for item in plan.sysctls if item[0] != _DISABLE_IPV6]
    return (*((GENERATION_OFF,) if without_ipv6 else ()), *kept, _MPLS_INPUT, _PROXY_ARP)


def label_interfaces(node: Node) -> list[Interface]:
    """Where labelled packets come in: LDP, segment routing, labelled sessions with other systems."""
    found = {i.ifindex: i for i in (*ldp_interfaces(node), *external_label_links(node))}
    if node.sr is not None:
        found |= {i.ifindex: i for i in node.interfaces if _in_igp(node, i)}
    return list(found.values())


def _in_igp(node: Node, interface: Interface) -> bool:
    if node.sr is None or interface.vrf is not None or interface.type == "loopback":
        return False
    return getattr(interface, "isis", None) is not None or interface.ospf is not None


def _uses_mpls(node: Node) -> bool:
    return node.mpls is not None or node.sr is not None
