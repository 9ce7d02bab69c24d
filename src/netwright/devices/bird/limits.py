"""What a design asks of BIRD that BIRD cannot do: one problem each.

Owns: the checks. Must not: print or run anything. Things without effect on the routes (SPF timers, graceful
restart) are warnings; whatever would leave the network other than designed is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import NOWHERE, Problems, Span
from ...model import Network, Node, OspfInstance
from ...model.adjacency import bgp_instances, ospf_instances
from ...schema.vrf import LONGEST_NAME
from ..base import UNKNOWN, RenderContext
from ..frr.versions import IMAGE, has, since
from ..frr.versions import parse_version as frr_version
from .features import parse_version
from .node import node_view


def check_node(
    network: Network, node: Node, problems: Problems, at: Span = NOWHERE, context: RenderContext = UNKNOWN
) -> None:
    """Add a problem for everything BIRD cannot express; the rest is rendered all the same."""

    def refuse(what: str) -> None:
        problems.error("bird-unsupported", f"node {node.name}: BIRD cannot do this: {what}", at)

    node_view(network, node, refuse, parse_version(context.version(node) or ""))
    for what in _impossible(node):
        refuse(what)
    for neighbors in _mixed_authentication(network, node, context):
        text = f"node {node.name}: OSPFv3 with {neighbors} will not come up: FRR 8 computes digests unlike RFC 7166"
        hint = f"FRR {since('ospf6_digests')} can (`image: {IMAGE}`); or leave the password away, or IPv6"
        problems.warning("ospfv3-authentication", text, at, hint)
    for what in _ignored(node):
        problems.warning("bird-ignored", f"node {node.name}: BIRD has no {what}; it is left out", at)


def _impossible(node: Node) -> Iterator[str]:
    instances = [bgp for _, bgp in bgp_instances(node)]
    for neighbor in (n for bgp in instances for n in bgp.neighbors):
        if neighbor.options.tcp_ao is not None:
            yield f"TCP authentication option (RFC 5925) on the session with {neighbor.name}"
        if "ingress" in (neighbor.options.remove_private_as or ""):
            yield f"removal of private ASes from routes of {neighbor.name}"
    for aggregate in (a for bgp in instances for a in bgp.aggregates):
        if aggregate.as_set:
            yield f"AS_SET of aggregate {aggregate.prefix}"
    if any(ospf.bfd_strict for ospf in _ospf(node)):
        yield "OSPF with strict BFD (RFC 9355)"
    for interface in node.interfaces:
        if interface.gateway is not None and interface.gateway.vrrp is not None:
            yield f"VRRP on {interface.ifname}; `gateway.protocol: anycast` serves"
    for vrf in node.vrfs.values():
        if len(vrf.name) > LONGEST_NAME:
            yield f"VRF `{vrf.name}`: names of VRFs have at most {LONGEST_NAME} characters in Linux"


def _ospf(node: Node) -> list[OspfInstance]:
    """Instances of the global table and of the VRFs."""
    return [ospf for _, ospf in ospf_instances(node)]


def _mixed_authentication(network: Network, node: Node, context: RenderContext) -> Iterator[str]:
    """FRR neighbours of old or unknown releases on links with OSPFv3 authentication (measured: FRR 8.4.4 and 10.3)."""
    for interface in node.interfaces:
        ospf = interface.ospf
        instance = node.ospf if interface.vrf is None else node.vrfs[interface.vrf].ospf
        if instance is None or not instance.ipv6:
            continue
        link = network.link(interface)
        if link is None or ospf is None or ospf.passive or ospf.password is None or not interface.ipv6:
            continue
        ends = [e.node for e in link.endpoints if e.ipv6 and "ospf" in network.nodes[e.node].modules]
        others = [name for name in ends if _computes_otherwise(network.nodes[name], context)]
        if others:
            yield f"{', '.join(others)} on {interface.ifname}"


def _computes_otherwise(neighbor: Node, context: RenderContext) -> bool:
    version = frr_version(context.version(neighbor) or "")
    return neighbor.device == "frr" and not has(version, "ospf6_digests")


def _ignored(node: Node) -> Iterator[str]:
    timers = (node.bfd, *(i.bfd for i in node.interfaces))
    if any(t is not None and t.min_echo_rx_ms for t in timers):
        yield "BFD echo packets"
    found = _ospf(node)
    if node.bgp is not None and node.bgp.stalepath_time_s is not None:
        yield "BGP stale path time"
    if any(ospf.reference_bandwidth is not None for ospf in found):
        yield "OSPF reference bandwidth (set the cost of interfaces)"
    if any(ospf.timers is not None for ospf in found):
        yield "OSPF SPF timers"
    if any(o.graceful_restart is not None and o.graceful_restart.helper_period_s is not None for o in found):
        yield "longest grace period of OSPF neighbours"
