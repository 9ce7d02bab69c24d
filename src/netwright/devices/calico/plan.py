"""What one node of a cluster needs to run: interfaces of workloads, their routes, BIRD as Calico configures it.

Owns: the `NodePlan` of a node of a cluster. Must not: create anything, know Calico's rules (`cluster`).
Source: Calico documentation, "Data path"; RFC 1027 (proxy ARP), RFC 4861 section 7.2.8 (proxy advertisements).
"""

from __future__ import annotations

from msgspec.structs import replace

from ...addr import InterfaceAddress, Prefix
from ...model import FilePlan, Interface, InterfacePlan, LocalWorkload, Network, Node, NodePlan, RoutePlan
from ...model.kernel import Sysctls
from ..base import BIRD_DIRECTORY, RenderContext
from ..bird.plan import CONFIGURATION, DAEMON, NO_FRAGMENT
from ..endpoints import endpoint_daemons
from ..interfaces import ROUTER_SYSCTLS, plan_interface
from ..services import service_features, service_snippets
from ..workloads import HOST_LINK_LOCAL, HOST_MAC, LENGTHS, workload_routes
from .metrics import metric_daemons

CONNECT_DELAY_S = 1
"""Calico waits 2 s before it calls a peer; nobody gains by that in a lab."""
_PAIR: Sysctls = (
    ("ipv4/conf/{ifname}/proxy_arp", "1"),
    ("ipv4/neigh/{ifname}/proxy_delay", "0"),
    ("ipv6/conf/{ifname}/proxy_ndp", "1"),
    ("ipv6/conf/{ifname}/accept_ra", "0"),
    ("ipv6/conf/{ifname}/keep_addr_on_down", "1"),
)
"""The node's end of a workload's pair answers for the gateway, which nobody has."""
RESTARTING = replace(DAEMON, further_starts=("-R",))
"""As Calico starts BIRD, when it is started again: it keeps to what the kernel has until its peers have told it all
(RFC 4724 section 4.1), or for 240 s while one of them is silent. The first start has nothing to keep."""
HEAD = "log stderr all;\n"
TAIL = f'\ninclude "{BIRD_DIRECTORY}/conf.d/*.conf";\n'


def plan_calico_node(network: Network, node: Node, context: RenderContext) -> NodePlan:
    """Custom configuration excepted: it is applied as snippets."""
    from ...cluster.bird import Renderer  # few labs have clusters: commands of the others start sooner

    own = node.cluster
    workloads = {w.ifname: w for w in own.workloads} if own is not None else {}
    text = Renderer("bird2", connect_delay_s=CONNECT_DELAY_S).files(own.bgp)["bird.conf"] if own is not None else ""
    files = (
        FilePlan(path=f"{BIRD_DIRECTORY}/conf.d/00-empty.conf", content=NO_FRAGMENT),
        FilePlan(path=CONFIGURATION, content=f"{HEAD}{text}{TAIL}", mode=0o600),
    )
    answers = endpoint_daemons(node)
    loopback = (plan_interface(node, node.loopback, {}),) if node.loopback is not None else ()
    return NodePlan(
        name=node.name,
        device=node.device,
        interfaces=(*loopback, *(_interface(node, i, workloads.get(i.ifname)) for i in node.interfaces)),
        routes=(*_gateways(node), *workload_routes(node), *(r for w in workloads.values() for r in _routes(w))),
        sysctls=ROUTER_SYSCTLS,
        features=service_features(own),
        files=(*files, *answers.files),
        daemons=(RESTARTING, *metric_daemons(node), *answers.daemons),
        snippets=service_snippets(own),
    )


def _interface(node: Node, interface: Interface, workload: LocalWorkload | None) -> InterfacePlan:
    planned = plan_interface(node, interface, {})
    if workload is None:
        return planned
    virtual = (InterfaceAddress(*a, LENGTHS[a.family]) for a in workload.virtual_addresses)
    return replace(planned, mac=HOST_MAC, addresses=(HOST_LINK_LOCAL, *virtual), sysctls=_PAIR)


def _gateways(node: Node) -> list[RoutePlan]:
    """Default routes of a machine of the topology."""
    found = []
    for interface in node.interfaces:
        for gateway in (interface.gateway_ipv4, interface.gateway_ipv6):
            if gateway is not None:
                default = Prefix(gateway.family, 0, 0)
                found.append(RoutePlan(prefix=default, next_hop=gateway.address, ifname=interface.ifname))
    return found


def _routes(workload: LocalWorkload) -> list[RoutePlan]:
    return [
        RoutePlan(prefix=Prefix(*address, LENGTHS[address.family]), ifname=workload.ifname, metric=priority)
        for address, priority in zip(workload.addresses, workload.priorities, strict=True)
    ]
