"""What stands in an SVG: names for screen readers, ids, looks, states; nothing that runs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from xml.etree import ElementTree as xml

import msgspec
import pytest

from netwright.draw.engines import ENGINES, EngineOptions
from netwright.draw.layout import layout
from netwright.draw.painting.colors import TEXT_RATIO, contrast, parse
from netwright.draw.picture import Look, Picture, PictureCluster, PictureNode
from netwright.draw.svg import render_svg

from ..pictures import PICTURES, edge, labelled, leaf_spine, live, node, pods, reflectors, ring, styled

NAMESPACE = "{http://www.w3.org/2000/svg}"


def tree(picture: Picture) -> xml.Element:
    return xml.fromstring(render_svg(picture))


def find(root: xml.Element, name: str) -> list[xml.Element]:
    return list(root.iter(NAMESPACE + name))


def titles(root: xml.Element) -> list[str]:
    return [element.text or "" for element in find(root, "title")]


@pytest.mark.parametrize("name", PICTURES)
def test_is_xml_with_a_group_for_everything(name: str) -> None:
    picture = PICTURES[name]()
    root = tree(picture)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    groups = [element.get("class") or "" for element in find(root, "g")]
    assert sum(c.split()[0] == "node" for c in groups if c) == len(picture.nodes)
    assert sum(c.split()[0] == "edge" for c in groups if c) == len(picture.edges)
    assert sum(c.split()[0] == "cluster" for c in groups if c) == len(picture.clusters)


def test_names_for_screen_readers() -> None:
    picture = ring(3)
    detailed = msgspec.structs.replace(picture.nodes[0], detail={"device": "frr", "AS": "65000"})
    root = tree(msgspec.structs.replace(picture, title="A <ring>", nodes=(detailed, *picture.nodes[1:])))
    assert root.get("role") == "img"
    labels = (root.get("aria-labelledby") or "").split()
    by_id = {element.get("id"): element for element in root.iter()}
    assert [by_id[label].text for label in labels] == [
        "A <ring>",
        "Network diagram (topology): 3 routers; 3 links.",
    ]
    assert "r1\ndevice: frr\nAS: 65000" in titles(root)
    assert "r1 eth1 \u2013 r2 eth2" in titles(root)


def test_sessions_say_what_they_are() -> None:
    root = tree(reflectors())
    assert "rr1 eth1 \u2192 pe1 eth2 (IBGP)" in titles(root)
    texts = [element.text for element in find(root, "text")]
    assert texts[-2:] == ["IBGP", "EBGP"]


def test_labels_without_room_are_in_the_tooltip() -> None:
    picture = labelled(ring(3), middle=True)
    geometry = layout(picture)
    edges = (msgspec.structs.replace(geometry.edges[0], omitted=1, label=None), *geometry.edges[1:])
    text = render_svg(picture, geometry=msgspec.structs.replace(geometry, edges=edges))
    found = titles(xml.fromstring(text))
    assert "r1 eth1 \u2013 r2 eth2\neth0, 10.1.0.1/30\n10.1.0.0/30\nswp0, 10.1.0.2/30" in found
    assert "r2 eth1 \u2013 r3 eth2" in found


def test_kinds_differ_by_more_than_colour() -> None:
    style = find(tree(reflectors()), "style")[0].text or ""
    strokes = [rule for rule in style.splitlines() if "stroke-width" in rule and "fill:" not in rule]
    assert sum("stroke-dasharray" in rule for rule in strokes) == 1


def test_states() -> None:
    root = tree(live())
    groups = [element for element in find(root, "g") if (element.get("class") or "").startswith("edge ")]
    assert {(element.get("class") or "").split()[-1] for element in groups} == {"up", "down", "partial", "unknown"}
    assert any(title.endswith(": down") for title in titles(root))
    circles = len(find(root, "circle")) - sum(n.shape == "router" for n in live().nodes)
    marked = sum(e.state != "up" for e in live().edges)
    assert circles == marked + 3  # and those of the legend


def rules(root: xml.Element) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Properties by class: light, and dark over them."""
    text = find(root, "style")[0].text or ""
    light, _, dark = text.partition("@media")
    pattern = re.compile(r"\.(k\d+)\{([^}]*)\}")

    def read(part: str) -> dict[str, dict[str, str]]:
        return {name: dict(p.split(":") for p in body.split(";")) for name, body in pattern.findall(part)}

    first, second = read(light), read(dark)
    return first, {name: {**found, **second.get(name, {})} for name, found in first.items()}


