"""A hand-made lab with services: client c on a LAN with w1 (web-1, web-2) and w2 (web-3), which forward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netwright.addr import Address, parse_address, parse_interface, parse_prefix
from netwright.devices.endpoints import endpoint_daemons
from netwright.devices.services import FEATURES, service_snippet
from netwright.model import (
    NORMAL_PRIORITY,
    Backend,
    ClusterNode,
    DaemonPlan,
    FilePlan,
    InterfacePlan,
    LabPlan,
    LocalWorkload,
    Network,
    Node,
    NodePlan,
    RoutePlan,
    Segment,
    ServicePortal,
    WorkloadPlace,
)
from netwright.model.calico import CalicoNode
from netwright.model.cluster import ServiceProtocol
from netwright.model.kubernetes import NamespacedName

PODS = {"web-1": ("w1", 1), "web-2": ("w1", 2), "web-3": ("w2", 3)}
"""Where they run, and the number in their addresses."""
CLIENT, NODES = "192.0.2.1", {"w1": "192.0.2.11", "w2": "192.0.2.12"}
CLIENT6, NODES6 = "2001:db8::1", {"w1": "2001:db8::11", "w2": "2001:db8::12"}
VIP, VIP6, EXTERNAL, EXTERNAL6 = "10.96.0.10", "fd00:96::10", "203.0.113.10", "2001:db8:113::10"
WHO, ECHO, NOBODY, NOWHERE = 8080, 7000, 81, 82
"""Ports: who asks, a conversation, no endpoints, none on this node."""
WHO_SCRIPT = '#!/bin/sh\necho "$SOCAT_PEERADDR"\n'
ECHO_SCRIPT = '#!/bin/sh\nwhile read -r line; do echo "{name} $line"; done\n'


def pod_address(name: str, family: int = 4) -> str:
    number = PODS[name][1]
    return f"10.122.{number}.2" if family == 4 else f"fd00:122:{number}::2"


def portal(
    address: str,
    port: int,
    *pods: str,
    node: str = "w1",
    at: int | None = None,
    inside: Iterable[str] = (),
    **more: object,
) -> ServicePortal:
    """`at` is the port of the endpoints."""
    parsed = parse_address(address)

    def backends(names: Iterable[str]) -> tuple[Backend, ...]:
        addresses = {name: parse_address(pod_address(name, parsed.family)) for name in names}
        return tuple(Backend(address=a, port=at or port, local=PODS[n][0] == node) for n, a in addresses.items())

    values = {"backends": backends(pods), "inside": backends(inside), **more}
    name = NamespacedName("default", f"s{port}")
    return ServicePortal(service=name, address=parsed, port=port, **values)


def portals(node: str) -> tuple[ServicePortal, ...]:
    """Of every node: all endpoints behind the cluster's addresses, the node's own behind those of `Local` services."""
    local = [pod for pod, (host, _) in PODS.items() if host == node]
    found = []
    for vip, external in ((VIP, EXTERNAL), (VIP6, EXTERNAL6)):
        found += [
            portal(vip, 80, *PODS, node=node),
            portal(vip, 53, *PODS, node=node, at=5353, protocol="UDP"),
            portal(vip, WHO, "web-1", node=node),
            portal(vip, ECHO, "web-1", "web-2", node=node),
            portal(vip, NOBODY),
            portal(vip, NOBODY, protocol="UDP"),
            portal(external, 80, *local, node=node, inside=PODS, external=True, preserve_source=True),
            portal(external, WHO, *local[:1], node=node, inside=local[:1], external=True, preserve_source=True),
            portal(external, NOWHERE, at=80, inside=["web-3"], external=True, preserve_source=True),
            portal(external, NOBODY, external=True, preserve_source=True),
        ]
    return tuple(found)


def cluster_node(name: str, forwarded: Sequence[ServicePortal] | None = None) -> ClusterNode:
    workloads = tuple(
        LocalWorkload(
            node=pod,
            ifname=f"cali{n}",
            addresses=tuple(parse_address(pod_address(pod, f)) for f in (4, 6)),
            priorities=(NORMAL_PRIORITY, NORMAL_PRIORITY),
        )
        for pod, (host, n) in PODS.items()
        if host == name
    )
    bgp = CalicoNode(name=name, router_id=parse_address(NODES[name]), as_number=64512, families=())
    known = portals(name) if forwarded is None else tuple(forwarded)
    return ClusterNode(cluster="parent", bgp=bgp, workloads=workloads, portals=known)


def workload(name: str) -> Node:
    ports: tuple[tuple[ServiceProtocol, int], ...] = (("TCP", 80), ("UDP", 5353))
    host, number = PODS[name]
    place = WorkloadPlace(
        cluster="parent",
        name=NamespacedName("default", name),
        kind="pod",
        host=host,
        host_ifname=f"cali{number}",
        addresses=(parse_address(pod_address(name)), parse_address(pod_address(name, 6))),
        ports=ports,
    )
    return Node(name=name, id=number, device="linux", requested_device="linux", role="host", workload=place)


def network() -> Network:
    """Enough of one for checks."""
    nodes = {name: workload(name) for name in PODS}
    nodes["c"] = Node(name="c", id=9, device="linux", requested_device="linux", role="host")
    return Network(name="services", nodes=nodes, links=(), pools={}, prefixes={}, groups={})


def plan() -> LabPlan:
    pods = tuple(_pod(name) for name in PODS)
    lan = tuple((node, "eth1") for node in ("c", *NODES))
    cables = tuple(
        Segment(linkindex=1 + n, ends=((host, f"cali{n}"), (pod, "eth0"))) for pod, (host, n) in PODS.items()
    )
    return LabPlan(
        name="services",
        nodes=(_client(), *(_forwarder(name) for name in NODES), *pods),
        segments=(Segment(linkindex=1, ends=lan), *cables),
        hosts="127.0.0.1 localhost\n",
        features=("bridge", *FEATURES, "veth"),
    )


def _interface(name: str, *addresses: str) -> InterfacePlan:
    return InterfacePlan(name=name, kind="veth", addresses=tuple(parse_interface(text) for text in addresses))


EVERY_REFUSAL = (("ipv4/icmp_ratelimit", "0"), ("ipv6/icmp/ratelimit", "0"))
"""Usually one a second is said, after the first six."""
LOOPBACK = InterfacePlan(name="lo", kind="loopback")


def _route(prefix: str, hop: str) -> RoutePlan:
    return RoutePlan(prefix=parse_prefix(prefix), next_hop=parse_address(hop))


def _client() -> NodePlan:
    ways = [_route("0.0.0.0/0", NODES["w1"]), _route("::/0", NODES6["w1"])]
    return NodePlan(
        name="c",
        device="linux",
        interfaces=(LOOPBACK, _interface("eth1", f"{CLIENT}/24", f"{CLIENT6}/64")),
        routes=tuple(ways),
    )


def _forwarder(name: str) -> NodePlan:
    other = next(n for n in NODES if n != name)
    local = [n for host, n in PODS.values() if host == name]
    away = [n for host, n in PODS.values() if host != name]
    ways = [_route(f"10.122.{n}.0/30", NODES[other]) for n in away]
    ways += [_route(f"fd00:122:{n}::/64", NODES6[other]) for n in away]
    return NodePlan(
        name=name,
        device="linux",
        interfaces=(
            LOOPBACK,
            _interface("eth1", f"{NODES[name]}/24", f"{NODES6[name]}/64"),
            *(_interface(f"cali{n}", f"10.122.{n}.1/30", f"fd00:122:{n}::1/64") for n in local),
        ),
        routes=(*ways, _route("0.0.0.0/0", CLIENT), _route("::/0", CLIENT6)),
        sysctls=(("ipv4/ip_forward", "1"), ("ipv6/conf/all/forwarding", "1"), *EVERY_REFUSAL),
        features=FEATURES,
        snippets=(service_snippet(cluster_node(name)),),
    )


def _pod(name: str) -> NodePlan:
    number = PODS[name][1]
    answers = endpoint_daemons(workload(name))
    return NodePlan(
        name=name,
        device="linux",
        interfaces=(LOOPBACK, _interface("eth0", f"10.122.{number}.2/30", f"fd00:122:{number}::2/64")),
        routes=(_route("0.0.0.0/0", f"10.122.{number}.1"), _route("::/0", f"fd00:122:{number}::1")),
        files=(
            *answers.files,
            FilePlan(path="/usr/local/bin/who", content=WHO_SCRIPT, mode=0o755),
            FilePlan(path="/usr/local/bin/echo-lines", content=ECHO_SCRIPT.format(name=name), mode=0o755),
        ),
        daemons=(
            *answers.daemons,
            _program("who", WHO),
            _program("echo-lines", ECHO),
        ),
    )


def _program(name: str, port: int) -> DaemonPlan:
    listen = f"TCP6-LISTEN:{port},fork,reuseaddr,ipv6-v6only=0,backlog=64"
    return DaemonPlan(name=name, argv=("/usr/bin/socat", listen, f"EXEC:/usr/local/bin/{name}"), package="socat")


def plain(address: str) -> Address:
    """Of a peer, as socat writes it: IPv4 addresses are mapped (RFC 4291 2.5.5.2), IPv6 ones stand in brackets."""
    parsed = parse_address(address.strip().strip("[]"))
    return Address(4, parsed.value & 0xFFFFFFFF) if parsed.value >> 32 == 0xFFFF else parsed
