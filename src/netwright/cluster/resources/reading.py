"""Documents -> `Resources`: the one place that knows in which order resources are read and checked.

Owns: looking up kinds, metadata, duplicates, places. Must not: know fields (the tables do) or check what resources
say about each other (`references` does). Everything wrong is collected as problems.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ...addr import Prefix
from ...errors import Problems, Span, nearest
from ...model import Map, Seq
from ...model.kubernetes import DEFAULT_NAMESPACE, Metadata, NamespacedName, Places, Resource
from ...schema.types import INVALID, Type
from ...schema.types import Attribute as A
from .annotations import make_calico_nodes
from .collection import Resources
from .documents import Document
from .kinds import BY_VERSION, KINDS, OTHER_KINDS, Kind
from .objects import LIKELY_TYPO, Items, Object
from .references import check_references
from .types import ANNOTATIONS, LABELS, NAME

_HEAD = ("apiVersion", "kind", "metadata")
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""Annotation with a copy of the resource: not kept, since it may hold a password."""


def _metadata(found: Any) -> Metadata:
    annotations = {key: text for key, text in found.get("annotations", {}).items() if key != LAST_APPLIED}
    return Metadata(**{**found, "annotations": annotations})


METADATA = Object(
    {
        "name": A(NAME, "name of the resource"),
        "namespace": A(NAME, "its namespace"),
        "labels": A(LABELS, "what selectors see"),
        "annotations": A(ANNOTATIONS, "further texts"),
    },
    _metadata,
    required=("name",),
    ignored=(
        "clusterName creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers generateName generation "
        "managedFields ownerReferences resourceVersion selfLink uid"
    ),
)


def read_resources(
    documents: Iterable[Document],
    problems: Problems,
    known_nodes: Collection[str] | None = None,
    known_pools: Collection[Prefix] = (),
) -> Resources:
    """Read and check everything one cluster was told.

    `known_nodes`: names of nodes that exist without a resource of theirs; None when that is not known, and then names
    of nodes are checked only if there are resources of nodes. `known_pools`: pools that exist beside IPPools.
    """
    found: dict[str, dict[Any, Resource]] = {kind.collection: {} for kind in KINDS}
    declared: dict[str, set[str]] = {kind.collection: set() for kind in KINDS}
    for document in documents:
        kind = _kind(document, problems)
        if kind is None:
            continue
        metadata = document.tree.get("metadata")
        if isinstance(metadata, Map) and isinstance(metadata.get("name"), str):
            declared[kind.collection].add(metadata["name"])
        resource = _read(kind, document.tree, problems)
        if resource is not None:
            _add(found[kind.collection], kind, resource, problems)
    found["nodes"] = make_calico_nodes(found["nodes"], found["kubernetes_nodes"], problems)
    resources = Resources(**{name: dict(sorted(kinds.items())) for name, kinds in found.items()})
    check_references(resources, declared, known_nodes, known_pools, problems)
    return resources


def _kind(document: Document, problems: Problems) -> Kind | None:
    """The kind of a document; None, with a notice or an error, when it is none that is read."""
    version, name, tree = document
    kind = BY_VERSION.get((version, name))
    if kind is not None:
        return kind
    group = version.rpartition("/")[0]
    groups = {known.rpartition("/")[0] for known, _ in BY_VERSION}
    versions = {known: word for known, word in BY_VERSION if known.rpartition("/")[0] == group}
    mine = {other.name: other for other in KINDS if any(v in versions for v in other.versions)}
    if group in groups and name in mine:
        expected = " or ".join(f"`{v}`" for v in mine[name].versions)
        problems.error("unknown-version", f"no {name} in `{version}`", tree.at("apiVersion"), f"write {expected}")
        return None
    if group in groups and name not in OTHER_KINDS.get(group.removeprefix("crd."), ()):
        hint = nearest(name, mine) if group else _alike(name, mine)
        if hint or group:
            problems.error("unknown-kind", f"unknown kind `{name}` of `{version}`", tree.at("kind"), hint)
            return None
    elif group not in groups and (hint := _alike(group, groups - {""})):
        problems.error("unknown-version", f"unknown apiVersion `{version}`", tree.at("apiVersion"), hint)
        return None
    problems.notice("ignored-kind", f"{name} of `{version}` says nothing about routing and is left out", tree.span)
    return None


def _alike(word: str, known: Iterable[str]) -> str:
    """A hint when a word is very likely a misspelt one."""
    found = difflib.get_close_matches(word.lower(), [item.lower() for item in known], n=1, cutoff=LIKELY_TYPO)
    return nearest(word, known) if found else ""


def _read(kind: Kind, tree: Map, problems: Problems) -> Resource | None:
    written = tree.get("metadata")
    if written is None:
        problems.error("missing-field", "the resource needs `metadata`", tree.span, kind.body.alike("metadata"))
        return None
    metadata = METADATA.read(written, tree.at("metadata"), "metadata", problems)
    body = Map(span=tree.span)
    for key in tree:
        if key not in _HEAD:
            body.move(key, tree)
    arguments = kind.body.read(body, tree.span, "", problems)
    if metadata is INVALID or arguments is INVALID:
        return None
    if kind.namespaced and not metadata.namespace:
        metadata = Metadata(**{**_arguments(metadata), "namespace": DEFAULT_NAMESPACE})
    elif metadata.namespace and not kind.namespaced:
        at = written.at("namespace")
        problems.error("needless-namespace", f"a {kind.name} belongs to the cluster, not to a namespace", at)
        return None
    return kind.model(metadata=metadata, places=Places(tree.span, dict(_spans(tree, kind))), **arguments)


def _arguments(metadata: Metadata) -> dict[str, Any]:
    return {name: getattr(metadata, name) for name in metadata.__struct_fields__}


def _spans(tree: Map, kind: Kind) -> Iterator[tuple[str, Span]]:
    """Paths of the fields that are looked at with their places, without recursion."""
    pending: list[tuple[str, Any, Type | None]] = [("", tree, kind.body)]
    if "metadata" in tree:
        yield "metadata", tree.at("metadata")
        pending.append(("metadata", tree["metadata"], METADATA))
    while pending:
        path, item, table = pending.pop()
        if isinstance(item, Map):
            known = table.attributes if isinstance(table, Object) else None
            for key, child in item.items():
                if known is None or key in known:
                    name = f"{path}.{key}" if path else key
                    yield name, item.at(key)
                    if isinstance(child, (Map, Seq)):
                        pending.append((name, child, known[key].type if known else None))
        elif isinstance(item, Seq):
            inner = table.item if isinstance(table, Items) else None
            for i, child in enumerate(item):
                yield f"{path}[{i}]", item.at(i)
                if isinstance(child, (Map, Seq)):
                    pending.append((f"{path}[{i}]", child, inner))


def _add(found: dict[Any, Resource], kind: Kind, resource: Resource, problems: Problems) -> None:
    key: str | NamespacedName = resource.key if kind.namespaced else resource.name
    first = found.setdefault(key, resource)
    if first is not resource:
        problems.error(
            "duplicate-resource",
            f"{kind.name} `{key}` is already defined at {first.places.at('metadata.name')}",
            resource.places.at("metadata.name"),
        )
