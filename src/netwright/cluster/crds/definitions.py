"""CustomResourceDefinitions: which schema holds for which resource.

Owns: finding the schema of a version. Must not: judge resources.
Source: the Kubernetes API reference, `apiextensions.k8s.io/v1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...errors import Problems
from ...model import Map, Seq
from ..resources import Document

CRD = "CustomResourceDefinition"


class Crds(NamedTuple):
    """Schemas by (apiVersion, kind)."""

    schemas: Mapping[tuple[str, str], Map]


def read_crds(documents: Iterable[Document], problems: Problems) -> Crds:
    """Schemas of all versions of all definitions; other documents, and what is no definition, are problems."""
    found: dict[tuple[str, str], Map] = {}
    for document in documents:
        if document.kind != CRD:
            at = document.tree.at("kind")
            problems.error("bad-crd", f"a {CRD} is expected, found {document.kind}", at)
            continue
        spec = part(document.tree, "spec")
        group, kind, versions = spec.get("group"), part(spec, "names").get("kind"), spec.get("versions")
        if not isinstance(group, str) or not isinstance(kind, str) or not isinstance(versions, Seq):
            message = "a definition needs `group`, `names.kind` and `versions` in its `spec`"
            problems.error("bad-crd", message, document.tree.at("spec"))
            continue
        for index, version in enumerate(versions):
            schema = part(part(version, "schema"), "openAPIV3Schema") if isinstance(version, Map) else Map()
            name = version.get("name") if isinstance(version, Map) else None
            if not isinstance(name, str) or not schema:
                problems.error("bad-crd", "a version needs `name` and `schema.openAPIV3Schema`", versions.at(index))
            else:
                found[f"{group}/{name}", kind] = schema
    return Crds(found)


def part(tree: Map, key: str) -> Map:
    """A mapping within a mapping; empty when there is none."""
    found = tree.get(key)
    return found if isinstance(found, Map) else Map(span=tree.span)
