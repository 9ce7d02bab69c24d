"""Defaults of a structural schema, filled in as the API server does before it validates.

Owns: defaulting and dropping of null. Must not: judge values.
Source: Kubernetes documentation of CustomResourceDefinitions, "Defaulting" and "Defaulting and Nullable".
"""

from __future__ import annotations

from typing import Any

from ...model import Map, Seq, copy_tree
from .definitions import part


def fill_defaults(value: Any, schema: Map) -> Any:
    """A copy of a located tree with defaults, and without null where a schema does not allow it."""
    found = copy_tree(value)
    pending = [(found, schema)]
    while pending:
        item, shape = pending.pop()
        if isinstance(item, Map):
            properties = part(shape, "properties")
            for key in list(item):
                if item[key] is None and not _of_key(shape, properties, key).get("nullable", False):
                    item.take(key)
            for key, child in properties.items():
                if isinstance(child, Map) and "default" in child and key not in item:
                    item[key] = copy_tree(child["default"])
            pending += [(child, _of_key(shape, properties, key)) for key, child in item.items()]
        elif isinstance(item, Seq):
            pending += [(child, part(shape, "items")) for child in item]
    return found


def _of_key(shape: Map, properties: Map, key: str) -> Map:
    return part(properties, key) if key in properties else part(shape, "additionalProperties")
