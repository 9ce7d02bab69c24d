"""Boxes within boxes: which cluster a node is in, by index instead of by name."""

from __future__ import annotations

from ..picture import Picture

ROOT = -1
"""Outside of all clusters."""


class ClusterTree:
    """Clusters by their position in the picture; those without any node in them are not there for a layout."""

    def __init__(self, picture: Picture) -> None:
        index = {cluster.id: number for number, cluster in enumerate(picture.clusters)}
        self.parents = [index.get(c.parent, ROOT) if c.parent is not None else ROOT for c in picture.clusters]
        self.labels = [cluster.label for cluster in picture.clusters]
        self.of_node = [index.get(node.cluster, ROOT) if node.cluster is not None else ROOT for node in picture.nodes]
        self.paths = [self._path(number) for number in range(len(self.parents))]
        self.passed: frozenset[int] = frozenset()
        """Clusters that lines run through on their way to what is in them, instead of around."""
        self.members: list[list[int]] = [[] for _ in self.parents]
        """All nodes inside, at any depth."""
        for node, cluster in enumerate(self.of_node):
            for around in self.path(cluster):
                self.members[around].append(node)

    def _path(self, cluster: int) -> tuple[int, ...]:
        path: list[int] = []
        while cluster != ROOT and cluster not in path:
            path.append(cluster)
            cluster = self.parents[cluster]
        return tuple(reversed(path))

    def path(self, cluster: int) -> tuple[int, ...]:
        """The clusters around and including one, outermost first."""
        return () if cluster == ROOT else self.paths[cluster]

    def common(self, one: int, other: int) -> int:
        """The innermost cluster around both, or ROOT."""
        found = ROOT
        for left, right in zip(self.path(one), self.path(other), strict=False):
            if left != right:
                break
            found = left
        return found

    def inside_out(self) -> list[int]:
        """Clusters with nodes, children before their parents."""
        filled = [number for number, members in enumerate(self.members) if members]
        return sorted(filled, key=lambda number: (-len(self.paths[number]), number))
