"""The section `clusters`: Kubernetes clusters of a topology.

Owns: its attributes. Must not: know Calico's resources (`cluster.resources` does).
Keys below `clusters` are taken as they are written: labels and resources have dots and slashes of their own.
"""

from __future__ import annotations

from .types import ANY, ASN, IPV4, IPV6, PREFIX, TEXT, A, AnyOf, Int, ListOf, MapOf, Table

LABELS = MapOf(TEXT, "a mapping of labels")
_PLACED = {
    "node": A(TEXT, "node of the cluster it runs on"),
    "namespace": A(TEXT, "its namespace; `default` unless set"),
    "labels": A(LABELS, "its labels, which selectors see"),
    "ipv4": A(IPV4, "its IPv4 address; taken from a block of its node unless set"),
    "ipv6": A(IPV6, "its IPv6 address; taken from a block of its node unless set"),
}
PORT = AnyOf(Int(1, 65535), TEXT)
POD = {
    **_PLACED,
    "ports": A(ListOf(PORT), "ports it serves beside those of services: `80`, `53/udp`"),
}
MACHINE = {
    **_PLACED,
    "leaving": A(TEXT, "node it is just leaving: `node` is where it moves to"),
}
NODE = {
    "labels": A(LABELS, "labels of the Kubernetes Node"),
}
CLUSTER = {
    "as": A(ASN, "AS of its nodes; 64512 unless its resources say otherwise"),
    "nodes": A(
        AnyOf(MapOf(Table(NODE)), ListOf(TEXT)),
        "nodes of the topology, which run Calico, or, in a nested cluster, machines of another cluster",
    ),
    "pools": A(ListOf(PREFIX), "IPPools without encapsulation that its pods and machines get addresses from"),
    "resources": A(ANY, "Calico's, Kubernetes' and KubeVirt's resources: files, directories or resources themselves"),
    "machines": A(MapOf(AnyOf(TEXT, Table(MACHINE))), "KubeVirt machines that run on its nodes, by name"),
    "pods": A(MapOf(AnyOf(TEXT, Table(POD))), "pods that run on its nodes, by name"),
}
CLUSTERS = MapOf(Table(CLUSTER), "a mapping of clusters")
TABLES = {"cluster": CLUSTER, "cluster.node": NODE, "cluster.machine": MACHINE, "cluster.pod": POD}
"""What an entry of `clusters`, and of its own mappings, says."""
