"""Groups: members, hierarchy, inheritance, configuration, automatic and default groups."""

from __future__ import annotations

import pytest

from netwright.model import to_plain

from .reading import attempt, nodes_of, problems_of, read

ABC = "nodes: [ a1, a2, b1 ]\n"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("[ b1, a1 ]", ("a1", "b1")),
        ("[ 'a*' ]", ("a1", "a2")),
        ("[ 'a?', b1 ]", ("a1", "a2", "b1")),
        ("[ '[ab]1' ]", ("a1", "b1")),
        ("[ '~a' ]", ("a1", "a2")),
        ("[ '~.*1' ]", ("a1", "b1")),
        ("[ h ]", ("a2",)),
        ("[ h, b1 ]", ("a2", "b1")),
        ("[]", ()),
    ],
)
def test_members(members: str, expected: tuple[str, ...]) -> None:
    topology = read(f"{ABC}groups:\n  g: {members}\n  h: {{ members: [ a2 ] }}\n")
    assert topology.groups["g"].members == expected


@pytest.mark.parametrize(
    ("groups", "problem"),
    [
        ("{ g: [ a3 ] }", "unknown-member"),
        ("{ g: [ 'c*' ] }", "empty-match"),
        ("{ g: [ '~c' ] }", "empty-match"),
        ("{ g: [ '~(' ] }", "bad-regex"),
        ("{ g: [ g ] }", "group-cycle"),
        ("{ g: [ h ], h: [ g ] }", "group-cycle"),
        ("{ g: 3 }", "wrong-type"),
        ("{ g: { members: 3 } }", "wrong-type"),
        ("{ g: { members: [ a1 ], type: nodes } }", "wrong-type"),
        ("{ g: { members: [ a1 ], colour: red } }", "unknown-key"),
        ("{ g: { members: [ a1 ], mtu: x } }", "wrong-type"),
        ("{ a1: [ b1 ] }", "name-clash"),
        ("{ '1g': [ a1 ] }", "bad-name"),
        ("{ all: [ a1 ] }", "automatic-group"),
        ("{ bird: [ a1 ] }", "automatic-group"),
        ("{ as65000: [ a1 ] }", "automatic-group"),
        ("[ a1 ]", "wrong-type"),
    ],
)
def test_mistakes(groups: str, problem: str) -> None:
    found = problems_of(f"{ABC}groups: {groups}\n")
    assert [p.split()[1] for p in found] == [problem]


def test_members_from_nodes() -> None:
    topology = read("nodes:\n  a: { group: [ g, h ] }\n  b: { group: g }\ngroups:\n  g: { mtu: 1400 }\n")
    assert topology.groups["g"].members == ("a", "b")
    assert topology.groups["h"].members == ("a",)
    assert nodes_of(topology, "module") == {"a": {"mtu": 1400}, "b": {"mtu": 1400}}


def test_the_most_specific_group_wins_and_nodes_before_all_groups() -> None:
    topology = read(
        "nodes:\n  a: { mtu: 1100 }\n  b:\n  c:\n  d:\n"
        "groups:\n"
        "  aout: { members: [ inner, c ], mtu: 1300, loopback.pool: one }\n"
        "  inner: { members: [ a, b ], mtu: 1200 }\n"
    )
    assert [node.get("mtu") for node in topology.nodes.values()] == [1100, 1200, 1300, None]
    assert ["loopback" in node for node in topology.nodes.values()] == [True, True, True, False]


@pytest.mark.parametrize(
    ("groups", "mtu", "config"),
    [
        ("zz: { members: [ a ], %s1 }\n  aa: { members: [ a ], %s2 }", 1402, ["zz", "aa"]),
        ("zz: { members: [ a ], %s1 }\n  all: { %s2 }\n  frr: { %s3 }\n  aa: { members: [ a ], %s4 }", 1404, None),
        (
            "p: { members: [ k ], %s1 }\n  k: { members: [ a ], %s2 }\n  c: { members: [ a ], %s3 }",
            1403,
            ["p", "k", "c"],
        ),
        ("a1: { members: [ z1 ], %s1 }\n  z1: { members: [ a ], %s2 }", 1402, ["a1", "z1"]),
        (
            "m: { members: [ z, b ], %s1 }\n  z: { members: [ a ], %s2 }\n  b: { members: [ a ], %s3 }",
            1403,
            ["m", "z", "b"],
        ),
    ],
)
def test_groups_without_order_go_by_name(groups: str, mtu: int, config: list[str] | None) -> None:
    """Measured on the format's tool: names decide, and the first to give an attribute is the last to configure."""
    lines = []
    for line in groups.split("\n"):
        name = line.strip().partition(":")[0]
        lines.append(line.replace("%s", f"config: [ {name} ], mtu: 140"))
    node = read("nodes: [ a ]\ngroups:\n  " + "\n".join(lines) + "\n").nodes["a"]
    assert node["mtu"] == mtu
    assert list(node["config"]) == (config or ["zz", "frr", "all", "aa"])


