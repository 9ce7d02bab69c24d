"""What all resources of Kubernetes share: name, namespace, labels, and where each of their fields stood.

Owns: `Resource`, `Metadata`, `Places`, `NamespacedName`, `SecretValue`. Must not: know kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ..errors import NOWHERE, Span

DEFAULT_NAMESPACE = "default"
"""Namespace of a namespaced resource that names none."""


class NamespacedName(NamedTuple):
    """Key of a namespaced resource; sorts by namespace, then name."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}"


class Places:
    """Where the fields of a resource stood, by path: `spec.filters[0]`, `metadata.labels.color`.

    Where something stands is no part of what it says: all `Places` are equal.
    """

    __slots__ = ("_span", "_spans")

    def __init__(self, span: Span = NOWHERE, spans: Mapping[str, Span] | None = None) -> None:
        self._span = span
        self._spans = spans or {}

    @property
    def span(self) -> Span:
        """Of the resource itself."""
        return self._span

    def at(self, path: str) -> Span:
        """The place of a field, or of the nearest field around it that was written."""
        while path:
            found = self._spans.get(path)
            if found is not None:
                return found
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._span

    def has(self, path: str) -> bool:
        """Whether a field was written."""
        return path in self._spans

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Places)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Places({str(self._span)!r})"


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """`metadata` of a resource; bookkeeping of the API server (uid, resourceVersion, ...) is not kept."""

    name: str
    namespace: str = ""
    """Empty for kinds that have none."""
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all resources."""

    metadata: Metadata
    places: Places = Places()

    @property
    def name(self) -> str:
        return self.metadata.name

    @property
    def labels(self) -> Mapping[str, str]:
        return self.metadata.labels

    @property
    def key(self) -> NamespacedName:
        return NamespacedName(self.metadata.namespace, self.metadata.name)

    @property
    def span(self) -> Span:
        """Where the resource starts."""
        return self.places.span


class SecretValue:
    """Bytes that no message, repr or dump shows."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself (UTF-8; other bytes become surrogates), for a configuration file and nothing else."""
        return self._value.decode("utf-8", "surrogateescape")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretValue) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "SecretValue(...)"
