"""Texts of nodes: files, dialects, order, names; whole files are goldens."""

from __future__ import annotations

import re

import pytest

from netwright.cluster.bird import Dialect, Renderer, render_node, report_limits
from netwright.cluster.bird.names import MAX_SYMBOL_CHARACTERS, filter_function
from netwright.errors import Problems

from ..building import NO_MESH, configuration, derive, document, node, peer
from ..hostile import beyond_all_lengths, leaving_quotes

BOTH: tuple[Dialect, ...] = ("bird1", "bird2")


def test_files_per_dialect() -> None:
    nodes = derive(node(1, ipv6=True), node(2))
    assert set(render_node(nodes["n1"], "bird1")) == {"bird.cfg", "bird6.cfg"}
    assert set(render_node(nodes["n2"], "bird1")) == {"bird.cfg"}
    assert set(render_node(nodes["n1"], "bird2")) == {"bird.conf"}


def test_families_of_one_file_keep_apart() -> None:
    text = render_node(derive(node(1, ipv6=True))["n1"], "bird2")["bird.conf"]
    names = re.findall(r"^(?:function|filter|template bgp|protocol \w+) (\w+)", text, re.MULTILINE)
    assert len(names) == len(set(names))
    assert {"calico_aggr_v4", "calico_aggr_v6", "bgp_template_v4", "bgp_template_v6"} <= set(names)


def test_order_of_the_main_file() -> None:
    documents = (document("BGPFilter", "f", "{importV4: [{action: Reject}]}"), configuration("listenPort: 1790"))
    given = derive(*documents, node(1), node(2), peer("p", "peerIP: 10.0.0.250, asNumber: 63000, filters: [f]"))
    text = render_node(given["n1"], "bird1")["bird.cfg"]
    marks = (
        "function apply_communities", "filter calico_kernel_programming", "protocol static", "function calico_aggr",
        "function calico_export_to_bgp_peers", "router id", "listen bgp", "protocol kernel", "protocol device",
        "protocol direct", "template bgp", "function 'bgp_f_importFilterV4'", "protocol bgp Global_10_0_0_250",
        "protocol bgp Mesh_10_0_0_2_port_1790",
    )  # fmt: skip
    positions = [text.index(f"\n{mark}") for mark in marks]
    assert positions == sorted(positions)


def test_functions_of_filters() -> None:
    assert filter_function("a.b-c", "import", 4) == "'bgp_a.b-c_importFilterV4'"
    long, other = filter_function("x" * 200, "export", 6), filter_function("x" * 201, "export", 6)
    assert len(long) == len(other) == MAX_SYMBOL_CHARACTERS + 2
    assert long != other
    assert long.endswith("_exportFilterV6'")


def test_a_filter_is_defined_where_it_is_used() -> None:
    rules = "{importV4: [{action: Reject}], exportV6: [{action: Reject}]}"
    nodes = derive(
        NO_MESH,
        node(1, ipv6=True),
        document("BGPFilter", "used", rules),
        document("BGPFilter", "unused", rules),
        peer("p", "peerIP: 10.0.0.250, asNumber: 63000, filters: [used]"),
    )
    texts = render_node(nodes["n1"], "bird1")
    assert texts["bird.cfg"].count("'bgp_used_importFilterV4'") == 2
    assert "unused" not in texts["bird.cfg"]
    assert "bgp_used" not in texts["bird6.cfg"]
    assert "exportFilter" not in texts["bird.cfg"]


def test_what_only_bird2_needs() -> None:
    nodes = derive(node(1))
    one, two = render_node(nodes["n1"], "bird1")["bird.cfg"], render_node(nodes["n1"], "bird2")["bird.conf"]
    for needed in ("metric 0;", "if source = RTS_DEVICE then reject;", 'if ifname ~ "cali*" then onlink = true;'):
        assert needed in two
        assert needed not in one


def test_a_shorter_delay_for_laboratories() -> None:
    made = derive(node(1))["n1"]
    for dialect in BOTH:
        (text,) = Renderer(dialect, connect_delay_s=1).files(made).values()
        assert "connect delay time 1;" in text


def test_what_bird2_cannot_say() -> None:
    documents = (document("IPPool", "p", "{cidr: 10.1.0.0/16, ipipMode: Always}"), node(1))
    nodes = derive(configuration("programClusterRoutes: Enabled"), *documents)
    for dialect, expected in (("bird1", []), ("bird2", ["bird2-no-tunnel"])):
        problems = Problems()
        report_limits(nodes.values(), dialect, problems)
        assert [p.code for p in problems] == expected
    problems = Problems()
    report_limits(derive(*documents).values(), "bird2", problems)
    assert not len(problems)


def test_prepending_is_in_another_place() -> None:
    """BIRD 2 always has the node's own AS first; inside an AS nothing is put there."""
    spec = "{exportV4: [{action: Accept, operations: [{prependASPath: {prefix: [65001]}}]}]}"
    for as_number, expected in ((63000, ["bird2-prepend-order"]), (64512, [])):
        documents = (NO_MESH, node(1), document("BGPFilter", "f", spec))
        nodes = derive(*documents, peer("p", f"peerIP: 10.0.0.250, asNumber: {as_number}, filters: [f]"))
        problems = Problems()
        report_limits(nodes.values(), "bird2", problems)
        assert [(p.code, p.severity) for p in problems] == [(code, "notice") for code in expected]


def test_paths_that_export_filters_see() -> None:
    """BIRD 1 has the own AS in the path of an EBGP session already, BIRD 2 is told it."""
    spec = (
        "{exportV4: [{action: Reject, asPathPrefix: [65001, 65002]}], importV4: [{action: Reject, asPathPrefix: [1]}]}"
    )
    nodes = derive(
        NO_MESH,
        node(1),
        document("BGPFilter", "f", spec),
        peer("e", "peerIP: 10.0.0.250, asNumber: 63000, localASNumber: 65001, filters: [f]"),
        peer("i", "peerIP: 10.0.0.251, asNumber: 64512, filters: [f]"),
    )
    one, two = render_node(nodes["n1"], "bird1")["bird.cfg"], render_node(nodes["n1"], "bird2")["bird.conf"]
    assert "if (bgp_path ~ [= 65001 65002 * =]) then reject;" in one
    assert "(own_as = 0 && bgp_path ~ [= 65001 65002 * =]) || (own_as = 65001 && bgp_path ~ [= 65002 * =])" in two
    assert re.findall(r"^ *'bgp_f_exportFilterV4'\((\w+)\);", one, re.MULTILINE) == ["false", "true"]
    assert re.findall(r"^ *'bgp_f_exportFilterV4'\((\w+)\);", two, re.MULTILINE) == ["65001", "0"]
    for text in (one, two):
        assert "function 'bgp_f_importFilterV4'(bool internal_peer)" in text
        assert "if (bgp_path ~ [= 1 * =]) then reject;" in text


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(("operator", "condition"), [("In", "(false)"), ("NotIn", "!(false)")])
def test_lengths_that_no_route_has(operator: str, condition: str, dialect: Dialect) -> None:
    """Text that reading refuses, or BIRD, still gives a configuration."""
    for text in render_node(beyond_all_lengths(operator), dialect).values():
        assert f"if {condition} then accept;" in text


@pytest.mark.parametrize("dialect", BOTH)
def test_nothing_leaves_its_quotes(dialect: Dialect) -> None:
    for text in render_node(leaving_quotes(), dialect).values():
        assert '-"a?; reject;", -"b?c", "*"' in text
        assert 'if (ifname ~ "a?; reject;") then reject;' in text
