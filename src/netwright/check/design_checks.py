"""The implicit tests of a topology without tests: the network against its own design.

Owns: which implicit tests there are. Each is a `design_*` check of
`named/design.py` on every node it concerns.
"""

from __future__ import annotations

from ..model import Network
from .expected import Expectations
from .sandbox import Invocation
from .spec import Test

WAIT_S = 60.0
"""Default OSPF timers on a LAN: 40 s to elect a designated router, then flooding and SPF."""

_TESTS = (
    ("links", "design_links()", "Every member of a bond is in use", "Waiting for links"),
    ("spanning_trees", "design_stp()", "Every spanning tree has its root", "Waiting for spanning trees"),
    ("dhcp_leases", "design_dhcp()", "Every DHCP client has an address of its subnet", "Waiting for DHCP"),
    ("bgp_sessions", "design_bgp()", "Every designed BGP session is Established", "Waiting for BGP sessions"),
    (
        "ospf_adjacencies",
        "design_ospf()",
        "Every designed OSPF adjacency is up",
        "Waiting for OSPF adjacencies",
    ),
    (
        "isis_adjacencies",
        "design_isis()",
        "Every designed IS-IS adjacency is up",
        "Waiting for IS-IS adjacencies",
    ),
    (
        "reachability",
        "design_reach()",
        "Every loopback that routing should reach is reached",
        "Waiting for routes",
    ),
    (
        "workloads",
        "design_workloads()",
        "Pods and machines of every cluster reach each other",
        "Waiting for workloads",
    ),
    ("services", "design_services()", "Services answer inside of their clusters", "Waiting for services"),
)


def design_checks(network: Network, due: Expectations | None = None, *, wait_s: float = WAIT_S) -> tuple[Test, ...]:
    """Implicit tests, each on the nodes that have something to check; none when nothing is designed."""
    due = due or Expectations(network)
    concerned = {
        "spanning_trees": [n for n in network.nodes if due.links.trees(n)],
        "dhcp_leases": [n for n in network.nodes if due.links.leases(n)],
        "links": [n for n in network.nodes if due.links.bonds(n)],
        "bgp_sessions": [n for n in network.nodes if due.sessions(n)],
        "ospf_adjacencies": [n for n in network.nodes if due.adjacencies(n, 2) or due.adjacencies(n, 3)],
        "isis_adjacencies": [n for n in network.nodes if due.isis_adjacencies(n)],
        "reachability": [n for n in network.nodes if due.loopbacks(n, "ipv4") or due.loopbacks(n, "ipv6")],
        "workloads": [n for n in network.nodes if due.clusters.neighbors(n)],
        "services": [n for n in network.nodes if due.clusters.services(n)],
    }
    return tuple(
        Test(
            name=name,
            nodes=tuple(concerned[name]),
            description=description,
            plugin=Invocation(call),
            wait_s=wait_s,
            wait_message=message,
        )
        for name, call, description, message in _TESTS
        if concerned[name]
    )
