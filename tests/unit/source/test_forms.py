"""Every shorthand of the format reads as what it stands for."""

from __future__ import annotations

import pytest

from netwright.errors import Problems
from netwright.model import Topology, to_plain
from netwright.source import MemoryFiles, ReadRequest, read_topology


def read(text: str, files: dict[str, str] | None = None, **options: object) -> Topology:
    problems = Problems()
    request = ReadRequest(path="/lab/t.yml", working_directory="/lab", system_defaults=None, **options)
    topology = read_topology(request, MemoryFiles({"/lab/t.yml": text, **(files or {})}), problems)
    assert [str(p) for p in problems] == []
    assert topology is not None
    return topology


def ends(topology: Topology) -> list[list[str]]:
    return [[end["node"] for end in link["interfaces"]] for link in topology.links]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("a-b", ["a", "b"]),
        ("a-b-c", ["a", "b", "c"]),
        ("a", ["a"]),
        ("x-1-c", ["x-1", "c"]),
        ("[a, b]", ["a", "b"]),
        ("{a: , b: {ipv4: 1}}", ["a", "b"]),
        ("{interfaces: [a, {node: b}]}", ["a", "b"]),
    ],
)
def test_links(link: str, expected: list[str]) -> None:
    assert ends(read(f"nodes: [a, b, c, x-1]\nlinks:\n- {link}\n")) == [expected]


def test_links_as_a_mapping_of_lists() -> None:
    assert ends(read("nodes: [a, b]\nlinks: {core: [a-b], stub: [a]}")) == [["a", "b"], ["a"]]


def test_members_of_a_link_group_keep_their_own_attributes() -> None:
    text = "nodes: [a, b]\nlinks: [{group: g, mtu: 1400, members: [a-b, {a: , b: , mtu: 1300}]}]"
    assert [link["mtu"] for link in read(text).links] == [1400, 1300]


def test_scalars_have_yaml_1_2_meaning() -> None:
    node = read("nodes: {a: {vars: {c: 65000:10, d: off, e: 0o17, f: True}}}").nodes["a"]
    assert to_plain(node["vars"]) == {"c": "65000:10", "d": "off", "e": 15, "f": True}


def test_the_most_specific_group_wins() -> None:
    groups = "groups: {x: {members: [p, b], bgp.as: 1}, p: {members: [q], bgp.as: 2}, q: {members: [a], bgp.as: 3}}"
    nodes = read(f"module: [bgp]\n{groups}\nnodes: [a, b]").nodes
    assert [nodes[name]["bgp"]["as"] for name in "ab"] == [3, 1]


def test_created_nodes_come_after_explicit_ones() -> None:
    assert list(read("groups: {_auto_create: True, g: [a, b]}\nnodes: [b, z]").nodes) == ["b", "z", "a"]


def test_a_member_that_does_not_run_the_module_does_not_inherit_its_attributes() -> None:
    text = "module: [bgp]\ngroups: {g: {members: [a, b], bgp.as: 7}}\nnodes: {a: , b: {module: [ospf]}}"
    nodes = read(text).nodes
    assert nodes["a"]["bgp"] == {"as": 7}
    assert "bgp" not in nodes["b"]


def test_components() -> None:
    text = "components: {s: {nodes: [r, h], links: [r-h]}}\nnodes: {x: {include: s}, y: }\nlinks: [x_r-y]"
    topology = read(text)
    assert list(topology.nodes) == ["y", "x_r", "x_h"]
    assert topology.groups["inc_x"].members == ("x_r", "x_h")
    assert sorted(ends(topology)) == [["x_r", "x_h"], ["x_r", "y"]]


def test_configuration_of_groups_comes_first_and_can_be_removed() -> None:
    text = "groups: {g: {members: [a], config: [x, y]}}\nnodes: {a: {config: [-x, z]}}"
    assert read(text).nodes["a"]["config"] == ["y", "z"]


def test_the_topology_overrides_extra_defaults_and_settings_override_both() -> None:
    extra = {"/lab/more.yml": "interfaces.mtu: 1400\nospf.area: 3\ndevice: bird\n"}
    text = "defaults.sources.extra: [more.yml]\ndefaults.interfaces.mtu: 1500\nnodes: [a]"
    defaults = read(text, extra, settings=("defaults.ospf.area=5",), device="frr").defaults
    assert defaults["interfaces"]["mtu"] == 1500
    assert defaults["ospf"]["area"] == 5
    assert defaults["device"] == "frr"


def test_included_files_stand_under_their_base_name() -> None:
    tests = {"/lab/validate.yml": "up: { nodes: [ a ], exec: ip addr, valid: True }\n"}
    assert list(read("nodes: [a]\n_include: [validate.yml]", tests).settings["validate"]) == ["up"]


def test_names_of_files_are_no_dotted_keys() -> None:
    text = "plugin: [files]\nfiles: {a.b/c.txt: x, d.e: y}\nnodes: [a]"
    assert to_plain(read(text).settings["files"]) == {"a.b/c.txt": "x", "d.e": "y"}
