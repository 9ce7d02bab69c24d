"""Documents of a user -> resources to apply: as they were written, without what a cluster keeps in them itself.

Owns: what is taken away, and which documents are left out, with the reason. Must not: change what a user said.
Source: the Kubernetes API reference (`ObjectMeta`), Calico's resource reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ...model.kubernetes import DEFAULT_NAMESPACE
from ...model.tree import to_plain
from ..resources import Document
from ..resources.kinds import BY_VERSION, CALICO
from ..resources.reading import LAST_APPLIED, METADATA
from .model import Tree

_OF_CALICO = ("BlockAffinity", "ClusterInformation", "IPAMBlock", "IPAMHandle", "WorkloadEndpoint")
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
_CONTROLLER = "endpointslice-controller.k8s.io"
CALICO_NODE = f"{CALICO}/v3", "Node"


class ResourceId(NamedTuple):
    """What names a resource within a cluster."""

    version: str
    """The current `apiVersion` of the kind."""
    kind: str
    namespace: str
    """Empty for kinds that have none."""
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


class LeftOut(NamedTuple):
    """A document that is not applied."""

    resource: ResourceId
    why: str


class Written(NamedTuple):
    """Documents of one cluster, in their order."""

    trees: Mapping[ResourceId, Tree]
    left_out: tuple[LeftOut, ...]


def read_written(documents: Iterable[Document]) -> Written:
    """Resources by what names them; of two with one name the first counts, as it does when they are read."""
    trees: dict[ResourceId, Tree] = {}
    left_out: list[LeftOut] = []
    for document in documents:
        tree = to_plain(document.tree)
        identity = _identity(document, tree)
        why = _reason(identity, tree)
        if why:
            left_out.append(LeftOut(identity, why))
        else:
            trees.setdefault(identity, _cleaned(identity, tree))
    return Written(trees, tuple(left_out))


def identify(tree: Tree) -> ResourceId:
    """Of a tree that was made or cleaned."""
    metadata = tree["metadata"]
    return ResourceId(tree["apiVersion"], tree["kind"], metadata.get("namespace", ""), metadata["name"])


def _identity(document: Document, tree: Tree) -> ResourceId:
    kind = BY_VERSION.get((document.version, document.kind))
    metadata = _mapping(tree, "metadata")
    namespace = metadata.get("namespace") or (DEFAULT_NAMESPACE if kind is not None and kind.namespaced else "")
    version = kind.versions[0] if kind is not None else document.version
    return ResourceId(version, document.kind, str(namespace), str(metadata.get("name", "")))


def _mapping(tree: Tree, key: str) -> dict[str, Any]:
    """A mapping within one; empty when there is none: nobody has read resources that say nothing about routing."""
    found = tree.get(key)
    return found if isinstance(found, dict) else {}


def _reason(identity: ResourceId, tree: Tree) -> str:
    """Why a document is not applied; empty when it is."""
    metadata = _mapping(tree, "metadata")
    if identity.version.partition("/")[0].endswith(CALICO) and identity.kind in _OF_CALICO:
        return "Calico keeps it itself"
    if identity.kind == "Event":
        return "it is a record, not a resource to apply"
    labels = _mapping(metadata, "labels")
    if identity.kind == "EndpointSlice" and labels.get(MANAGED_BY) == _CONTROLLER:
        return "the cluster makes it of its Service"
    if identity.kind == "Pod" and labels.get("kubevirt.io") == "virt-launcher":
        return "KubeVirt makes it of its machine"
    match metadata.get("ownerReferences"):
        case [{"kind": owner}, *_]:
            return f"the {owner} that owns it makes it"
    return ""


def _cleaned(identity: ResourceId, tree: Tree) -> Tree:
    metadata: dict[str, Any] = {"name": identity.name}
    if identity.namespace:
        metadata["namespace"] = identity.namespace
    for key, value in _mapping(tree, "metadata").items():
        if key == "annotations" and isinstance(value, dict):
            value = {name: text for name, text in value.items() if name != LAST_APPLIED}
            if not value:
                continue
        if key not in METADATA.ignored and key not in metadata:
            metadata[key] = value
    head = {"apiVersion": identity.version, "kind": identity.kind, "metadata": metadata}
    return head | {key: value for key, value in tree.items() if key not in (*head, "status")}
