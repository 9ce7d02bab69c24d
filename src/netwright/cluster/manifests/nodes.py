"""Calico's Nodes -> labels and annotations of Kubernetes' Nodes, where Calico keeps them on a real cluster.

Owns: which of them are said. Must not: make nodes: they join by themselves.
Source: Calico's documentation of node annotations (`resources.annotations` reads the same).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...addr import Address
from ...model.kubernetes import Metadata
from ..resources import Node, Resources
from ..resources.annotations import NODE_ANNOTATIONS
from .made import head
from .model import Tree
from .written import CALICO_NODE, ResourceId, Written

_ADDRESSES = ("ipv4_address", "ipv6_address")
_SAID = (*_ADDRESSES, "as_number", "route_reflector_cluster_id")
_OF_KUBELET = ("kubernetes.io/", "beta.kubernetes.io/")
"""Prefixes of labels that a node gives itself."""


def made_nodes(resources: Resources, written: Written, pinned: dict[str, tuple[Address, ...]]) -> Iterator[Tree]:
    """Nodes that have something to say; what a user wrote of them is among it.

    Addresses are said when the user wrote them, or when the node is a machine with this very address (`pinned`):
    otherwise Calico finds the address the node has.
    """
    for name, node in resources.nodes.items():
        own = ResourceId(*CALICO_NODE, "", name) in written.trees
        tree = _node(node, None if own else pinned.get(name, ()))
        if len(tree["metadata"]) > 1:
            yield tree


def _node(node: Node, addresses: tuple[Address, ...] | None) -> Tree:
    """`addresses`: those that are sure; None when all are."""
    annotations = {}
    for key, annotation in NODE_ANNOTATIONS.items():
        value = getattr(node.bgp, annotation.field, None) if annotation.field in _SAID else None
        sure = annotation.field not in _ADDRESSES or addresses is None or (value and value.address in addresses)
        if value is not None and sure:
            annotations[key] = str(value)
    labels = {key: text for key, text in node.labels.items() if not key.startswith(_OF_KUBELET)}
    return head("v1", "Node", Metadata(name=node.name, labels=labels, annotations=annotations))
