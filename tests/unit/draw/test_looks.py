"""Looks that hold for all engines: boxes of every kind, lines that are marked as dashed."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import combinations

import pytest

from netwright.draw import ENGINES, EngineOptions, GraphType
from netwright.draw.html import render_html
from netwright.draw.painting import STATES
from netwright.draw.picture import Look, Picture
from netwright.draw.svg import render_svg

from .drawing import picture, written
from .pictures import areas, edge, live, node, pods, styled

BOXED = """
defaults.device: frr
module: [ ospf, bgp, vrf, isis ]
bgp.as: 65000
groups.left.members: [ r1 ]
vrfs.red:
nodes: [ r1, r2 ]
links: [ r1-r2, { r1: { vrf: red } } ]
"""
BOXES = ("topology", "groups", "bgp", "ospf", "isis", "vrf")
STYLES = "defaults.outputs.graph.styles.as: { fillcolor: '#102030', bgcolor: '#102030', color: '#a0b0c0' }\n"
D2_STYLES = "defaults.outputs.d2.styles.container.style: { fill: '#102030', stroke: '#a0b0c0' }\n"


def page_of(made: Picture) -> dict:
    html = render_html([made], {}, name="page")
    found = re.search(r'id="data-picture">(.*?)</script>', html, re.S)
    assert found is not None
    page: dict = json.loads(unescape(found[1]))
    return page


def boxed(kind: str, more: str = "") -> tuple[str, GraphType]:
    groups = f"defaults.outputs.graph.groups: [ left ]\n{more}defaults.outputs.d2.groups: [ left ]\n"
    return (BOXED + (groups if kind == "groups" else more), "topology" if kind == "groups" else kind)


@pytest.mark.parametrize("kind", BOXES)
def test_the_style_of_boxes_holds_for_every_kind_in_every_engine(kind):
    text, type = boxed(kind, STYLES + D2_STYLES)
    made = picture(text, type)
    assert "fill:#102030" in render_svg(made)
    page = page_of(made)
    assert {page["looks"][box["look"]]["fill"][0] for box in page["clusters"]} == {"#102030"}
    assert 'bgcolor="#102030"' in written(text, "graphviz", type)
    assert "fill:#102030" in written(text, "mermaid", type)
    assert 'style.fill: "#102030"' in written(text, "d2", type)


@pytest.mark.parametrize(("kind", "fill"), [("topology", "#e8e8e8"), ("groups", "#eef2f7"), ("vrf", "#f3edf7")])
def test_boxes_have_the_tint_of_their_kind_when_nobody_chose(kind, fill):
    made = picture(*boxed(kind))
    assert f"fill:{fill}" in render_svg(made)
    page = page_of(made)
    assert {page["looks"][box["look"]]["fill"][0] for box in page["clusters"]} == {fill}


def test_boxes_of_vrfs_have_nothing_of_sessions_in_vrfs():
    """Both are of a kind `vrf`."""
    made = picture(BOXED + "defaults.outputs.graph.styles.vrf: { color: '#123456', penwidth: 9 }\n", "vrf")
    root = render_svg(made)
    box = re.search(r'<g class="cluster vrf".*?<rect class="(\w+)"', root, re.S)
    assert box is not None
    rule = re.search(rf"\.{box[1]}\{{(.*?)\}}", root)
    assert rule is not None
    assert "dasharray" not in rule[1]
    assert "stroke-width:1" in rule[1]


KINDS = {
    "topology": ("edge", "vlan_trunk", "vlan_access"),
    "bgp": ("ibgp", "ebgp", "localas_ibgp", "confed_ebgp"),
    "ospf": ("ospf-backbone", "ospf-area"),
    "isis": ("level-1", "level-2", "level-1-2"),
    "vlan": ("vlan_trunk", "vlan_access"),
    "vrf": ("edge", "vrf_link", "vrf_leak"),
    "evpn": ("ibgp", "ebgp", "localas_ibgp", "confed_ebgp", "vxlan"),
}
"""Kinds of lines by graph type."""
MUCH_WIDER = 1.9


def lines_of(type: str) -> Picture:
    """Each kind of a graph type once as it is and once marked as dashed."""
    styles = picture("nodes: [ a ]").styles
    edges = [edge(2 * n, "a", "b", kind) for n, kind in enumerate(KINDS[type])]
    edges += [edge(2 * n + 1, "a", "b", kind, look=Look(dashed=True)) for n, kind in enumerate(KINDS[type])]
    return Picture(title=None, type=type, nodes=(node("a"), node("b")), edges=tuple(edges), styles=styles)


def svg_lines(made: Picture) -> list[tuple[str, float]]:
    """Dashes and width of every edge."""
    text = render_svg(made)
    found = []
    for name in re.findall(r'<g class="edge [^>]*>.*?<path class="line (\w+)"', text, re.S):
        rule = re.search(rf"\.{name}\{{(.*?)\}}", text)
        assert rule is not None
        dash = re.search(r"dasharray:([\d. ]+)", rule[1])
        width = re.search(r"stroke-width:([\d.]+)", rule[1])
        assert width is not None
        found.append((dash[1] if dash else "", float(width[1])))
    return found


def page_lines(made: Picture) -> list[tuple[str, float]]:
    page = page_of(made)
    looks = [page["looks"][each["look"]] for each in page["layers"][0]["edges"]]
    return [(" ".join(f"{n:g}" for n in look.get("dash", ())), look.get("width", 1.5)) for look in looks]


@pytest.mark.parametrize("type", KINDS)
def test_lines_can_be_told_apart_without_colour(type):
    made = lines_of(type)
    for found in (svg_lines(made), page_lines(made)):
        plain, dashed = found[: len(KINDS[type])], found[len(KINDS[type]) :]
        assert {dash for dash, _ in dashed} == {"2 4"}
        assert "2 4" not in {dash for dash, _ in plain}
        for (dash, width), (other, second) in combinations(plain, 2):
            assert dash != other or max(width, second) >= MUCH_WIDER * min(width, second)


@pytest.mark.parametrize("type", KINDS)
def test_a_page_has_the_dashes_of_the_picture(type):
    made = lines_of(type)
    assert [dash for dash, _ in svg_lines(made)] == [dash for dash, _ in page_lines(made)]


def test_a_circuit_without_a_common_level_is_dashed():
    text = """
