"""Designs that the tests write manifests of."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from netwright.cluster import DesignedCluster
from netwright.cluster.manifests import Manifests, make_manifests
from netwright.cluster.resources import Document, read_documents
from netwright.errors import Problems
from netwright.workbench.loading import load_clusters

HERE = Path(__file__).parent
NESTED = HERE.parents[2] / "golden" / "manifests" / "nested" / "topology.yml"
DESIGNS = {"nested": NESTED, **{path.stem: path for path in sorted(HERE.glob("topologies/*.yml"))}}


@functools.cache
def clusters(name: str) -> tuple[DesignedCluster, ...]:
    return load_clusters(DESIGNS[name]).clusters


@functools.cache
def manifests(name: str) -> Manifests:
    return make_manifests(clusters(name))


def documents(text: str, file: str = "made.yml") -> list[Document]:
    problems = Problems()
    found = read_documents(text, file, problems)
    assert [str(problem) for problem in problems] == []
    return found


def trees(made: Manifests) -> dict[str, list[dict[str, Any]]]:
    """Resources by file."""
    return {
        path: [document.tree for document in documents(text, path)]
        for path, text in made.texts.items()
        if path.endswith(".yaml")
    }


def find(found: dict[str, list[dict[str, Any]]], cluster: str, kind: str, name: str) -> dict[str, Any]:
    """The one resource of this name."""
    (tree,) = (
        tree
        for path, each in found.items()
        for tree in each
        if path.startswith(f"{cluster}/") and (tree["kind"], tree["metadata"]["name"]) == (kind, name)
    )
    return tree


def names(trees: Sequence[dict[str, Any]]) -> list[str]:
    return [tree["metadata"]["name"] for tree in trees]
