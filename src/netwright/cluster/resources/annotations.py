"""Kubernetes Nodes -> Calico Nodes: on a real cluster, Calico keeps its Node in annotations of Kubernetes' Node.

Owns: the table of annotations. Must not: choose addresses beyond those of the node's status.
Source: Calico's documentation of node annotations and of `IP_AUTODETECTION_METHOD=kubernetes-internal-ip`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ...addr import InterfaceAddress
from ...errors import Problems
from ...model.kubernetes import Resource
from ...schema.types import INVALID, Type
from .calico import Node, NodeBGP
from .kubernetes import KubernetesNode
from .types import AS_NUMBER, CLUSTER_ID, IPV4, IPV4_INTERFACE, IPV6, IPV6_INTERFACE

PREFIX = "projectcalico.org/"


class _Annotation(NamedTuple):
    type: Type
    field: str
    of_bgp: bool
    """Field of `spec.bgp`, or of `spec`."""


NODE_ANNOTATIONS: dict[str, _Annotation] = {
    f"{PREFIX}IPv4Address": _Annotation(IPV4_INTERFACE, "ipv4_address", True),
    f"{PREFIX}IPv6Address": _Annotation(IPV6_INTERFACE, "ipv6_address", True),
    f"{PREFIX}ASNumber": _Annotation(AS_NUMBER, "as_number", True),
    f"{PREFIX}RouteReflectorClusterID": _Annotation(CLUSTER_ID, "route_reflector_cluster_id", True),
    f"{PREFIX}IPv4IPIPTunnelAddr": _Annotation(IPV4, "ipv4_ipip_tunnel_addr", True),
    f"{PREFIX}IPv4VXLANTunnelAddr": _Annotation(IPV4, "ipv4_vxlan_tunnel_addr", False),
    f"{PREFIX}IPv6VXLANTunnelAddr": _Annotation(IPV6, "ipv6_vxlan_tunnel_addr", False),
}
_HOST_LENGTH = {4: 32, 6: 128}


def make_calico_nodes(
    given: Mapping[str, Resource], kubernetes: Mapping[str, Resource], problems: Problems
) -> dict[str, Resource]:
    """Calico's Nodes by name: those given, then those that Kubernetes' Nodes make.

    A Node of both kinds is Calico's, with the labels of both; Calico's win.
    """
    found = dict(given)
    for name, node in kubernetes.items():
        assert isinstance(node, KubernetesNode)
        calico = found.get(name)
        if calico is None:
            found[name] = calico_node(node, problems)
        else:
            metadata = msgspec.structs.replace(calico.metadata, labels={**node.labels, **calico.labels})
            found[name] = msgspec.structs.replace(calico, metadata=metadata)
    return found


def calico_node(node: KubernetesNode, problems: Problems) -> Node:
    """Calico's view of a Kubernetes Node; without annotations of addresses, its internal addresses are taken."""
    bgp: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for key, annotation in NODE_ANNOTATIONS.items():
        text = node.metadata.annotations.get(key)
        if text:
            path = f"metadata.annotations.{key}"
            value = annotation.type.read(text, node.places.at(path), path, problems)
            if value is not INVALID:
                (bgp if annotation.of_bgp else others)[annotation.field] = value
    if "ipv4_address" not in bgp and "ipv6_address" not in bgp:
        for address in node.internal_ips:
            whole = InterfaceAddress(address.family, address.value, _HOST_LENGTH[address.family])
            bgp.setdefault(f"ipv{address.family}_address", whole)
    return Node(metadata=node.metadata, places=node.places, bgp=NodeBGP(**bgp) if bgp else None, **others)
