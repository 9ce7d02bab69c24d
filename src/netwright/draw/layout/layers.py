"""The layered graph: nodes and the bends of long edges, each in one layer, every edge a chain through its layers.

Owns vertices and chains; order and positions are added by others. A vertex is a node, a bend of an edge that passes a
layer, or the place a box keeps in a layer in which nothing of it stands.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ..picture import Picture, PictureEdge
from .tree import ROOT, ClusterTree


class LayeredGraph:
    """Parallel lists by vertex; the first vertices are the picture's nodes in their order."""

    def __init__(self, picture: Picture, tree: ClusterTree, layers: list[int]) -> None:
        self.tree = tree
        self.nodes = len(picture.nodes)
        self.layer = list(layers)
        self.cluster = list(tree.of_node)
        self.key = [float(number) for number in range(self.nodes)]
        """Place in the drawing order; bends between their ends."""
        self.up: list[list[int]] = [[] for _ in range(self.nodes)]
        self.down: list[list[int]] = [[] for _ in range(self.nodes)]
        self.level: list[list[int]] = [[] for _ in range(self.nodes)]
        """Neighbours in the same layer."""
        self.order_class = _order_classes(picture)
        index = {node.id: number for number, node in enumerate(picture.nodes)}
        self.chains = [self._chain(index[edge.source.node], index[edge.target.node]) for edge in picture.edges]
        """Per edge its vertices from source to target; two of one layer, or the same twice, have no bends."""
        self._keep_boxes_whole()
        self.layers = [[v for v in range(len(self.layer)) if self.layer[v] == k] for k in range(max(layers) + 1)]

    def _add(self, layer: int, cluster: int, key: float) -> int:
        self.layer.append(layer)
        self.cluster.append(cluster)
        self.key.append(key)
        self.order_class.append(0.0)
        for links in (self.up, self.down, self.level):
            links.append([])
        return len(self.layer) - 1

    def _chain(self, source: int, target: int) -> tuple[int, ...]:
        if self.layer[source] == self.layer[target]:
            if source != target:
                self.level[source].append(target)
                self.level[target].append(source)
            return (source, target)
        upper, lower = (source, target) if self.layer[source] < self.layer[target] else (target, source)
        around = self.tree.common(self.cluster[source], self.cluster[target])
        passed = self._passed(lower) if around == ROOT else ROOT
        first = min(self.layer[node] for node in self.tree.members[passed]) if passed != ROOT else 0
        key = self.key[lower] if passed != ROOT else (self.key[source] + self.key[target]) / 2
        bends = [
            self._add(layer, passed if passed != ROOT and layer >= first else around, key)
            for layer in range(self.layer[upper] + 1, self.layer[lower])
        ]
        chain = (upper, *bends, lower)
        for above, below in pairwise(chain):
            self.down[above].append(below)
            self.up[below].append(above)
        return chain if upper == source else chain[::-1]

    def _passed(self, lower: int) -> int:
        """The box a line from outside runs through to reach a node, or ROOT."""
        return next((box for box in self.tree.path(self.cluster[lower]) if box in self.tree.passed), ROOT)

    def _keep_boxes_whole(self) -> None:
        """A box from one layer to another stands in all between them, so that nothing is drawn through it."""
        self.ranges: dict[int, tuple[int, int]] = {}
        """First and last layer of each cluster that has nodes."""
        held: dict[int, set[int]] = {}
        for vertex, cluster in enumerate(self.cluster):
            for around in self.tree.path(cluster):
                held.setdefault(around, set()).add(self.layer[vertex])
        for cluster in self.tree.inside_out():
            members = self.tree.members[cluster]
            own = [self.layer[node] for node in members]
            self.ranges[cluster] = (min(own), max(own))
            for layer in range(min(own), max(own) + 1):
                if layer not in held[cluster]:
                    self._add(layer, cluster, sum(self.key[node] for node in members) / len(members))
                    for around in self.tree.path(cluster):
                        held[around].add(layer)

    def is_node(self, vertex: int) -> bool:
        return vertex < self.nodes


def _order_classes(picture: Picture) -> list[float]:
    """Least `linkorder` of a node's edges, against what edges of its kind usually have; 0 for all when none is set."""
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    subnets = {node.id for node in picture.nodes if node.shape in ("lan", "stub")}

    def to_subnet(edge: PictureEdge) -> bool:
        return edge.source.node in subnets or edge.target.node in subnets

    counts: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    for edge in picture.edges:
        counts[to_subnet(edge)][edge.order] += 1
    usual = {kind: found.most_common(1)[0][0] for kind, found in counts.items() if found}
    classes: list[float | None] = [None] * len(picture.nodes)
    for edge in picture.edges:
        offset = float(edge.order - usual[to_subnet(edge)])
        for end in (edge.source.node, edge.target.node):
            least = classes[index[end]]
            classes[index[end]] = offset if least is None else min(least, offset)
    return [found or 0.0 for found in classes]
