"""Looks that hold for all engines: boxes of every kind, lines that are marked as dashed."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from netwright.draw import GraphType
from netwright.draw.html import render_html
from netwright.draw.picture import Picture
from netwright.draw.svg import render_svg

from .drawing import picture, written

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
