"""Nodes, components, modules, plugins and declared attributes as the format has them."""

from __future__ import annotations

import pytest

from netwright.model import to_plain

from .reading import attempt, ends_of, nodes_of, problems_of, read


@pytest.mark.parametrize(
    ("nodes", "names"),
    [
        ("r1", ["r1"]),
        ("[ r1, b ]", ["r1", "b"]),
        ("{ z: , a: { id: 3 } }", ["z", "a"]),
        ("[ { name: x, id: 3 } ]", ["x"]),
    ],
)
def test_nodes(nodes: str, names: list[str]) -> None:
    assert list(read(f"nodes: {nodes}\n").nodes) == names


def test_length_of_names_can_be_changed() -> None:
    long = "a-name-of-twenty-two-c"
    assert problems_of(f"nodes: [ {long} ]\n") == ["1:10 bad-name"]
    assert list(read(f"defaults.const.MAX_NODE_ID_LENGTH: 22\nnodes: [ {long} ]\n").nodes) == [long]


def test_numbers_may_be_quoted() -> None:
    assert read("nodes: { a: { id: '3' } }\n").nodes["a"]["id"] == 3


def test_inventory_attributes_are_free() -> None:
    nodes = nodes_of(read("nodes: { a: { ansible_user: x, netlab_console_connection: ssh } }\n"), "module")
    assert nodes == {"a": {"ansible_user": "x", "netlab_console_connection": "ssh"}}


@pytest.mark.parametrize(
    "links", ["a-b", "[ a-b ]", "{ core: a-b }", "{ core: [ a-b ] }", "[ { group: g, members: a-b } ]"]
)
def test_a_single_link_needs_no_list(links: str) -> None:
    assert ends_of(read(f"nodes: [ a, b ]\nlinks: {links}\n")) == [["a", "b"]]


def test_components_nest_and_their_attributes_reach_their_nodes() -> None:
    topology = read(
        "module: [ ospf ]\n"
        "components:\n"
        "  s: { nodes: { a: , t: { include: u }, z: }, links: [ a-t_b ], mtu: 1500, ospf.area: 3 }\n"
        "  u: { nodes: [ b, c ], links: [ b-c ] }\n"
        "nodes: { x: { include: s, mtu: 1300 }, m: , y: { include: u } }\n"
        "links: [ x_t_b-m ]\n"
    )
    assert list(topology.nodes) == ["m", "x_a", "x_t_b", "x_t_c", "x_z", "y_b", "y_c"]
    assert ends_of(topology) == [["x_t_b", "m"], ["x_t_b", "x_t_c"], ["x_a", "x_t_b"], ["y_b", "y_c"]]
    assert topology.groups["inc_x"].members == ("x_a", "x_t_b", "x_t_c", "x_z")
    assert {name: node.get("mtu") for name, node in topology.nodes.items()}["x_t_c"] == 1300
    assert to_plain(topology.nodes["x_z"]["ospf"]) == {"area": 3}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("module: [ eigrp ]\n", "module-not-supported"),
        ("module: [ osfp ]\n", "unknown-module"),
        ("plugin: [ mlag.vtep ]\n", "plugin-not-supported"),
        ("vlans.red:\n", "module-not-used"),
        ("vlans: { red: { mode: irb } }\n", "module-not-used"),
        ("links: [ { a: { vlan.access: red }, b: } ]\n", "module-not-used"),
        ("links: [ { a: , b: , ospf.cost: 3 } ]\n", "module-not-used"),
        ("links: [ { a: { bgp.gtsm: 1 }, b: } ]\n", "module-not-used"),
        ("bgp.as: 65000\n", "module-not-used"),
        ("module: [ bgp ]\nbgp.as: 1\nlinks: [ { a: { bgp.gtsm: 1 }, b: } ]\n", "plugin-needed"),
        ("module: [ bgp ]\nbgp.as: 1\nlinks: [ { a: { bgp.rr: True }, b: } ]\n", "wrong-place"),
        ("addressing.lan: 172.20.0.0/16\n", ""),
    ],
)
def test_modules_and_plugins(text: str, code: str) -> None:
    _, problems = attempt(f"nodes: [ a, b ]\n{text}")
    assert [p.code for p in problems] == ([code] if code else [])


def test_one_problem_for_a_missing_module_however_often_it_is_used() -> None:
    links = "links: [ { a: { eigrp.cost: 3 }, b: , eigrp.passive: True }, { a: , b: , eigrp.cost: 5 } ]\n"
    assert len(problems_of(f"nodes: [ a, b ]\n{links}")) == 1


@pytest.mark.parametrize(
    ("declaration", "value", "problem"),
    [
        ("{ type: int, min_value: 1, max_value: 4 }", "3", None),
        ("{ type: int, min_value: 1, max_value: 4 }", "5", "wrong-type"),
        ("int", "x", "wrong-type"),
        ("str", "12", None),
        ("bool", "3", "wrong-type"),
        ("list", "[ 1, a ]", None),
        ("dict", "[ 1 ]", "wrong-type"),
        ("{ type: str, valid_values: [ a, b ] }", "c", "wrong-type"),
        ("{ type: str, valid_values: [ a, b ], true_value: a }", "True", None),
        ("{ type: list, valid_values: [ a, b ] }", "[ a, c ]", "wrong-type"),
        ("{ type: ipv4, use: prefix }", "10.0.0.0/8", None),
        ("{ type: ipv6 }", "10.0.0.1", "wrong-type"),
        ("{ sub: { deep: int } }", "{ sub.deep: 3 }", None),
        ("{ sub: { deep: int } }", "{ sub.dep: 3 }", "unknown-key"),
        ("{ type: rd }", "anything", None),
        ("", "[ { a: 1 } ]", None),
    ],
)
@pytest.mark.parametrize("level", ["node", "link", "interface"])
def test_declared_attributes(level: str, declaration: str, value: str, problem: str | None) -> None:
    node = f"{{ mine: {value} }}" if level == "node" else ""
    inside = f"mine: {value}" if level == "interface" else ""
    beside = f", mine: {value}" if level == "link" else ""
    link = f"{{ a: {{ {inside} }}, b: {beside} }}"
    found = problems_of(
        f"defaults.attributes.{level}.mine: {declaration}\nnodes:\n  a: {node}\n  b:\nlinks:\n- {link}\n"
    )
    assert [p.split()[1] for p in found] == ([problem] if problem else [])


def test_declared_attributes_extend_known_ones() -> None:
    nodes = "nodes: { a: { loopback: { ipv4: 10.0.0.9/32, colour: red } }, b: { loopback: True } }\n"
    assert to_plain(read(f"defaults.attributes.node.loopback.colour: str\n{nodes}").nodes["a"]["loopback"]) == {
        "ipv4": "10.0.0.9/32",
        "colour": "red",
    }
