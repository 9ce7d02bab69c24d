"""Kinds of resources: which there are, where they belong, how they are read.

Owns: the table of kinds, and the kinds that are left out on purpose. Must not: read documents.
"""

from __future__ import annotations

from typing import NamedTuple

from ...model.bgp_filter import BGPFilter
from ...model.kubernetes import Resource
from ...schema.types import Attribute as A
from .calico import BGPConfiguration, BGPPeer, BlockAffinity, IPPool, Node
from .calico_tables import BGP_CONFIGURATION, BGP_PEER
from .filter_tables import BGP_FILTER
from .kubernetes import EndpointSlice, KubernetesNode, Namespace, Pod, Secret, Service
from .kubernetes_tables import ENDPOINT_SLICE, KUBERNETES_NODE, NAMESPACE, POD, SECRET, SERVICE
from .kubevirt import VirtualMachine
from .kubevirt_tables import VIRTUAL_MACHINE
from .objects import Object
from .pool_tables import BLOCK_AFFINITY, IP_POOL, NODE

CALICO = "projectcalico.org"
CALICO_V1 = "crd.projectcalico.org"
"""The group that `kubectl` shows on clusters without Calico's API server."""
KUBEVIRT = "kubevirt.io"


class Kind(NamedTuple):
    """One kind of resource."""

    name: str
    versions: tuple[str, ...]
    """`apiVersion` it may have; the first is the one to write."""
    body: Object
    """Everything but apiVersion, kind and metadata; makes the model's arguments."""
    model: type[Resource]
    collection: str
    """Field of `Resources` it goes into."""
    namespaced: bool = False


def _calico(name: str, spec: Object, model: type[Resource], collection: str) -> Kind:
    described = {"spec": A(spec, f"settings of the {name}")}
    body = Object(described, lambda found: found["spec"], required=("spec",), ignored="status")
    return Kind(name, (f"{CALICO}/v3", f"{CALICO_V1}/v1"), body, model, collection)


KINDS: tuple[Kind, ...] = (
    _calico("BGPConfiguration", BGP_CONFIGURATION, BGPConfiguration, "bgp_configurations"),
    _calico("BGPPeer", BGP_PEER, BGPPeer, "bgp_peers"),
    _calico("BGPFilter", BGP_FILTER, BGPFilter, "bgp_filters"),
    _calico("IPPool", IP_POOL, IPPool, "ip_pools"),
    _calico("BlockAffinity", BLOCK_AFFINITY, BlockAffinity, "block_affinities"),
    _calico("Node", NODE, Node, "nodes"),
    Kind("Node", ("v1",), KUBERNETES_NODE, KubernetesNode, "kubernetes_nodes"),
    Kind("Namespace", ("v1",), NAMESPACE, Namespace, "namespaces"),
    Kind("Pod", ("v1",), POD, Pod, "pods", True),
    Kind("Service", ("v1",), SERVICE, Service, "services", True),
    Kind("Secret", ("v1",), SECRET, Secret, "secrets", True),
    Kind("EndpointSlice", ("discovery.k8s.io/v1",), ENDPOINT_SLICE, EndpointSlice, "endpoint_slices", True),
    Kind(
        "VirtualMachine",
        (f"{KUBEVIRT}/v1", f"{KUBEVIRT}/v1alpha3"),
        VIRTUAL_MACHINE,
        VirtualMachine,
        "virtual_machines",
        True,
    ),
)
BY_VERSION: dict[tuple[str, str], Kind] = {(version, kind.name): kind for kind in KINDS for version in kind.versions}
_OTHERS = {
    CALICO: """
        CalicoNodeStatus ClusterInformation FelixConfiguration GlobalNetworkPolicy GlobalNetworkSet HostEndpoint
        IPAMBlock IPAMConfig IPAMConfiguration IPAMHandle IPReservation KubeControllersConfiguration NetworkPolicy
        NetworkSet Profile StagedGlobalNetworkPolicy StagedKubernetesNetworkPolicy StagedNetworkPolicy Tier
        WorkloadEndpoint
    """,
    KUBEVIRT: """
        KubeVirt VirtualMachineInstance VirtualMachineInstanceMigration VirtualMachineInstancePreset
        VirtualMachineInstanceReplicaSet
    """,
    "": """
        Binding ConfigMap Endpoints Event LimitRange PersistentVolume PersistentVolumeClaim PodTemplate
        ReplicationController ResourceQuota ServiceAccount
    """,
}
OTHER_KINDS = {group: frozenset(names.split()) for group, names in _OTHERS.items()}
"""Kinds of groups we read that say nothing about routing: accepted and left out."""
