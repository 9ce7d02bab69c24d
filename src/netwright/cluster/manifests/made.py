"""Resources that shorthands of a topology make -> the documents a user would have written.

Owns: IPPool, BGPConfiguration, Namespace and access to passwords. Must not: make what runs (machines, pods).
Source: Calico's resource reference; "Secure BGP sessions" of its documentation for access to passwords.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ...addr import Address, InterfaceAddress, Prefix
from ...model.bgp_filter import Community
from ...model.kubernetes import Metadata, Resource
from ..resources import (
    CALICO_NAMESPACES,
    BGPConfiguration,
    IPPool,
    NamedCommunity,
    NamespacedName,
    PrefixAdvertisement,
    Resources,
    SecretKeyRef,
)
from ..resources.calico_tables import BGP_CONFIGURATION
from ..resources.objects import Object, python_name
from ..resources.pool_tables import DEFAULT_BLOCK_SIZES, IP_POOL
from .model import Tree
from .order import CALICO, RBAC

ALWAYS_THERE = frozenset(
    (
        *("default", "kube-system", "kube-public", "kube-node-lease"),
        *("calico-system", "calico-apiserver", "tigera-operator"),
        *("kubevirt", "cdi"),
    )
)
"""Namespaces that Kubernetes, Calico and KubeVirt make."""
ACCESS = "calico-bgp-passwords"
_SERVICE_ACCOUNT = "calico-node"
_RANGES = ("serviceClusterIPs", "serviceExternalIPs", "serviceLoadBalancerIPs")


def head(version: str, kind: str, metadata: Metadata) -> Tree:
    """The first fields of a resource."""
    found: Tree = {"name": metadata.name}
    if metadata.namespace:
        found["namespace"] = metadata.namespace
    if metadata.labels:
        found["labels"] = dict(metadata.labels)
    if metadata.annotations:
        found["annotations"] = dict(metadata.annotations)
    return {"apiVersion": version, "kind": kind, "metadata": found}


def made_pool(pool: IPPool, *, explicit: bool) -> Tree:
    """`explicit`: what nested clusters depend on is said although it is the default."""
    spec = _spec(pool, IP_POOL)
    if explicit:
        spec |= {"blockSize": pool.block_size, "ipipMode": pool.ipip_mode, "vxlanMode": pool.vxlan_mode}
    elif pool.block_size == DEFAULT_BLOCK_SIZES[pool.cidr.family]:
        del spec["blockSize"]
    return head(CALICO, "IPPool", pool.metadata) | {"spec": spec}


def made_configuration(configuration: BGPConfiguration) -> Tree:
    spec = _spec(configuration, BGP_CONFIGURATION)
    return head(CALICO, "BGPConfiguration", configuration.metadata) | {"spec": spec}


def made_namespaces(trees: Iterable[Tree]) -> Iterator[Tree]:
    """Namespaces that resources are in and nobody makes."""
    known = {tree["metadata"]["name"] for tree in trees if tree["kind"] == "Namespace"} | ALWAYS_THERE
    for name in sorted({tree["metadata"].get("namespace", "") for tree in trees} - known - {""}):
        yield {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def made_access(resources: Resources) -> Iterator[Tree]:
    """A role, and who has it: Calico's node pods may read the passwords that sessions name, and no other Secret."""
    references = [peer.password for peer in resources.bgp_peers.values()]
    references += [configuration.node_mesh_password for configuration in resources.bgp_configurations.values()]
    found: dict[str, set[str]] = {}
    for reference in references:
        for namespace in CALICO_NAMESPACES if reference is not None else ():
            if reference is not None and NamespacedName(namespace, reference.name) in resources.secrets:
                found.setdefault(namespace, set()).add(reference.name)
                break
    for namespace, names in sorted(found.items()):
        metadata = Metadata(name=ACCESS, namespace=namespace)
        rule = {"apiGroups": [""], "resources": ["secrets"], "resourceNames": sorted(names)}
        yield head(RBAC, "Role", metadata) | {"rules": [rule | {"verbs": ["get", "list", "watch"]}]}
        yield head(RBAC, "RoleBinding", metadata) | {
            "roleRef": {"apiGroup": RBAC.partition("/")[0], "kind": "Role", "name": ACCESS},
            "subjects": [{"kind": "ServiceAccount", "name": _SERVICE_ACCOUNT, "namespace": namespace}],
        }


def _spec(resource: Resource, table: Object) -> Tree:
    """Fields that differ from their defaults, by their names in documents."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(resource)}
    found: Tree = {}
    for field in table.attributes:
        name = python_name(field)
        name = name if name in defaults else f"{name}_s"
        value = getattr(resource, name)
        if value != defaults[name]:
            found[field] = [{"cidr": str(each)} for each in value] if field in _RANGES else _plain(value)
    return found


def _plain(value: Any) -> Any:
    match value:
        case Address() | Prefix() | InterfaceAddress():
            return str(value)
        case SecretKeyRef():
            optional = {"optional": True} if value.optional else {}
            return {"secretKeyRef": {"name": value.name, "key": value.key} | optional}
        case NamedCommunity():
            return {"name": value.name, "value": _community(value.value)}
        case PrefixAdvertisement():
            return {"cidr": str(value.cidr), "communities": [_community(each) for each in value.communities]}
        case tuple():
            return [_plain(each) for each in value]
        case float():
            return f"{value:g}s"
        case _:
            return value


def _community(value: Community) -> str:
    return ":".join(map(str, value))
