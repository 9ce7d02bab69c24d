"""What one BIRD node needs to run: interfaces, sysctls, files, one daemon.

Owns: the `NodePlan` of a BIRD node. Must not: create anything. BIRD runs in the foreground as whoever starts
it, uid 0 of a user namespace included, so it is given no user to change to.
"""

from __future__ import annotations

from ...addr import InterfaceAddress
from ...model import (
    DaemonPlan,
    FilePlan,
    Interface,
    InterfacePlan,
    Network,
    Node,
    NodePlan,
    RoutePlan,
    StaticRoute,
)
from ..base import BIRD_DIRECTORY, BIRD_SOCKET, RenderContext
from ..linklocal import GENERATION_OFF, link_local_interface
from .features import OLDEST, Version
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
ROUTER_SYSCTLS = (
    ("ipv4/ip_forward", "1"),
    ("ipv6/conf/all/forwarding", "1"),
    ("ipv6/conf/default/forwarding", "1"),
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/fib_multipath_hash_policy", "1"),
    ("ipv6/fib_multipath_hash_policy", "1"),
)
HOST_SYSCTLS = (("ipv4/ip_forward", "0"), ("ipv6/conf/all/forwarding", "0"))
NO_FRAGMENT = "# Custom configuration is put beside this file.\n"
"""`include` with a pattern needs a file that matches."""


def plan_bird_node(network: Network, node: Node, context: RenderContext) -> NodePlan:
    """Custom configuration excepted: it is applied as snippets."""
    files = [FilePlan(path=f"{BIRD_DIRECTORY}/conf.d/00-empty.conf", content=NO_FRAGMENT)]
    text = (
        bird_conf(network, node, version=parse_version(context.versions.get("bird", "")))
        if not node.skip_config
        else unconfigured(node)
    )
    files.append(FilePlan(path=CONFIGURATION, content=text))
    kernel_routes = node.skip_config and node.role == "host"
    own = (node.loopback,) if node.loopback is not None else ()
    return NodePlan(
        name=node.name,
        device=node.device,
        interfaces=tuple(_interface(node, i) for i in (*own, *node.interfaces)),
        routes=tuple(_route(route) for route in node.static_routes if kernel_routes and route.vrf is None),
        sysctls=ROUTER_SYSCTLS if node.role == "router" else HOST_SYSCTLS,
        files=tuple(files),
        daemons=(DAEMON,),
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


def parse_version(text: str) -> Version:
    """`2.0.12` -> (2, 0, 12); the oldest supported release when unknown."""
    numbers = tuple(int(part) for part in text.split(".") if part.isdigit())
    return numbers or OLDEST


def _interface(node: Node, interface: Interface) -> InterfacePlan:
    loopback = interface.type == "loopback"
    addresses: list[InterfaceAddress] = []
    if not loopback and interface.ipv6 is not None:
        addresses.append(link_local_interface(node.id, interface.ifindex))
    if interface.ipv4 is True and interface.borrowed_ipv4 is not None:
        addresses.append(InterfaceAddress(4, interface.borrowed_ipv4.value, 32))
    addresses += [a for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]
    return InterfacePlan(
        name=interface.ifname,
        kind="veth" if not loopback else "loopback" if interface is node.loopback else "dummy",
        segment=None if loopback else interface.linkindex - 1,
        mtu=None if loopback else interface.mtu,
        addresses=tuple(addresses),
        up=not interface.shutdown,
        description=interface.name,
        sysctls=() if loopback else _sysctls(node, interface),
        impairment=interface.tc,
    )


def _sysctls(node: Node, interface: Interface) -> tuple[tuple[str, str], ...]:
    if interface.ipv6 is None:
        return (("ipv6/conf/{ifname}/disable_ipv6", "1"),)
    if node.role == "router":
        return (GENERATION_OFF, ("ipv6/conf/{ifname}/accept_ra", "0"))
    return (GENERATION_OFF, ("ipv6/conf/{ifname}/accept_ra", "2"))


__all__ = ["plan_bird_node"]
