"""The data of a page: layers, what other pictures add to a node, looks in light and dark."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from netwright import load_topology
from netwright.draw.html.writing import SCRIPTS
from netwright.workbench import draw

TOPOLOGY = """
name: fabric
defaults.device: frr
module: [ ospf, bgp, vlan, vxlan, evpn ]
bgp.as: 65000
vlans.red: { mode: bridge }
nodes:
  s: { bgp.rr: True, module: [ ospf, bgp, evpn ] }
  l1:
  l2: { graph.fill: navy }
links: [ s-l1, s-l2, { l1: { vlan.access: red } }, { l2: { vlan.access: red } } ]
"""


def data(html):
    found = re.findall(r'<script type="application/json" id="data-(\w+)">(.*?)</script>', html, re.S)
    return {name: json.loads(text) for name, text in found}


@pytest.fixture(scope="module")
def html():
    return draw(load_topology(text=TOPOLOGY), engine="html")


@pytest.fixture(scope="module")
def page(html):
    return data(html)["picture"]


def test_layers_are_those_of_the_network(page):
    assert [(layer["name"], layer.get("shown", False)) for layer in page["layers"]] == [
        ("Physical", True),
        ("BGP", False),
        ("OSPF", False),
        ("EVPN", False),
    ]
    ids = [edge["id"] for layer in page["layers"] for edge in layer["edges"]]
    assert len(ids) == len(set(ids)) > 6


def test_only_the_first_layer_is_placed(page):
    physical, *others = page["layers"]
    assert all(len(edge["points"]) >= 4 for edge in physical["edges"])
    assert not any("points" in edge for layer in others for edge in layer["edges"])


def test_nodes_know_what_other_pictures_say(page):
    leaf = next(node for node in page["nodes"] if node["id"] == "l1")
    assert leaf["detail"]["VTEP"] == "10.0.0.2"
    assert "VLAN red" in leaf["detail"]["EVPN instances"]


def test_what_the_script_lists_are_fields_not_texts_of_tooltips(page):
    layers = {layer["id"]: layer["edges"] for layer in page["layers"]}
    assert layers["topology"][0]["source_text"] == "s eth1 10.1.0.2/30"
    assert layers["bgp"][0]["addresses"] == ["10.0.0.2"]
    made = data(draw(load_topology(text=TOPOLOGY), "evpn", engine="html"))["picture"]
    assert [node["noun"] for node in made["nodes"] if "noun" in node] == ["EVPN instance"]
    made = data(draw(load_topology(text=TOPOLOGY), "vlan", engine="html"))["picture"]
    assert [node["noun"] for node in made["nodes"] if "noun" in node] == ["VLAN"]


def test_looks_can_be_read(page):
    leaf = next(node for node in page["nodes"] if node["id"] == "l2")
    look = page["looks"][leaf["look"]]
    assert look["fill"] == ["#000080", "#000080"]
    assert look["ink"] == ["#ffffff", "#ffffff"]


def test_the_longest_file_comes_first(html):
    files = data(html)["configuration"]["s"]
    assert files[0][0] == "/etc/frr/frr.conf"
    assert [len(text) for _, text in files] == sorted((len(text) for _, text in files), reverse=True)


def test_another_type_can_be_the_base():
    made = data(draw(load_topology(text=TOPOLOGY), "bgp", engine="html"))["picture"]
    assert [layer["name"] for layer in made["layers"]] == ["BGP", "Physical", "OSPF", "EVPN"]
    assert [node["id"] for node in made["nodes"]] == ["s", "l1", "l2"]


def test_the_same_topology_gives_the_same_page(html):
    assert draw(load_topology(text=TOPOLOGY), engine="html") == html


def test_the_page_names_no_other_place(html):
    assert "connect-src 'none'" in unescape(html)
    assert not re.findall(r"""\b(?:src|href|action)=["'](?!#)""", html)
    assert "@import" not in html
    assert "url(" not in html
    script = html.rpartition("<script>")[2]
    assert set(re.findall(r"\bhttps?://[^\s\"'<>)]+", script)) == {"http://www.w3.org/2000/svg"}


def test_every_script_is_in_the_page():
    from importlib.resources import files

    assets = {path.name for path in (files("netwright.draw.html") / "assets").iterdir()}
    assert assets == {*(f"{name}.js" for name in SCRIPTS), "page.css", "page.html.j2", "symbols.svg"}