def contrasts(root: xml.Element, properties: dict[str, dict[str, str]]) -> Iterator[float]:
    """Of each text of a node, label or title with what is painted before it."""

    def fill(element: xml.Element) -> tuple[int, int, int]:
        own = next(c for c in (element.get("class") or "").split() if c in properties)
        found = parse(properties[own]["fill"])
        assert found is not None
        return found

    for group in find(root, "g"):
        if (group.get("class") or "").split(" ")[0] in ("node", "labels", "titles"):
            behind = group
            for element in group:
                if element.tag == NAMESPACE + "rect":
                    behind = element
                if element.tag == NAMESPACE + "text":
                    yield contrast(fill(element), fill(behind))


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "empty"])
def test_text_can_be_read(name: str) -> None:
    root = tree(PICTURES[name]())
    for properties in rules(root):
        assert min(contrasts(root, properties)) >= TEXT_RATIO


def test_looks_of_single_things_and_kinds() -> None:
    text = render_svg(styled())
    assert "#102030" in text
    assert "#add8e6" in text
    assert "stroke-dasharray:2 4" in text


def test_nothing_from_a_picture_gets_out_of_its_place() -> None:
    nasty = '"><script>alert(1)</script>\x01&'
    picture = Picture(
        title=nasty,
        type="topology",
        nodes=(
            PictureNode(id=nasty, label=(nasty, nasty), cluster=nasty, look=Look(fill="red}</style>")),
            PictureNode(id="b", label=("b",), detail={nasty: nasty}),
        ),
        edges=(
            edge(
                1,
                nasty,
                "b",
                nasty,
                label=(nasty,),
                look=Look(color=nasty, text=nasty),
            ),
        ),
        clusters=(PictureCluster(id=nasty, label=nasty, kind=nasty),),
    )
    root = tree(picture)
    assert find(root, "script") == []
    assert nasty.replace("\x01", "\ufffd") in titles(root)


def test_ids_and_rules_are_of_one_picture() -> None:
    first, second = tree(ring(3)), tree(ring(4))
    names = [{element.get("id") for element in root.iter() if element.get("id")} for root in (first, second)]
    assert not names[0] & names[1]
    style = find(first, "style")[0].text or ""
    rows = [row for row in style.splitlines() if "{" in row and not row.startswith("@")]
    assert all(row.startswith(f"#{first.get('id')} ") for row in rows)


def test_themes() -> None:
    assert "prefers-color-scheme: dark" in render_svg(ring(3))
    light, dark = (render_svg(ring(3), theme) for theme in ("light", "dark"))
    assert "prefers-color-scheme" not in light + dark
    assert "fill:#ffffff" in light
    assert "fill:#14181f" in dark


def test_labels_stand_before_what_is_behind_them() -> None:
    root = tree(labelled(pods()))
    labels = next(g for g in find(root, "g") if g.get("class") == "labels")
    kinds = [element.tag.removeprefix(NAMESPACE) for element in labels]
    assert kinds == ["rect", "text"] * (len(kinds) // 2)


def test_many_edges_become_thin() -> None:
    widths = [float(w) for w in re.findall(r"stroke-width:([\d.]+)", render_svg(leaf_spine(8, 32, 0)))]
    assert min(widths) < 1.3


def test_engine() -> None:
    text = ENGINES["svg"].write(ring(3), EngineOptions(theme="dark"))
    assert text == render_svg(ring(3), "dark")
    assert node("a").id == "a"


def test_the_same_bytes_in_another_process() -> None:
    """Whatever the seed of hashes is."""
    program = (
        "import sys; sys.path[:0] = ['src', '.']\n"
        "from tests.unit.draw.pictures import areas, labelled\n"
        "from netwright.draw.svg import render_svg\n"
        "sys.stdout.write(render_svg(labelled(areas())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
