"""The plugin `node.clone`: clones, their links, memberships and numbers."""

from __future__ import annotations

from .reading import ends_of, nodes_of, problems_of, read

HOSTS = """
plugin: [ node.clone ]
groups: { g: { members: [ h, b ], mtu: 1400 }, k: [ g ] }
nodes: { a: {}, h: { clone.count: 3, device: linux }, b: {}, h-02: { mtu: 1300 } }
links: [ a-h, a-b, { h: {}, b: {}, mtu: 1450 }, [ a, h, b ], { h-02: {}, b: {} } ]
"""


def test_clones_come_last_and_one_that_is_written_out_keeps_its_place() -> None:
    topology = read(HOSTS)
    assert nodes_of(topology, "module") == {
        "a": {},
        "b": {"mtu": 1400},
        "h-02": {"mtu": 1300, "device": "linux"},
        "h-01": {"mtu": 1400, "device": "linux"},
        "h-03": {"mtu": 1400, "device": "linux"},
    }
    assert list(topology.nodes) == ["a", "b", "h-02", "h-01", "h-03"]
    assert topology.groups["k"].members == ("b", "h-02", "h-01", "h-03")


def test_links_are_repeated_for_each_clone_after_the_others() -> None:
    topology = read(HOSTS)
    assert ends_of(topology) == [
        ["a", "b"], ["h-02", "b"], ["a", "h-01"], ["a", "h-02"], ["a", "h-03"],
        ["h-01", "b"], ["h-02", "b"], ["h-03", "b"],
        ["a", "h-01", "b"], ["a", "h-02", "b"], ["a", "h-03", "b"],
    ]  # fmt: skip
    assert [link.get("mtu") for link in topology.links][4:8] == [None, 1450, 1450, 1450]


def test_clones_of_both_ends() -> None:
    topology = read(
        "plugin: [ node.clone ]\nclone.node_name_pattern: '{name}{id}'\n"
        "nodes: { a: { clone: { count: 2, start: 5, step: 10 }, id: 3 }, b: { clone.count: 2, id: 7 } }\n"
        "links: [ { a: { ifindex: 4 }, b: {} }, a ]\n"
    )
    assert nodes_of(topology, "module") == {"a5": {"id": 3}, "a15": {"id": 13}, "b1": {"id": 7}, "b2": {"id": 8}}
    four, five = ({"ifindex": index} for index in (4, 5))
    assert ends_of(topology) == [
        ["a5"],
        ["a15"],
        [{"ifindex": 4, "node": "a5"}, "b1"],
        [{"node": "a5", **five}, "b2"],
        [{"node": "a15", **four}, "b1"],
        [{"node": "a15", **five}, "b2"],
    ]


def test_numbers_of_other_nodes_go_up() -> None:
    topology = read(
        "plugin: [ node.clone ]\nnodes: { a: {}, h: { clone.count: 2 } }\n"
        "links: [ { a: { ifindex: 5 }, h: { ifindex: 3 } } ]\n"
    )
    assert [[end["ifindex"] for end in link["interfaces"]] for link in topology.links] == [[5, 3], [6, 3]]


def test_links_of_vlans_and_groups_of_links() -> None:
    topology = read(
        "module: [ vlan ]\nplugin: [ node.clone ]\nvlans.red.links: [ a-h ]\n"
        "nodes: { a: {}, h: { clone.count: 2, module: [] } }\n"
        "links: [ { group: x, members: [ a-h ], mtu: 1400 } ]\n"
    )
    assert ends_of(topology) == [["a", "h-01"], ["a", "h-02"]] * 2
    assert [link.get("vlan") for link in topology.links][2:] == [{"access": "red"}] * 2
    assert [link.get("mtu") for link in topology.links] == [1400, 1400, None, None]


def test_names_and_counts_are_checked() -> None:
    text = "plugin: [ node.clone ]\nclone.node_name_pattern: '%s'\nnodes:\n  a: { clone.count: 2 }\nlinks: [ a ]\n"
    assert problems_of(text % "x") == ["4:8 duplicate-node"]
    assert problems_of(text % "{id}") == ["4:8 bad-name"]
    assert problems_of(text % "{nam}") == ["4:8 bad-format"]
    assert problems_of("nodes:\n  a: { clone.count: 2 }\n") == ["2:8 plugin-needed"]
