"""Module attributes through their layers; files, configlets, inline configuration."""

from __future__ import annotations

import pytest

from netwright.design.draft import Draft
from netwright.design.passes import CORE_PASSES
from netwright.errors import Problems

from .build import CATALOG, codes, design, network, topology


def draft(text: str) -> Draft:
    made = Draft(topology(text), CATALOG)
    problems = Problems()
    for run in CORE_PASSES:
        run(made, problems)
    assert not problems.errors
    return made


def test_node_attributes_over_global_over_defaults():
    made = draft(
        """
        module: [ospf]
        defaults: {ospf: {area: 0.0.0.0, process: 2}, bgp: {as: 65000}, devices: {bird: {ospf: {process: 7}}}}
        ospf: {cost: 9}
        bgp: {rr_list: [r1]}
        nodes:
          r1: {ospf: {area: 0.0.0.1}}
          r2: {module: [bgp]}
          r3: {device: bird}
          r4:
        """
    )
    nodes = made.nodes
    assert dict(nodes["r1"].module("ospf")) == {"area": "0.0.0.1", "cost": 9, "process": 2}
    assert nodes["r3"].module("ospf")["process"] == 7
    assert nodes["r2"].module("bgp")["as"] == 65000
    assert "rr_list" not in nodes["r2"].module("bgp")
    assert "rr_list" in made.global_module("bgp")
    assert not nodes["r2"].module("ospf")
    assert not nodes["r4"].module("bgp")


def test_nodes_without_own_attributes_share_one_map():
    made = draft("{module: [ospf], ospf: {cost: 9}, nodes: [a, b]}")
    assert made.nodes["a"].module("ospf") is made.nodes["b"].module("ospf")


def test_interfaces_inherit_from_links():
    made = draft(
        """
        module: [ospf]
        nodes: [a, b]
        links:
        - {a: {ospf: {cost: 10}}, b: , ospf: {area: 1, cost: 3}}
        - {a: , b: {ospf: {cost: 1}}, ospf: false}
        """
    )
    first, second = made.nodes["a"].interfaces
    assert dict(first.module("ospf")) == {"cost": 10, "area": 1}
    assert dict(made.nodes["b"].interfaces[0].module("ospf")) == {"cost": 3, "area": 1}
    assert second.disabled("ospf")
    assert not made.nodes["b"].interfaces[1].disabled("ospf")
    assert first.at("cost").line == 101


def test_files_and_configlets():
    designed = network(
        """
        files: [{path: a/b.txt, content: hello}]
        configlets: {x: X, y: {base: Y, frr: YF, r1: {frr: YR, clab: YC}}, z: {frr: {clab: Z}}}
        validate: {t: {config: {inline: V}}}
        nodes: {r1: {config: [x, y]}, r2: {config: {inline: N, q: {bird: Q}}}}
        """
    )
    assert dict(designed.files) == {"a/b.txt": "hello"}
    assert dict(designed.configlets) == {
        "x.j2": "X",
        "y.j2": "Y",
        "y/frr.j2": "YF",
        "y/r1.frr.j2": "YR",
        "y/r1-clab.j2": "YC",
        "z/frr-clab.j2": "Z",
        "_v_t.j2": "V",
        "_n_r2.j2": "N",
        "q/bird.j2": "Q",
    }
    assert designed.nodes["r1"].config == ("x", "y")
    assert designed.nodes["r2"].config == ("_n_r2", "q")


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "~/x", "a/", ""])
def test_paths_outside_the_lab_are_refused(path):
    _, problems = design(f"{{files: {{'{path}': text}}, nodes: [a]}}")
    assert [p.code for p in problems] == ["path-outside-lab"]


def test_names_of_configlets_cannot_leave_either():
    designed, problems = design("{configlets: {'../x': text}, nodes: [a]}")
    assert codes(problems) == [("path-outside-lab", 1)]
    assert not designed.configlets
