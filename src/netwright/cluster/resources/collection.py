"""`Resources`: everything one cluster was told, by kind and name.

Owns: looking resources up. Must not: derive what nodes do with them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...model.bgp_filter import BGPFilter
from ...model.kubernetes import NamespacedName, SecretValue
from .calico import DEFAULT_CONFIGURATION, BGPConfiguration, BGPPeer, BlockAffinity, IPPool, Node, SecretKeyRef
from .kubernetes import EndpointSlice, KubernetesNode, Namespace, Pod, Secret, Service
from .kubevirt import VirtualMachine

CALICO_NAMESPACES = ("calico-system", "kube-system")
"""Where Calico's node pods run: as its operator, or as its manifests install them."""


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """Resources of one cluster. Mappings are in order of names."""

    bgp_configurations: Mapping[str, BGPConfiguration] = {}
    bgp_peers: Mapping[str, BGPPeer] = {}
    bgp_filters: Mapping[str, BGPFilter] = {}
    ip_pools: Mapping[str, IPPool] = {}
    block_affinities: Mapping[str, BlockAffinity] = {}
    nodes: Mapping[str, Node] = {}
    """Calico's Nodes, those that Kubernetes Nodes' annotations make included."""
    kubernetes_nodes: Mapping[str, KubernetesNode] = {}
    namespaces: Mapping[str, Namespace] = {}
    pods: Mapping[NamespacedName, Pod] = {}
    services: Mapping[NamespacedName, Service] = {}
    endpoint_slices: Mapping[NamespacedName, EndpointSlice] = {}
    secrets: Mapping[NamespacedName, Secret] = {}
    virtual_machines: Mapping[NamespacedName, VirtualMachine] = {}

    def configuration(self, node: str = "") -> BGPConfiguration | None:
        """The BGPConfiguration of all nodes, or the one of a node alone."""
        return self.bgp_configurations.get(f"node.{node}" if node else DEFAULT_CONFIGURATION)

    def secret_value(self, reference: SecretKeyRef) -> SecretValue | None:
        """What a reference names, in the namespaces Calico's node pods may run in; None when there is no such key."""
        for namespace in CALICO_NAMESPACES:
            secret = self.secrets.get(NamespacedName(namespace, reference.name))
            if secret is not None:
                return secret.values.get(reference.key)
        return None

    def namespace_labels(self, namespace: str) -> Mapping[str, str]:
        found = self.namespaces.get(namespace)
        return found.labels if found is not None else {}
