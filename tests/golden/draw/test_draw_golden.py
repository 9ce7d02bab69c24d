"""Diagrams of small topologies: `topologies/<case>.yml` -> `<case>/<type>.<suffix>`, to be read by a human."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.draw import ENGINES
from netwright.workbench import draw, load_topology

from ...unit.draw.drawing import d2_says, dot_says

HERE = Path(__file__).parent
TYPES = {
    "fabric": ("topology",),
    "isp": ("topology", "bgp", "ospf"),
    "campus": ("topology", "vlan", "isis"),
    "vpn": ("topology", "bgp", "vrf", "evpn"),
    "clusters": ("topology", "bgp"),
}
TEXTS = ("graphviz", "d2", "mermaid")
FLAGS = {("isp", "bgp"): ("vrf",), ("campus", "topology"): ("vlan",)}
CASES = [(case, type, engine) for case, types in TYPES.items() for type in types for engine in TEXTS]


@pytest.mark.parametrize(("case", "type", "engine"), CASES)
def test_golden(case, type, engine) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; look at the pictures before committing them."""
    network = load_topology(HERE / "topologies" / f"{case}.yml")
    text = draw(network, type, engine=engine, flags=FLAGS.get((case, type), ()))
    path = HERE / case / f"{type}{ENGINES[engine].suffixes[0]}"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


def test_programs_accept_the_goldens() -> None:
    dots, d2s = sorted(HERE.glob("*/*.dot")), sorted(HERE.glob("*/*.d2"))
    assert len(dots) == len(d2s) == len(CASES) // len(TEXTS)
    assert [said for path in dots if (said := dot_says(path.read_text()))] == []
    assert set(d2_says([path.read_text() for path in d2s])) == {""}
