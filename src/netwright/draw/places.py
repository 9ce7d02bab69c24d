"""Boxes by place: Kubernetes clusters, in them their nodes, in these what runs there, to any depth.

Owns: which box a node of a cluster and a workload are in, and how far they are drawn. Must not: place anything.
A cluster whose nodes are machines of another is a box in each of the nodes these machines run on; colour and label
tell that it is one.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping

from ..model import Cluster, Link, Network, Node
from .boxes import boxes
from .canvas import Canvas

PODS_UP_TO = 60
"""Networks with more pods show how many there are, unless asked for all of them."""
LEVEL_UP_TO = 40


def cluster_label(cluster: Cluster) -> str:
    return f"{cluster.name} (AS {cluster.as_number})"


class Places:
    """Box by node, made on the canvas as they are asked for."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.network = canvas, canvas.network
        self.outside = boxes(canvas)
        """Groups and autonomous systems."""
        pods = [n for n in self.network.nodes.values() if n.workload is not None and n.workload.kind == "pod"]
        self.depth = canvas.settings.clusters or ("nodes" if len(pods) > PODS_UP_TO else "pods")
        self.drawn = self.depth != "none" and bool(self.network.clusters)
        """Whether there are boxes of clusters at all."""
        self.veths = not self.drawn or "veth" in canvas.settings.flags
        """Whether links of workloads are lines; within boxes they go without saying."""
        self.counts = self._counts(pods)
        self.open = self._open()

    def _counts(self, pods: list[Node]) -> Counter[str]:
        """Pods by node, where they are counted instead of drawn."""
        if not self.drawn or self.depth != "nodes":
            return Counter()
        return Counter(pod.workload.host for pod in pods if pod.workload is not None and self.canvas.shows(pod.name))

    def _open(self) -> set[str]:
        """Clusters of which a node shows something inside; all their nodes are boxes then."""
        return {
            host.cluster.cluster
            for node in self.network.nodes.values()
            if node.workload is not None and self.shows(node)
            if (host := self.network.nodes.get(node.workload.host)) is not None and host.cluster is not None
        }

    def shows(self, node: Node) -> bool:
        """Whether a node is drawn, and not counted."""
        counted = node.workload is not None and node.workload.kind == "pod" and self.drawn and self.depth == "nodes"
        return not counted and self.canvas.shows(node.name)

    def lines(self, node: Node) -> tuple[str, ...]:
        """What a node's label says of pods that are not drawn."""
        count = self.counts[node.name]
        return (f"{count} pod{'' if count == 1 else 's'}",) if count else ()

    def of(self, node: Node) -> str | None:
        """The box a node stands in; one that is a box itself stands in that."""
        if not self.drawn or (node.cluster is None and node.workload is None):
            return self.outside.get(node.name)
        around = self._around(node)
        if node.cluster is None:
            return around
        cluster = self.network.clusters.get(node.cluster.cluster)
        if cluster is None:
            return around
        place = "" if around is None else ":" + around.partition(":")[2]
        box = self.canvas.cluster(
            f"cluster:{cluster.name}{place}", cluster_label(cluster), "cluster", around, owner=cluster.name
        )
        if cluster.name not in self.open:
            return box
        return self.canvas.cluster(f"host:{node.name}", "", "host", box, head=node.name, owner=cluster.name)

    def _around(self, node: Node) -> str | None:
        """Where a workload runs; a host that is left out leaves its place to what runs on it."""
        if node.workload is None:
            return self.outside.get(node.name) if self.canvas.settings.groups else None
        host = self.network.nodes.get(node.workload.host)
        if host is None:
            return None
        return self.of(host) if self.canvas.shows(host.name) else self._around(host)

    def is_veth(self, link: Link) -> bool:
        """Whether a link is that of a workload with its host."""
        ends = {(end.node, end.ifname) for end in link.endpoints}
        return any(
            node is not None and node.workload is not None and (node.workload.host, node.workload.host_ifname) in ends
            for node in (self.network.nodes.get(end.node) for end in link.endpoints)
        )

    def ranks(self) -> Mapping[str, int]:
        """Ranks of what is outside; in boxes everything has its place without them."""
        if not self.drawn:
            return ranks_by_place(self.canvas)
        return {name: rank for name, rank in _ranks(self.canvas).items() if not _inside(self.network.nodes[name])}


def ranks_by_place(canvas: Canvas) -> Mapping[str, int]:
    """Ranks for pictures where clusters are not in each other: routers outside, clusters, clusters within these, ...

    None when a level has so many nodes that it would be no more than a ribbon.
    """
    found = _ranks(canvas)
    wide = Counter(rank for name, rank in found.items() if canvas.network.nodes[name].cluster is not None)
    return found if max(wide.values(), default=0) <= LEVEL_UP_TO else {}


def _ranks(canvas: Canvas) -> Mapping[str, int]:
    """When nobody gives any and there are clusters: the nearer to these the lower, reflectors above their level."""
    nodes = canvas.network.nodes
    if not canvas.network.clusters or canvas.marks or any("rank" in found for found in canvas.general.values()):
        return {}
    away = _distances(canvas.network)
    furthest = max(away.values(), default=0)
    found: dict[str, int] = {}
    for name, distance in away.items():
        level = furthest - distance if distance else furthest + _depth(nodes, name)
        bgp = nodes[name].bgp
        found[name] = 2 * level + (1 if bgp is not None and bgp.rr else 2)
    return found


def _inside(node: Node) -> bool:
    return node.cluster is not None or node.workload is not None


def _depth(nodes: Mapping[str, Node], name: str) -> int:
    """How many hosts a workload stands on."""
    depth, seen = 0, {name}
    while (place := nodes[name].workload) is not None and place.host in nodes and place.host not in seen:
        depth, name = depth + 1, place.host
        seen.add(name)
    return depth


def _distances(network: Network) -> dict[str, int]:
    """Links from each node to the nearest one that is part of a cluster; what is joined with none is left out."""
    found = {name: 0 for name, node in network.nodes.items() if _inside(node)}
    joined: dict[str, set[str]] = {}
    for link in network.links:
        ends = [end.node for end in link.endpoints]
        for end in ends:
            joined.setdefault(end, set()).update(ends)
    queue = deque(found)
    while queue:
        name = queue.popleft()
        for other in sorted(joined.get(name, ())):
            if other not in found:
                found[other] = found[name] + 1
                queue.append(other)
    return found
