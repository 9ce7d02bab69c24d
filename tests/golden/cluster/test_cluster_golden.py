"""Configuration of BIRD, in both dialects, of the nodes of small clusters; real parsers accept it all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.cluster.bird import Dialect, Renderer
from netwright.cluster.peering import derive_nodes
from netwright.cluster.resources import read_documents, read_resources
from netwright.errors import Problems

from ...unit.cluster.parsers import complaints

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
DIALECTS: tuple[Dialect, ...] = ("bird1", "bird2")


def rendered(case: str, dialect: Dialect) -> dict[str, str]:
    """`NODE.FILE` -> text."""
    problems = Problems()
    text = (HERE / case / "resources.yml").read_text()
    resources = read_resources(read_documents(text, "resources.yml", problems), problems)
    nodes = derive_nodes(resources, problems)
    assert [str(p) for p in problems] == []
    renderer = Renderer(dialect)
    return {f"{node.name}.{name}": text for node in nodes for name, text in renderer.files(node).items()}


def test_every_golden_is_tested() -> None:
    assert {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__")} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    made = {**rendered(case, "bird1"), **rendered(case, "bird2")}
    kept = {name: text for name, text in made.items() if name.partition(".")[0] in CASES[case]}
    directory = HERE / case
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        for name, text in kept.items():
            (directory / name).write_text(text)
    assert {path.name for path in directory.iterdir()} == {*kept, "resources.yml"}
    for name, text in kept.items():
        assert text == (directory / name).read_text()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", CASES)
def test_the_daemon_accepts_it(case: str, dialect: Dialect) -> None:
    for name, text in rendered(case, dialect).items():
        assert complaints(dialect, name.partition(".")[2], text) == ""
