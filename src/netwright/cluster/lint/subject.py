"""What rules look at: clusters that belong together, and the network around them where it is known.

Owns: which cluster is in which. Must not: judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ...addr import Address, InterfaceAddress
from ...errors import NOWHERE, Span
from ...model.network import Network, Node
from .view import LintedCluster, View


def addresses_of(node: Node) -> Iterator[Address]:
    """Of all interfaces of a node of the network, its loopback included."""
    for interface in (*node.interfaces, *((node.loopback,) if node.loopback is not None else ())):
        for address in (interface.ipv4, interface.ipv6):
            if isinstance(address, InterfaceAddress):
                yield address.address


class Subject:
    """Clusters that belong together, and the network around them where it is known."""

    def __init__(
        self,
        clusters: Iterable[LintedCluster],
        network: Network | None = None,
        node_at: Callable[[str], Span] = lambda _: NOWHERE,
    ) -> None:
        given = tuple(clusters)
        self.clusters = tuple(View(cluster) for cluster in given)
        self.network = network
        self.node_at = node_at
        """Where the topology says something of a node."""
        by_name = {view.name: view for view in self.clusters}
        for view, cluster in zip(self.clusters, given, strict=True):
            view.parent = by_name.get(cluster.parent) if cluster.parent is not None else None
            if view.parent is not None:
                view.parent.children.append(view)
