"""Calico's, Kubernetes' and KubeVirt's resources: typed models, and reading them.

read_paths(paths, files, problems) -> documents            files, directories, streams, lists, dumps
read_documents(text, file, problems) -> documents          a text
unpack(trees, at, problems) -> documents                   located trees, such as those of a topology
read_resources(documents, problems) -> Resources           typed and checked; collects problems, raises nothing

Owns: what a resource may say. Must not: derive what a node does with it.
"""

from __future__ import annotations

from ...model.bgp_filter import (
    AddCommunity,
    BGPFilter,
    BGPFilterRule,
    Community,
    Operation,
    PrefixLength,
    PrependASPath,
    SetPriority,
)
from ...model.kubernetes import DEFAULT_NAMESPACE, Metadata, NamespacedName, Places, Resource, SecretValue
from .calico import (
    DEFAULT_AS_NUMBER,
    DEFAULT_BGP_PORT,
    DEFAULT_CONFIGURATION,
    DEFAULT_ROUTE_PRIORITY,
    BGPConfiguration,
    BGPPeer,
    BlockAffinity,
    IPPool,
    NamedCommunity,
    Node,
    NodeBGP,
    PrefixAdvertisement,
    SecretKeyRef,
)
from .collection import CALICO_NAMESPACES, Resources
from .documents import Document, read_documents, read_paths, unpack
from .kubernetes import (
    EXCLUDE_FROM_LOAD_BALANCERS,
    Endpoint,
    EndpointPort,
    EndpointSlice,
    KubernetesNode,
    Namespace,
    Pod,
    Secret,
    Service,
    ServicePort,
)
from .kubevirt import VirtualMachine, VMInterface, VMNetwork, VMResources
from .pool_tables import DEFAULT_BLOCK_SIZES
from .reading import read_resources
from .references import POOL_ANNOTATIONS, json_names
from .types import is_name

__all__ = [
    "CALICO_NAMESPACES",
    "DEFAULT_AS_NUMBER",
    "DEFAULT_BGP_PORT",
    "DEFAULT_BLOCK_SIZES",
    "DEFAULT_CONFIGURATION",
    "DEFAULT_NAMESPACE",
    "DEFAULT_ROUTE_PRIORITY",
    "EXCLUDE_FROM_LOAD_BALANCERS",
    "POOL_ANNOTATIONS",
    "AddCommunity",
    "BGPConfiguration",
    "BGPFilter",
    "BGPFilterRule",
    "BGPPeer",
    "BlockAffinity",
    "Community",
    "Document",
    "Endpoint",
    "EndpointPort",
    "EndpointSlice",
    "IPPool",
    "KubernetesNode",
    "Metadata",
    "NamedCommunity",
    "Namespace",
    "NamespacedName",
    "Node",
    "NodeBGP",
    "Operation",
    "Places",
    "Pod",
    "PrefixAdvertisement",
    "PrefixLength",
    "PrependASPath",
    "Resource",
    "Resources",
    "Secret",
    "SecretKeyRef",
    "SecretValue",
    "Service",
    "ServicePort",
    "SetPriority",
    "VMInterface",
    "VMNetwork",
    "VMResources",
    "VirtualMachine",
    "is_name",
    "json_names",
    "read_documents",
    "read_paths",
    "read_resources",
    "unpack",
]
