"""OSPF of designed networks: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from ..reading import network


@pytest.mark.parametrize(
    ("link", "network_type", "passive"),
    [
        ("a-b", "point-to-point", False),
        ("a-b-c", None, False),
        ("a-h", "point-to-point", True),
        ("a", None, True),
        ("a-b-h", None, False),
        ("{a: , b: , type: lan}", "point-to-point", False),
        ("{a: , b: , role: passive}", "point-to-point", True),
        ("{a: , b: , ospf.network_type: broadcast}", "broadcast", False),
        ("{a: , ospf.passive: false}", None, False),
    ],
)
def test_network_type_and_passive(link, network_type, passive):
    net = network(f"{{module: [ospf], nodes: {{a: , b: , c: , h: {{device: linux, module: []}}}}, links: [{link}]}}")
    ospf = net.nodes["a"].interfaces[0].ospf
    assert (ospf.network_type, ospf.passive) == (network_type, passive)


@pytest.mark.parametrize("link", ["{a: , b: , role: external}", "{a: , b: , ospf: false}", "{a: , b: , prefix: false}"])
def test_node_without_ospf_interfaces_does_not_run_it(link):
    node = network(f"{{module: [ospf], nodes: [a, b], links: [{link}]}}").nodes["a"]
    assert node.ospf is None
    assert "ospf" not in node.modules


@pytest.mark.parametrize(
    ("node", "link", "expected"),
    [
        ("{}", "{}", (None, None)),
        ("{ospf.timers.hello: 4}", "{}", (4, 16)),
        ("{ospf.timers: {hello: 3, dead: 9}}", "{ospf.timers.hello: 5}", (5, 9)),
        ("{}", "{ospf.timers.dead: 12}", (3, 12)),
    ],
)
def test_timers(node, link, expected):
    net = network(f"{{module: [ospf], nodes: {{a: {node}, b: }}, links: [{{a: {link}, b: }}]}}")
    ospf = net.nodes["a"].interfaces[0].ospf
    assert (ospf.hello_interval_s, ospf.dead_interval_s) == expected


def test_areas_of_nodes_links_and_loopbacks():
    net = network(
        "{module: [ospf], nodes: {a: {ospf.area: 1, loopback.ospf.area: 0}, b: }, links: [{a: , b: {ospf.area: 1}}]}"
    )
    a, b = net.nodes["a"], net.nodes["b"]
    assert (a.loopback.ospf.area, a.interfaces[0].ospf.area) == ("0.0.0.0", "0.0.0.1")
    assert [x.area for x in b.ospf.areas] == ["0.0.0.0", "0.0.0.1"]


def test_area_parameters_merge_by_area():
    text = (
        "{plugin: [ospf.areas], module: [ospf], ospf.areas: [{area: 1, range: [10.17.0.0/16], filter: [10.18.0.0/16]}],"
        " nodes: {a: {ospf.areas: [{area: 1, kind: nssa, range: [10.19.0.0/16]}]}, b: },"
        " links: [{a: , b: , ospf.area: 1}]}"
    )
    area = network(text).nodes["a"].ospf.areas[0]
    assert (area.area, area.kind) == ("0.0.0.1", "nssa")
    assert [(str(r.prefix), r.advertise) for r in area.ranges] == [("10.19.0.0/16", True), ("10.18.0.0/16", False)]


@pytest.mark.parametrize("areas", ["{area: 1, kind: stub}", "{area: 2, kind: stub}", "{area: 3, kind: stub}"])
def test_an_area_only_the_loopback_is_in_does_not_count_with_the_plugin(areas):
    text = (
        f"{{plugin: [ospf.areas], module: [ospf], ospf.areas: [{areas}], links: [{{a: , b: , ospf.area: 3}}],"
        " nodes: {a: {ospf.area: 1}, b: }}"
    )
    assert [area.area for area in network(text).nodes["a"].ospf.areas] == ["0.0.0.3"]
    plain = text.replace("plugin: [ospf.areas], ", "").replace(f"ospf.areas: [{areas}], ", "")
    assert [area.area for area in network(plain).nodes["a"].ospf.areas] == ["0.0.0.1", "0.0.0.3"]


def test_an_area_only_the_loopback_of_a_vrf_is_in_counts():
    text = (
        "{plugin: [ospf.areas], module: [ospf, vrf], vrfs: {red: {loopback: true}},"
        " ospf.areas: [{area: 4, kind: nssa}], nodes: [a, b], links: [{a: {ospf.area: 4}, b: , vrf: red}]}"
    )
    areas = network(text).nodes["a"].vrfs["red"].ospf.areas
    assert [(area.area, area.kind) for area in areas] == [("0.0.0.4", "nssa"), ("0.0.0.0", "regular")]
