"""What one Linux node needs: interfaces, static routes, sysctls.

Owns: the `NodePlan` of a Linux node. Must not: create anything. The lab installs the routes over netlink.
"""

from __future__ import annotations

from ...addr import InterfaceAddress, Prefix
from ...model import Network, Node, NodePlan, RoutePlan, StaticRoute
from ..dhcp import plan_dhcp
from ..endpoints import endpoint_daemons
from ..interfaces import node_sysctls, plan_interfaces
from ..workloads import workload_routes
from .commands import compatible_commands


def plan_linux_node(network: Network, node: Node) -> NodePlan:
    """Custom configuration excepted: it is applied as snippets."""
    connected = [
        address.prefix
        for interface in node.interfaces
        for address in (interface.ipv4, interface.ipv6)
        if isinstance(address, InterfaceAddress)
    ]
    wanted = node.static_routes if not node.skip_config else ()
    routes = tuple(_route(r, connected) for r in wanted if r.vrf is None and _usable(r, node))
    dhcp = plan_dhcp(node)
    answers = endpoint_daemons(node)
    return NodePlan(
        name=node.name,
        device=node.device,
        interfaces=plan_interfaces(node),
        routes=(*workload_routes(node), *dict.fromkeys(routes), *dhcp.routes),
        sysctls=node_sysctls(node),
        files=(*dhcp.files, *answers.files, *compatible_commands(node)),
        daemons=(*dhcp.daemons, *answers.daemons),
    )


def _usable(route: StaticRoute, node: Node) -> bool:
    """The kernel takes no route over an interface that is down."""
    down = {i.ifname for i in node.interfaces if i.shutdown}
    return route.ifname is None or route.ifname not in down


def _route(route: StaticRoute, connected: list[Prefix]) -> RoutePlan:
    """`onlink` for a next hop that no connected prefix covers but whose interface is known."""
    hop = route.next_hop
    onlink = (
        hop is not None
        and route.ifname is not None
        and not hop.is_link_local
        and not any(prefix.contains(hop) for prefix in connected)
    )
    return RoutePlan(prefix=route.prefix, next_hop=hop, ifname=route.ifname, discard=route.discard, onlink=onlink)
