"""Small clusters, and the configuration of their nodes: for goldens, and for the parsers of live tests."""

from __future__ import annotations

from pathlib import Path

from netwright.cluster.bird import Dialect, Renderer
from netwright.cluster.peering import derive_nodes
from netwright.cluster.resources import read_documents, read_resources
from netwright.errors import Problems

HERE = Path(__file__).parent
CASES = {
    "anycast": ("worker",),
    "communities": ("worker",),
    "encapsulation": ("worker",),
    "filters": ("worker",),
    "listening": ("worker",),
    "mesh": ("a", "b"),
    "nested-child": ("machine-1",),
    "only-ipv6": ("six",),
    "parent-of-nested": ("worker-1",),
    "peer-settings": ("worker",),
    "precedence": ("one", "two"),
    "route-reflectors": ("reflector-1", "worker"),
    "services": ("left-out", "serving"),
}
"""Nodes that are looked at, by case; the parsers see them all."""


def rendered(case: str, dialect: Dialect) -> dict[str, str]:
    """`NODE.FILE` -> text, of every node."""
    problems = Problems()
    text = (HERE / case / "resources.yml").read_text()
    resources = read_resources(read_documents(text, "resources.yml", problems), problems)
    nodes = derive_nodes(resources, problems)
    assert [str(p) for p in problems] == []
    renderer = Renderer(dialect)
    return {f"{node.name}.{name}": text for node in nodes for name, text in renderer.files(node).items()}
