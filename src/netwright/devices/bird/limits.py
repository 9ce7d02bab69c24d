"""What a design asks of BIRD that BIRD cannot do: one problem each.

Owns: the checks. Must not: print or run anything. Things without effect on the routes (SPF timers, graceful
restart) are warnings; whatever would leave the network other than designed is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import NOWHERE, Problems, Span
from ...model import Network, Node
from .features import OLDEST, Version
from .node import node_view


def check_node(network: Network, node: Node, problems: Problems, at: Span = NOWHERE, version: Version = OLDEST) -> None:
    """Add a problem for everything BIRD cannot express; the rest is rendered all the same."""

    def refuse(what: str) -> None:
        problems.error("bird-unsupported", f"node {node.name}: BIRD cannot do this: {what}", at)

    node_view(network, node, refuse, version)
    for what in _impossible(node):
        refuse(what)
    for what in _ignored(node):
        problems.warning("bird-ignored", f"node {node.name}: BIRD has no {what}; it is left out", at)


def _impossible(node: Node) -> Iterator[str]:
    for neighbor in node.bgp.neighbors if node.bgp is not None else ():
        if neighbor.options.tcp_ao is not None:
            yield f"TCP authentication option (RFC 5925) on the session with {neighbor.name}"
    for aggregate in node.bgp.aggregates if node.bgp is not None else ():
        if aggregate.as_set:
            yield f"AS_SET of aggregate {aggregate.prefix}"
    for route in node.static_routes:
        if route.vrf is not None or route.next_hop_vrf is not None:
            yield f"static route {route.prefix} in a VRF"


def _ignored(node: Node) -> Iterator[str]:
    if node.ospf is None:
        return
    if node.ospf.reference_bandwidth is not None:
        yield "OSPF reference bandwidth (set the cost of interfaces)"
    if node.ospf.timers is not None:
        yield "OSPF SPF timers"
    if node.ospf.graceful_restart is not None:
        yield "OSPF graceful restart settings of the topology"
