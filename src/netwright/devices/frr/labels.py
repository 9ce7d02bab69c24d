"""Labels of BGP sessions -> lines of FRR's bgpd: labelled unicast, VPNs, inter-AS option B.

Owns: what MPLS adds to BGP. Must not: print, or know plain unicast. Source: RFC 4364, 4659, 8277; FRR user guide "BGP".
"""

from __future__ import annotations

from ...addr import Address, Family, InterfaceAddress
from ...model import BgpInstance, BgpNeighbor, Interface, Node
from .ldp import ldp_interfaces
from .sr import bgp_locator
from .versions import Version, has


def vpn_families(n: BgpNeighbor, remote: Address | None) -> list[str]:
    """VPN address families of one session: over IPv4 with labels, over IPv6 with segments."""
    if remote is None:
        return []
    if remote.family == 4:
        wanted = (("ipv4 vpn", n.vpnv4), ("ipv6 vpn", n.vpnv6))
    else:
        wanted = (("ipv4 vpn", "ipv4" in n.srv6_vpn), ("ipv6 vpn", "ipv6" in n.srv6_vpn))
    return [name for name, on in wanted if on]


def vpn_activated(n: BgpNeighbor, peer: str) -> list[str]:
    """Routes need their route targets, so extended communities are sent whatever the session says."""
    to = f"neighbor {peer}"
    lines = [f"{to} activate"]
    if n.rr_client:
        lines.append(f"{to} route-reflector-client")
    if n.type == "ibgp":
        lines.append(f"{to} next-hop-self")
    return lines


def mapped_next_hop(node: Node, n: BgpNeighbor) -> dict[str, str]:
    """RFC 4798 section 2: the IPv4 address of the session, mapped to IPv6, whatever IPv6 addresses the router has."""
    if n.source_ipv4 is not None:
        return {"ipv6": f"::ffff:{n.source_ipv4}"}
    own = (*((node.loopback,) if node.loopback is not None else ()), *node.interfaces)
    ends = [i for i in own if (i.ifname == n.source_ifname if n.ifindex is None else i.ifindex == n.ifindex)]
    found = [i.ipv4.address for i in ends if isinstance(i.ipv4, InterfaceAddress)]
    return {"ipv6": f"::ffff:{found[0]}"} if found else {}


def exported_with(node: Node, family: Family) -> list[str]:
    """How routes of VRFs are reached from other routers; empty when no session could carry them."""
    lines = []
    if node.mpls is not None and (node.mpls.vpn_ipv4 if family == 4 else node.mpls.vpn_ipv6):
        lines.append("label vpn export auto")
    if node.srv6 is not None and (node.srv6.vpn_ipv4 if family == 4 else node.srv6.vpn_ipv6):
        lines.append("sid vpn export auto")
    return lines


def label_process(node: Node, version: Version) -> list[str]:
    """Lines of the BGP process."""
    lines = bgp_locator(node)
    mpls = node.mpls
    if mpls is not None and mpls.bgp_explicit_null and has(version, "labelled_explicit_null"):
        lines.append("bgp labeled-unicast explicit-null")
    return lines


def external_label_links(node: Node) -> list[Interface]:
    """Interfaces to other autonomous systems whose BGP sessions carry labels."""
    wanted = {
        n.ifindex
        for n in (node.bgp.neighbors if node.bgp is not None else ())
        if n.ifindex is not None and (n.labelled_ipv4 or n.labelled_ipv6 or n.six_pe or n.vpnv4 or n.vpnv6)
    }
    return [i for i in node.interfaces if i.ifindex in wanted and i.vrf is None]


def switching_links(node: Node, bgp: BgpInstance, version: Version) -> list[tuple[str, tuple[str, ...]]]:
    """Interfaces of a router with VPN sessions to other autonomous systems (RFC 4364 section 10 b).

    Towards the other system labels need no LDP; VPN routes that come in get labels of this router's own.
    """
    external = {n.ifindex for n in bgp.neighbors if n.ifindex is not None and (n.vpnv4 or n.vpnv6)}
    if not external:
        return []
    found = []
    inside = {i.ifindex for i in ldp_interfaces(node)}
    for interface in node.interfaces:
        lines = ["mpls bgp forwarding"] if interface.ifindex in external else []
        if has(version, "vpn_option_b") and interface.ifindex in external | inside:
            lines.append("mpls bgp l3vpn-multi-domain-switching")
        if lines:
            found.append((interface.ifname, tuple(lines)))
    return found
