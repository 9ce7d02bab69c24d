"""Networks with Kubernetes clusters, made by hand from plain designed ones: nested, nested twice, many nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from netwright.addr import InterfaceAddress
from netwright.model import BgpInstance, BgpNeighbor, Cluster, ClusterNode, Network, Node, WorkloadPlace
from netwright.model.bgp import SessionType
from netwright.model.calico import CalicoNode, NodeFamily
from netwright.model.cluster import WorkloadKind
from netwright.model.kubernetes import NamespacedName

from ..design.reading import network as designed


class Spec(msgspec.Struct, frozen=True):
    """A cluster as the tests write it."""

    as_number: int
    nodes: Sequence[str]
    machines: Mapping[str, str] = {}
    """Host by name."""
    pods: Mapping[str, str] = {}


def clustered(clusters: Mapping[str, Spec], links: Sequence[str], more: str = "") -> Network:
    """The network of these clusters and of the links around them."""
    hosts = {name: host for spec in clusters.values() for name, host in {**spec.machines, **spec.pods}.items()}
    names = [*(end for link in links for end in link.split("-")), *(n for s in clusters.values() for n in s.nodes)]
    inside = {name: cluster for cluster, spec in clusters.items() for name in spec.nodes}
    text = "nodes:\n"
    for name in dict.fromkeys((*names, *hosts)):
        host = name in hosts and name not in inside
        text += f"  {name}: {{ device: {'linux' if host else 'frr'} }}\n"
    text += "links:\n" + "".join(f"- {link}\n" for link in links)
    text += "".join(f"- {{ {host}: , {name}: }}\n" for name, host in hosts.items())
    plain = designed(more + text)
    nodes = {name: _node(plain, node, clusters, inside, hosts) for name, node in plain.nodes.items()}
    made = {name: _cluster(name, spec, clusters) for name, spec in clusters.items()}
    return msgspec.structs.replace(plain, nodes=nodes, clusters=made)


def _address(node: Node) -> InterfaceAddress:
    return next(i.ipv4 for i in node.interfaces if isinstance(i.ipv4, InterfaceAddress))


def _node(
    plain: Network, node: Node, clusters: Mapping[str, Spec], inside: Mapping[str, str], hosts: Mapping[str, str]
) -> Node:
    found: dict[str, object] = {}
    address = _address(node)
    if node.name in inside:
        spec = clusters[inside[node.name]]
        family = NodeFamily(family=4, address=address, normal_priority=1024, felix_owns_ipip=False)
        bgp = CalicoNode(name=node.name, router_id=address.address, as_number=spec.as_number, families=(family,))
        found |= {"cluster": ClusterNode(cluster=inside[node.name], bgp=bgp), "device": "calico"}
    if node.name in hosts:
        owner = next(name for name, spec in clusters.items() if node.name in {**spec.machines, **spec.pods})
        kind: WorkloadKind = "machine" if node.name in clusters[owner].machines else "pod"
        found["workload"] = WorkloadPlace(
            cluster=owner,
            name=NamespacedName("default", node.name),
            kind=kind,
            host=hosts[node.name],
            host_ifname=_host_ifname(plain, node.name, hosts[node.name]),
            addresses=(address.address,),
            labels={"app": node.name},
        )
        found["role"] = "host"
    return msgspec.structs.replace(node, **found)


def _host_ifname(plain: Network, name: str, host: str) -> str:
    link = next(link for link in plain.links if {end.node for end in link.endpoints} == {name, host})
    return next(end.ifname for end in link.endpoints if end.node == host)


def _cluster(name: str, spec: Spec, clusters: Mapping[str, Spec]) -> Cluster:
    parent = next((other for other, s in clusters.items() if set(spec.nodes) & set(s.machines)), None)
    return Cluster(
        name=name,
        parent=parent,
        as_number=spec.as_number,
        nodes=tuple(spec.nodes),
        machines=tuple(spec.machines),
        pods=tuple(spec.pods),
    )


def nested() -> Network:
    """Two top-of-rack routers, two nodes, two nested clusters with a machine on each of them, pods everywhere."""
    clusters = {
        "parent": Spec(
            64512,
            ("w1", "w2"),
            {"red-1": "w1", "red-2": "w2", "blue-1": "w1", "blue-2": "w2"},
            {"web-1": "w1", "web-2": "w2", "db": "w2"},
        ),
        "red": Spec(65401, ("red-1", "red-2"), {}, {"r-shop-1": "red-1", "r-shop-2": "red-2", "r-cart": "red-2"}),
        "blue": Spec(65402, ("blue-1", "blue-2"), {}, {"b-api-1": "blue-1", "b-api-2": "blue-2"}),
    }
    return clustered(
        clusters, ("core-tor1", "core-tor2", *(f"{t}-{w}" for t in ("tor1", "tor2") for w in ("w1", "w2")))
    )


def deep() -> Network:
    """A cluster in a cluster in a cluster; a machine that is a node of none, and a node with nothing on it."""
    clusters = {
        "parent": Spec(64512, ("w1", "w2", "w3"), {"red-1": "w1", "red-2": "w2", "db": "w2"}, {"web": "w1"}),
        "red": Spec(65401, ("red-1", "red-2"), {"g-1": "red-1", "g-2": "red-2"}, {"r-1": "red-1", "r-2": "red-2"}),
        "edge": Spec(65501, ("g-1", "g-2"), {}, {"e-1": "g-1", "e-2": "g-1", "e-3": "g-2"}),
    }
    return clustered(clusters, ("tor-w1", "tor-w2", "tor-w3"))


def many(hosts: int = 10, machines: int = 20) -> Network:
    """As many machines on as many nodes, in five nested clusters, with a pod each."""
    nodes = [f"n{number}" for number in range(1, hosts + 1)]
    names = {f"vm{number}": nodes[(number - 1) % hosts] for number in range(1, hosts * machines + 1)}
    clusters = {"parent": Spec(64512, nodes, names, {f"p{n}-{m}": n for n in nodes for m in range(3)})}
    for number in range(5):
        own = [name for place, name in enumerate(names) if place % 5 == number]
        clusters[f"team{number + 1}"] = Spec(65401 + number, own, {}, {f"pod-{name}": name for name in own})
    return clustered(clusters, [f"{tor}-{node}" for tor in ("tor1", "tor2") for node in nodes])


def speaking(network: Network, outside: Mapping[str, int], mesh: Sequence[str] = ()) -> Network:
    """The same with BGP: routers outside with their nodes, hosts with machines that are nodes, and a mesh."""
    asns = {n.name: n.cluster.bgp.as_number for n in network.nodes.values() if n.cluster is not None} | outside
    pairs = [tuple(end.node for end in link.endpoints) for link in network.links]
    pairs += [(one, other) for place, one in enumerate(mesh) for other in mesh[place + 1 :]]
    found: dict[str, list[BgpNeighbor]] = {name: [] for name in asns}
    for pair in pairs:
        if set(pair) <= set(asns):
            for one, other in (pair, pair[::-1]):
                kind: SessionType = "ibgp" if asns[one] == asns[other] else "ebgp"
                address = _address(network.nodes[other]).address
                neighbor = BgpNeighbor(name=other, asn=asns[other], type=kind, ipv4=address, activate_ipv4=True)
                found[one].append(neighbor)
    nodes = {
        name: msgspec.structs.replace(node, bgp=BgpInstance(asn=asns[name], neighbors=tuple(found[name]), ipv4=True))
        if name in asns
        else node
        for name, node in network.nodes.items()
    }
    return msgspec.structs.replace(network, nodes=nodes)