def test_as_groups_give_attributes_after_all_others_and_device_groups_none() -> None:
    topology = read(
        "module: [ bgp ]\nbgp.as_list: { 65000: { members: [ a, b ] } }\n"
        "groups:\n  as65000: { mtu: 1402, cpu: 2, config: [ as ] }\n  frr: { mtu: 1403, config: [ frr ] }\n"
        "  g: { members: [ a ], mtu: 1404, config: [ g ] }\n"
        "nodes:\n  a:\n  b:\n  c: { bgp.as: 65001 }\n  d: { bgp.as: 65000, device: bird }\n"
    )
    assert nodes_of(topology, "module", "bgp", "device") == {
        "a": {"mtu": 1404, "cpu": 2, "config": ["g", "frr", "as"]},
        "b": {"mtu": 1402, "cpu": 2, "config": ["frr", "as"]},
        "c": {"config": ["frr"]},
        "d": {"mtu": 1402, "cpu": 2, "config": ["as"]},
    }


def test_groups_remove_templates_of_the_groups_they_are_in() -> None:
    groups = "groups:\n  g2: { members: [ g1 ], config: [ x, y ] }\n  g1: { members: [ a ], config: [ -x, z ] }\n"
    assert list(read(f"nodes: [ a ]\n{groups}").nodes["a"]["config"]) == ["y", "z"]


def test_mappings_merge_deeply() -> None:
    topology = read(
        "module: [ bgp ]\nbgp.as: 1\nnodes:\n  a: { bgp.rr: True }\n"
        "groups:\n  g: { members: [ h ], bgp.as: 65000, bgp.community.ebgp: [ large ] }\n"
        "  h: { members: [ a ], bgp.as: 65001 }\n"
    )
    assert to_plain(topology.nodes["a"]["bgp"]) == {"rr": True, "as": 65001, "community": {"ebgp": ["large"]}}


def test_inherited_values_are_not_shared_between_nodes() -> None:
    nodes = read(f"{ABC}groups.g: {{ members: [ a1, a2 ], loopback.pool: one }}\n").nodes
    nodes["a1"]["loopback"]["pool"] = "two"
    assert nodes["a2"]["loopback"]["pool"] == "one"


def test_older_spelling_of_attributes() -> None:
    topology = read(f"{ABC}groups.g: {{ members: [ a1 ], node_data: {{ mtu: 1400 }} }}\n")
    assert topology.nodes["a1"]["mtu"] == 1400


def test_device_and_modules() -> None:
    topology = read(
        "module: [ ospf ]\nnodes:\n  a:\n  b: { module: [ ospf ], device: bird }\n  c:\n"
        "groups:\n  g: { members: [ a, b ], device: linux, module: [ bgp ], bgp.as: 65000 }\n"
        "  h: { members: [ b ], module: [ routing ] }\n"
    )
    assert {n: list(d["module"]) for n, d in topology.nodes.items()} == {
        "a": ["bgp"],
        "b": ["routing", "ospf", "bgp"],
        "c": ["ospf"],
    }
    assert [d.get("device") for d in topology.nodes.values()] == ["linux", "bird", None]


def test_created_nodes_follow_the_explicit_ones() -> None:
    topology = read("groups:\n  _auto_create: True\n  g: [ c, a ]\n  h: [ g, d ]\nnodes: [ b, a ]\n")
    assert list(topology.nodes) == ["b", "a", "c", "d"]
    topology = read("groups:\n  g: { _auto_create: True, members: [ x, y ], mtu: 1400 }\n")
    assert {n: d["mtu"] for n, d in topology.nodes.items()} == {"x": 1400, "y": 1400}
    _, problems = attempt("groups:\n  _auto_create: True\n  g: [ a ]\n  h: { _auto_create: False, members: [ b ] }\n")
    assert [p.code for p in problems] == ["unknown-member"]


