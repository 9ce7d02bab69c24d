"""Deriving and rendering a large Calico cluster: 1,000 nodes and 5,000 BGPPeers.

    .venv/bin/python benchmarks/calico.py [--nodes 1000] [--peers 5000] [--dialect bird2] [--mesh]

The mesh is off unless asked for (a session for every pair of nodes and family). Racks of 20 nodes peer with two
routers each by selector; the other BGPPeers are for one node, for VMs by label, or for nodes by selector (route
reflectors, with reverse peering). Everything is dual stack, with two filters. Prints seconds and sessions as JSON.
"""

from __future__ import annotations

import argparse
import json
import time

from netwright.addr import Address, InterfaceAddress, Prefix
from netwright.cluster.bird import Dialect, Renderer
from netwright.cluster.peering import ClusterFacts, Workload, derive_nodes
from netwright.cluster.resources import (
    BGPConfiguration,
    BGPFilter,
    BGPFilterRule,
    BGPPeer,
    BlockAffinity,
    IPPool,
    Metadata,
    NamespacedName,
    Node,
    NodeBGP,
    Resources,
)
from netwright.errors import Problems

RACK = 20
REFLECTORS = 4
NODES_4, NODES_6 = Prefix(4, 10 << 24, 16), Prefix(6, 0xFD00 << 112, 64)
PODS = Prefix(4, 172 << 24 | 16 << 16, 12)
FILTERS = ("no-export", "accept-pools")


def _node(index: int) -> Node:
    labels = {"rack": f"r{index // RACK}", "name": f"n{index}"}
    if index < REFLECTORS:
        labels["reflector"] = "yes"
    return Node(
        metadata=Metadata(name=f"n{index:05}", labels=labels),
        bgp=NodeBGP(
            ipv4_address=InterfaceAddress(4, NODES_4.network + index + 1, 16),
            ipv6_address=InterfaceAddress(6, NODES_6.network + index + 1, 64),
            route_reflector_cluster_id="244.0.0.1" if index < REFLECTORS else None,
        ),
    )


def _peers(nodes: int, count: int) -> list[BGPPeer]:
    """Per rack two routers; one pair of selectors for the reflectors; VMs and single nodes in turn for the rest."""
    peers = [BGPPeer(metadata=Metadata(name="reflectors"), peer_selector="has(reflector)", next_hop_mode="Self")]
    for rack in range(nodes // RACK):
        for router in (1, 2):
            address = Address(4, NODES_4.network + (200 + router << 8) + rack)
            selector = f"rack == 'r{rack}' && !has(reflector)"
            name = Metadata(name=f"tor-{rack}-{router}")
            peers.append(BGPPeer(metadata=name, node_selector=selector, peer_ip=address, as_number=63000 + rack))
    while len(peers) < count:
        index = len(peers)
        name = Metadata(name=f"peer-{index}")
        if index % 2:
            selector = f"color == 'c{index}'"
            peers.append(BGPPeer(metadata=name, local_workload_selector=selector, as_number=65401, filters=FILTERS))
        else:
            router = Address(6, NODES_6.network + (1 << 32) + index)
            peers.append(BGPPeer(metadata=name, node=f"n{index % nodes:05}", peer_ip=router, as_number=63000))
    return peers[:count]


def cluster(nodes: int, peers: int, mesh: bool = False) -> tuple[Resources, ClusterFacts]:
    """Resources, and a VM for every BGPPeer that looks for one."""
    made = _peers(nodes, peers)
    reject, accept = BGPFilterRule(action="Reject"), BGPFilterRule(action="Accept", cidr=PODS, match_operator="In")
    resources = Resources(
        nodes={node.name: node for node in map(_node, range(nodes))},
        ip_pools={"pods": IPPool(metadata=Metadata(name="pods"), cidr=PODS, block_size=26)},
        block_affinities={
            f"b{i}": BlockAffinity(
                metadata=Metadata(name=f"b{i}"), cidr=PODS.subnet(i, 26), node=f"n{i % nodes:05}", state="confirmed"
            )
            for i in range(2 * nodes)
        },
        bgp_configurations={
            "default": BGPConfiguration(
                metadata=Metadata(name="default"),
                node_to_node_mesh_enabled=mesh,
                local_workload_peering_ipv4=Address(4, 0xA9FE00B3),
            )
        },
        bgp_filters={
            "no-export": BGPFilter(metadata=Metadata(name="no-export"), export_v4=(reject,), export_v6=(reject,)),
            "accept-pools": BGPFilter(metadata=Metadata(name="accept-pools"), import_v4=(accept, reject)),
        },
        bgp_peers={peer.name: peer for peer in made},
    )
    workloads = tuple(
        Workload(
            name=NamespacedName("vms", f"vm{i}"),
            node=f"n{i % nodes:05}",
            labels={"color": f"c{i}"},
            addresses=(Address(4, PODS.network + i),),
        )
        for i in range(1, peers, 2)
    )
    return resources, ClusterFacts(workloads=workloads)


def measure(nodes: int, peers: int, dialect: Dialect, mesh: bool = False) -> dict[str, float]:
    resources, facts = cluster(nodes, peers, mesh)
    problems = Problems()
    began = time.perf_counter()
    derived = derive_nodes(resources, problems, facts)
    rendering = time.perf_counter()
    renderer = Renderer(dialect)
    size = sum(len(text) for node in derived for text in renderer.files(node).values())
    ended = time.perf_counter()
    return {
        "nodes": nodes,
        "peers": peers,
        "sessions": sum(len(node.peers) for node in derived),
        "problems": len(problems),
        "derive_s": round(rendering - began, 2),
        "render_s": round(ended - rendering, 2),
        "characters": size,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--peers", type=int, default=5000)
    parser.add_argument("--dialect", choices=("bird1", "bird2"), default="bird2")
    parser.add_argument("--mesh", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(measure(asked.nodes, asked.peers, asked.dialect, asked.mesh)))


if __name__ == "__main__":
    main()
