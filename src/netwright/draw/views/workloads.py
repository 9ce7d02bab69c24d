"""What runs where: nodes of Kubernetes clusters, their pods and machines, and the links that join them.

Boxes are clusters, each of them one: a machine that is a node of a nested cluster stands in that one's box. Must not:
look at services or policies.
"""

from __future__ import annotations

from ...model import Node
from ..canvas import Canvas, End
from ..places import Places, cluster_label, ranks_by_place
from .topology import interfaces_by_name


def draw_workloads(canvas: Canvas) -> None:
    places = Places(canvas)
    canvas.ranks = ranks_by_place(canvas)
    for node in canvas.network.nodes.values():
        owner = _owner(node)
        if owner is not None and places.shows(node):
            canvas.node(node, cluster=_box(canvas, owner), lines=places.lines(node))
    interfaces = interfaces_by_name(canvas)
    for link in canvas.network.links:
        if places.is_veth(link):
            ends: list[End] = [(end.node, interfaces.get((end.node, end.ifname))) for end in link.endpoints]
            canvas.link(link, ends)


def _owner(node: Node) -> str | None:
    """The cluster a node is a node of, else the one it runs in."""
    if node.cluster is not None:
        return node.cluster.cluster
    return node.workload.cluster if node.workload is not None else None


def _box(canvas: Canvas, owner: str) -> str | None:
    cluster = canvas.network.clusters.get(owner)
    if cluster is None:
        return None
    return canvas.cluster(f"cluster:{owner}", cluster_label(cluster), "cluster", owner=owner)
