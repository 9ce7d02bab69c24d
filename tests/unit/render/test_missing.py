"""The plugin `check.config`: custom configuration without a template is left out, with a warning."""

from __future__ import annotations

from netwright.errors import Problems, Span
from netwright.model import Network
from netwright.render import MemoryFinder, leave_out_missing

from ..design.reading import network

TOPOLOGY = "plugin: [ {plugins} ]\nnodes: {{ a: {{ config: [ x, y, z ] }}, b: {{ config: [ y, z ] }}, c: {{}} }}\n"
FILES = MemoryFinder({".": {"x.j2": "", "y/a.j2": "", "z/eos.j2": ""}})


def checked(plugins: str) -> tuple[Network, Problems]:
    problems = Problems()
    places = {"a": Span("lab.yml", 2, 23), "b": Span("lab.yml", 2, 50)}
    return leave_out_missing(network(TOPOLOGY.format(plugins=plugins)), FILES, problems, places), problems


def test_what_has_no_template_is_left_out() -> None:
    found, problems = checked("check.config")
    assert {node.name: list(node.config) for node in found.nodes.values()} == {"a": ["x", "y"], "b": [], "c": []}
    assert [f"{p.span.line}:{p.span.column} {p.code} {p.message}" for p in problems] == [
        "2:23 custom-config-left-out custom configuration `z` has no template for frr and is left out on a, b",
        "2:50 custom-config-left-out custom configuration `y` has no template for frr and is left out on b",
    ]


def test_without_the_plugin_nothing_changes() -> None:
    found, problems = checked("")
    assert list(found.nodes["b"].config) == ["y", "z"]
    assert not list(problems)