module: [ isis ]
nodes:
  a: { isis: { area: '49.0001', type: level-1 } }
  b: { isis: { area: '49.0001', type: level-2 } }
links: [ a-b ]
"""
    found = picture(text, "isis").edges
    assert [(each.kind, each.look.dashed) for each in found] == [("edge", True)]


def test_states_look_alike_in_every_engine():
    made = live()
    page = page_of(made)["states"]
    svg = render_svg(made)
    for state, look in STATES.items():
        assert page[state].get("dash", []) == [float(n) for n in look.dash.split()]
        assert page[state]["line"][0] == look.color
        assert f"stroke:{look.color}" in svg
        for engine in ("graphviz", "d2", "mermaid"):
            assert look.color in ENGINES[engine].write(made, EngineOptions())


def rules_of(text: str, thing: str) -> list[tuple[str, str, str, str]]:
    """Fill, border, width and dashes of the shapes of a kind of thing."""
    found = []
    for name in re.findall(rf'<g class="{thing}\b.*?<rect class="(\w+)"', text, re.S):
        rule = re.search(rf"\.{name}\{{(.*?)\}}", text)
        assert rule is not None
        words = dict(part.split(":") for part in rule[1].split(";"))
        found.append((words["fill"], words["stroke"], words["stroke-width"], words.get("stroke-dasharray", "")))
    return found


@pytest.mark.parametrize("make", [pods, styled, areas])
def test_nodes_and_boxes_look_alike_in_svg_and_on_the_page(make):
    made = make()
    page, text = page_of(made), render_svg(made)
    for things, name in ((page["nodes"], "node"), (page["clusters"], "cluster")):
        looks = [page["looks"][thing["look"]] for thing in things]
        assert rules_of(text, name) == [
            (
                look["fill"][0],
                look["line"][0],
                f"{look.get('width', 1.5):g}",
                " ".join(f"{n:g}" for n in look.get("dash", ())),
            )
            for look in looks
        ]
