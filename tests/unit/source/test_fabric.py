"""The plugin `fabric`: nodes, groups and links, and what the topology says of them itself."""

from __future__ import annotations

from .reading import ends_of, nodes_of, problems_of, read


def test_a_fabric_is_nodes_groups_and_links() -> None:
    topology = read("plugin: [ fabric ]\nfabric: { spines: 2, leafs: 2 }\nnodes: [ x ]\nlinks: [ x-L1 ]\n")
    assert nodes_of(topology, "module") == {
        "L1": {"_fabric_count": 1},
        "L2": {"_fabric_count": 2},
        "S1": {"_fabric_count": 1},
        "S2": {"_fabric_count": 2},
        "x": {},
    }
    assert ends_of(topology) == [["L1", "S1"], ["L1", "S2"], ["L2", "S1"], ["L2", "S2"], ["x", "L1"]]
    assert {name: group.members for name, group in topology.groups.items()} == {
        "leafs": ("L1", "L2"),
        "spines": ("S1", "S2"),
    }


def test_parameters_are_of_the_group_and_format_strings_of_each_node() -> None:
    topology = read(
        "module: [ bgp ]\nplugin: [ fabric ]\n"
        "fabric:\n  spines: 1\n  leafs: 2\n  spine.bgp.as: 65100\n"
        "  leaf: { name: 'leaf-{count}', group: racks, bgp.as: '{65000+count}', id: '{10*count}', mtu: 1400 }\n"
    )
    assert nodes_of(topology, "module", "_fabric_count") == {
        "leaf-1": {"bgp": {"as": 65001}, "id": 10, "mtu": 1400},
        "leaf-2": {"bgp": {"as": 65002}, "id": 20, "mtu": 1400},
        "S1": {"bgp": {"as": 65100}},
    }
    assert topology.groups["racks"].members == ("leaf-1", "leaf-2")


def test_the_topology_has_the_last_word() -> None:
    topology = read(
        "plugin: [ fabric ]\nfabric: { spines: 1, leafs: 2, leaf.mtu: 1400 }\n"
        "groups: { _auto_create: True, leafs: { members: [ z, L2 ], mtu: 1450 }, spines: [ y ] }\n"
        "nodes: { q: {}, L2: { mtu: 1300 } }\n"
    )
    assert list(topology.nodes) == ["L1", "L2", "S1", "q", "z", "y"]
    assert {name: data.get("mtu") for name, data in topology.nodes.items()} == {
        "L1": 1450, "L2": 1300, "S1": None, "q": None, "z": 1450, "y": None
    }  # fmt: skip
    assert topology.groups["spines"].members == ("S1", "y")


def test_a_fabric_needs_no_nodes_and_may_be_absent() -> None:
    assert list(read("plugin: [ fabric ]\nfabric: { spines: 0, leafs: 1 }\n").nodes) == ["L1"]
    assert list(read("plugin: [ fabric ]\nnodes: [ a ]\n").nodes) == ["a"]


def test_names_are_checked() -> None:
    text = "plugin: [ fabric ]\nfabric: { spines: 1, leafs: 1, leaf.name: '%s' }\n"
    assert problems_of(text % "1{count}") == ["2:43 bad-name"]
    assert problems_of(text % "S{count}") == ["2:1 duplicate-node"]