CONFIG = (
    "groups:\n  g1: [ a, b ]\n  g2: { members: [ d, g1, g3 ], config: [ g2a, g2b ] }\n"
    "  g3: { members: [ e ], config: [ g3 ] }\n  ground: { members: [ '*' ], config: [ base ] }\n"
)


@pytest.mark.parametrize(
    ("node", "own", "expected"),
    [
        ("a", "[ x ]", ["base", "g2a", "g2b", "x"]),
        ("b", "", ["base", "g2a", "g2b"]),
        ("c", "", ["base"]),
        ("e", "[ x ]", ["base", "g2a", "g2b", "g3", "x"]),
        ("a", "[ -g2b, x ]", ["base", "g2a", "x"]),
        ("b", "[ '-', x ]", ["x"]),
        ("e", "[ -g1, x ]", ["base", "g2a", "g2b", "g3", "x"]),
        ("e", "x", ["base", "g2a", "g2b", "g3", "x"]),
    ],
)
def test_configuration_templates(node: str, own: str, expected: list[str]) -> None:
    nodes = "".join(f"  {name}: {{ {f'config: {own}' if own and name == node else ''} }}\n" for name in "abcdef")
    topology = read(f"nodes:\n{nodes}{CONFIG}")
    assert list(topology.nodes[node]["config"]) == expected


def test_inline_configuration_becomes_configlets() -> None:
    topology = read(
        "plugin: [ files ]\nnodes:\n  a: { config: { inline: one, x: two } }\n  b: { config.x.frr: three }\n"
        "groups.g: { members: [ a, b ], config.inline: { frr: four } }\n"
    )
    assert [list(n["config"]) for n in topology.nodes.values()] == [["_g_g", "_n_a", "x"], ["_g_g", "x"]]
    assert to_plain(topology.settings["configlets"]) == {
        "_g_g": {"frr": "four"},
        "_n_a": "one",
        "x": {"a": "two", "b": {"frr": "three"}},
    }


def test_default_groups() -> None:
    files = {
        "topology-defaults.yml": "groups:\n  g: { members: [ a1, zz, 'q*' ], mtu: 1400 }\n  h: [ b1, yy ]\n"
        "  k: { members: [ a1 ], mtu: 1300, cpu: 1 }\n  made: { _auto_create: True, members: [ m1 ] }\n"
    }
    topology = read(f"{ABC}groups.k: {{ members: [ a2 ], mtu: 1200 }}\n", files)
    assert {name: group.members for name, group in topology.groups.items()} == {
        "k": ("a2",),
        "g": ("a1",),
        "h": ("b1",),
        "made": ("m1",),
    }
    assert list(topology.nodes) == ["a1", "a2", "b1", "m1"]
    assert (topology.nodes["a1"]["mtu"], topology.nodes["a2"]["mtu"], topology.nodes["a2"]["cpu"]) == (1400, 1200, 1)


def test_auto_create_of_the_topology_is_not_for_default_groups() -> None:
    files = {"topology-defaults.yml": "groups: { g1: [ x ] }\n"}
    topology = read("groups: { _auto_create: True, g3: [ e, f ] }\n", files)
    assert list(topology.nodes) == ["e", "f"]


@pytest.mark.parametrize(
    "group",
    [
        "{ members: [ a1 ], module: [ bgp ], bgp.as: 1, ospf.area: 1 }",
        "{ members: [ a1 ], routing.static: [] }",
    ],
)
def test_attributes_of_modules_the_group_does_not_use(group: str) -> None:
    assert [p.split()[1] for p in problems_of(f"module: [ ospf ]\n{ABC}groups.g: {group}\n")] == ["module-not-used"]


def test_one_mistake_of_a_group_is_one_problem() -> None:
    groups = "groups:\n  g: { members: [ a1, a2, b1 ], mtu: x, colour: red, bgp.as: -1, loopback.ipv5: x }\n"
    assert problems_of(f"module: [ bgp ]\nbgp.as: 1\n{ABC}{groups}") == [
        "5:38 wrong-type",
        "5:41 unknown-key",
        "5:62 wrong-type",
        "5:66 unknown-key",
    ]


def test_variables_and_kinds() -> None:
    topology = read(f"{ABC}groups:\n  g: {{ members: [ a1 ], vars: {{ x: 1 }} }}\n  all.vars.y: 2\n")
    assert topology.groups["g"].vars == {"x": 1}
    assert topology.groups["all"].vars == {"y": 2}
    assert topology.groups["all"].members == ("a1", "a2", "b1")
