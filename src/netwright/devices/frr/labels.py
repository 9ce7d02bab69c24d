"""Labels of BGP sessions -> lines of FRR's bgpd: labelled unicast, VPNs, inter-AS option B.

Owns: what MPLS adds to BGP. Must not: print, or know plain unicast. Source: RFC 4364, 4659, 8277; FRR user guide "BGP".
"""

from __future__ import annotations

from ...addr import Address, Family
from ...model import BgpInstance, BgpNeighbor, Interface, Node
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


def exported_with(node: Node, family: Family) -> list[str]:
    """How routes of VRFs are reached from other routers; empty when no session could carry them."""
    lines = []
    if node.mpls is not None and (node.mpls.vpn_ipv4 if family == 4 else node.mpls.vpn_ipv6):
        lines.append("label vpn export auto")
    if node.srv6 is not None and (node.srv6.vpn_ipv4 if family == 4 else node.srv6.vpn_ipv6):
        lines.append("sid vpn export auto")
    return lines


def label_process(node: Node) -> list[str]:
    """Lines of the BGP process."""
    mpls = node.mpls
    if mpls is None or not mpls.bgp_explicit_null or not (mpls.labelled_ipv4 or mpls.labelled_ipv6):
        return []
    return ["bgp labeled-unicast explicit-null"]


def external_label_links(node: Node) -> list[Interface]:
    """Interfaces to other autonomous systems whose BGP sessions carry labels."""
    wanted = {
        n.ifindex
        for n in (node.bgp.neighbors if node.bgp is not None else ())
        if n.ifindex is not None and (n.labelled_ipv4 or n.labelled_ipv6 or n.six_pe or n.vpnv4 or n.vpnv6)
    }
    return [i for i in node.interfaces if i.ifindex in wanted and i.vrf is None]


def labelled_links(node: Node, bgp: BgpInstance, version: Version) -> list[tuple[str, tuple[str, ...]]]:
    """Interfaces with VPN sessions to other autonomous systems (RFC 4364 section 10 b): labels without LDP."""
    wanted = {n.ifindex for n in bgp.neighbors if n.ifindex is not None and (n.vpnv4 or n.vpnv6)}
    lines = ["mpls bgp forwarding"]
    if has(version, "vpn_option_b"):
        lines.append("mpls bgp l3vpn-multi-domain-switching")
    return [(i.ifname, tuple(lines)) for i in node.interfaces if i.ifindex in wanted]
