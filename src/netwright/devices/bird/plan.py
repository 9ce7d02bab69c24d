"""What one BIRD node needs to run: interfaces, sysctls, files, one daemon.

Owns: the `NodePlan` of a BIRD node. Must not: create anything. BIRD runs in the foreground as whoever starts
it, uid 0 of a user namespace included, so it is given no user to change to.
"""

from __future__ import annotations

from ...model import (
    DaemonPlan,
    FilePlan,
    Network,
    Node,
    NodePlan,
    RoutePlan,
    StaticRoute,
)
from ..base import BIRD_DIRECTORY, BIRD_SOCKET, RenderContext
from ..dhcp import plan_dhcp
from ..interfaces import node_sysctls, plan_interfaces
from .features import parse_version
from .node import bird_conf

CONFIGURATION = f"{BIRD_DIRECTORY}/bird.conf"
RUN_DIRECTORY = BIRD_SOCKET.rpartition("/")[0]

DAEMON = DaemonPlan(
    name="bird",
    argv=("/usr/sbin/bird", "-f", "-c", CONFIGURATION, "-s", BIRD_SOCKET, "-P", f"{RUN_DIRECTORY}/bird.pid"),
    package="bird2",
    ready_socket=BIRD_SOCKET,
    run_directories=(RUN_DIRECTORY,),
)
OWN_SOCKETS = (("ipv4/tcp_l3mdev_accept", "0"),)
"""BIRD listens in every VRF; a socket of the global table that served VRFs too would keep it from that."""
NO_FRAGMENT = "# Custom configuration is put beside this file.\n"
"""`include` with a pattern needs a file that matches."""


def plan_bird_node(network: Network, node: Node, context: RenderContext) -> NodePlan:
    """Custom configuration excepted: it is applied as snippets."""
    files = [FilePlan(path=f"{BIRD_DIRECTORY}/conf.d/00-empty.conf", content=NO_FRAGMENT)]
    text = (
        bird_conf(network, node, version=parse_version(context.version(node) or ""))
        if not node.skip_config
        else unconfigured(node)
    )
    files.append(FilePlan(path=CONFIGURATION, content=text))
    kernel_routes = node.skip_config and node.role == "host"
    routes = [_route(route) for route in node.static_routes if kernel_routes and route.vrf is None]
    dhcp = plan_dhcp(node)
    return NodePlan(
        name=node.name,
        device=node.device,
        interfaces=plan_interfaces(node),
        routes=(*routes, *dhcp.routes),
        sysctls=(*node_sysctls(node), *(OWN_SOCKETS if node.vrfs else ())),
        files=(*files, *dhcp.files),
        daemons=(DAEMON, *dhcp.daemons),
    )


def _route(route: StaticRoute) -> RoutePlan:
    """A host whose BIRD is left to the user still reaches its gateway, as it would without BIRD."""
    return RoutePlan(prefix=route.prefix, next_hop=route.next_hop, ifname=route.ifname, discard=route.discard)


def unconfigured(node: Node) -> str:
    """A daemon that runs and does nothing: what a learner starts from."""
    return (
        f"# {node.name}: not configured\nlog stderr all;\nrouter id {node.router_id or '0.0.0.1'};\n\n"
        f'protocol device {{\n}}\n\ninclude "{BIRD_DIRECTORY}/conf.d/*.conf";\n'
    )


__all__ = ["plan_bird_node"]
