"""Calico's Nodes -> labels and annotations of Kubernetes' Nodes, where Calico keeps them on a real cluster.

Owns: which of them are said. Must not: make nodes: they join by themselves.
Source: Calico's documentation of node annotations (`resources.annotations` reads the same).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...addr import Address, InterfaceAddress
from ...model.kubernetes import Metadata
from ..designed import DesignedCluster
from ..resources import Node
from ..resources.annotations import NODE_ANNOTATIONS
from .made import head
from .model import Tree
from .written import CALICO_NODE, ResourceId, Written

_SAID = ("ipv4_address", "ipv6_address", "as_number", "route_reflector_cluster_id")
_OF_KUBELET = ("kubernetes.io/", "beta.kubernetes.io/")
"""Prefixes of labels that a node gives itself."""


def made_nodes(site: DesignedCluster, written: Written, pinned: Mapping[str, tuple[Address, ...]]) -> Iterator[Tree]:
    """Nodes that have something to say; what a user wrote of them is among it.

    Addresses are said when the user wrote them, or when the node is a machine with this very address (`pinned`):
    otherwise Calico finds the address the node has. An AS is said when it is not the cluster's.
    """
    for name, node in site.resources.nodes.items():
        found = dict(_annotations(node))
        if ResourceId(*CALICO_NODE, "", name) not in written.trees:
            sure = pinned.get(name, ())
            found = {key: value for key, value in found.items() if _is_said(value, sure, site.cluster.as_number)}
        annotations = {key: str(value) for key, value in found.items()}
        labels = {key: text for key, text in node.labels.items() if not key.startswith(_OF_KUBELET)}
        if labels or annotations:
            yield head("v1", "Node", Metadata(name=name, labels=labels, annotations=annotations))


def _annotations(node: Node) -> Iterator[tuple[str, InterfaceAddress | int | str]]:
    for key, annotation in NODE_ANNOTATIONS.items():
        value = getattr(node.bgp, annotation.field, None) if annotation.field in _SAID else None
        if value is not None:
            yield key, value


def _is_said(value: InterfaceAddress | int | str, sure: tuple[Address, ...], as_number: int) -> bool:
    return value.address in sure if isinstance(value, InterfaceAddress) else value != as_number
