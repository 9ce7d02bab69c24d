"""Diagrams as files: which engine, which program, what is wrong."""

from __future__ import annotations

import pytest

from netwright.errors import HostError, InputError
from netwright.workbench import draw, load_topology, save_drawing

TEXT = "nodes: [ a, b, c ]\nlinks: [ a-b, b-c ]\n"


@pytest.fixture
def network():
    return load_topology("-", text=TEXT, device="frr")


def code(raised):
    (problem,) = raised.value.problems
    return problem.code, problem.hint


def test_engines_and_sketches(network, tmp_path):
    assert draw(network).startswith("graph {")
    assert draw(network, engine="mermaid").startswith("flowchart TB")
    sketch = tmp_path / "sketch.txt"
    sketch.write_text("c a\n b\n")
    assert '{ rank=same; "c"; "a"; }' in draw(network, sketch=sketch)


@pytest.mark.parametrize(
    ("name", "start"), [("a.dot", b"graph {"), ("a.d2", b"a {"), ("a.mmd", b"flowchart"), ("a.gv", b"graph {")]
)
def test_the_suffix_says_which_text(network, tmp_path, name, start):
    save_drawing(network, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(("name", "start"), [("a.png", b"\x89PNG"), ("a.PDF", b"%PDF")])
def test_graphviz_makes_images(network, tmp_path, name, start):
    assert save_drawing(network, tmp_path / name) == "graphviz"
    assert (tmp_path / name).read_bytes().startswith(start)


def test_graphviz_makes_svg_when_asked(network, tmp_path):
    save_drawing(network, tmp_path / "a.svg", engine="graphviz")
    assert "<svg" in (tmp_path / "a.svg").read_text()


def program(directory, name, script):
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_d2_makes_images(network, tmp_path, monkeypatch):
    program(tmp_path, "d2", 'cat >"$2"; test "$1" = -')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    save_drawing(network, tmp_path / "a.svg", engine="d2")
    assert (tmp_path / "a.svg").read_text().startswith("a {")


def test_a_missing_program_is_named_with_its_package(network, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HostError, match=r"`dot` is not installed .*graphviz"):
        save_drawing(network, tmp_path / "a.png")
    with pytest.raises(HostError, match="`d2` is not installed"):
        save_drawing(network, tmp_path / "a.png", engine="d2")


def test_a_program_that_fails_is_told(network, tmp_path, monkeypatch):
    program(tmp_path, "dot", "cat >/dev/null; echo Error: out of ink >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(HostError, match="`dot` failed: Error: out of ink"):
        save_drawing(network, tmp_path / "a.png")


def test_mistakes(network, tmp_path):
    with pytest.raises(InputError) as raised:
        draw(network, engine="grafviz")
    assert code(raised) == ("unknown-engine", "did you mean `graphviz`?")
    with pytest.raises(InputError) as raised:
        save_drawing(network, tmp_path / "a.odt")
    assert code(raised)[0] == "unknown-suffix"
    with pytest.raises(InputError) as raised:
        save_drawing(network, tmp_path / "a.png", engine="mermaid")
    assert code(raised)[0] == "unknown-suffix"
    with pytest.raises(InputError) as raised:
        draw(network, sketch=tmp_path / "none.txt")
    assert code(raised)[0] == "missing-file"
    with pytest.raises(InputError) as raised:
        draw(network, sketch=tmp_path)
    assert code(raised)[0] == "unreadable-file"
    (tmp_path / "bad.txt").write_bytes(b"a b\n  \xff")
    with pytest.raises(InputError) as raised:
        draw(network, sketch=tmp_path / "bad.txt")
    assert code(raised)[0] == "not-utf8"
    assert raised.value.problems[0].span[1:] == (2, 3)
    (tmp_path / "big.txt").write_bytes(b" " * 1100000)
    with pytest.raises(InputError) as raised:
        draw(network, sketch=tmp_path / "big.txt")
    assert code(raised)[0] == "file-too-large"
    with pytest.raises(HostError, match="cannot write"):
        save_drawing(network, tmp_path / "none" / "a.dot")


def test_what_is_wrong_with_a_layer_is_told():
    """The page of BGP sessions has the wiring as a layer, whose boxes overlap."""
    text = """
defaults.device: frr
defaults.outputs.graph.groups: [ one, two ]
module: [ bgp ]
bgp.as: 65000
groups: { one: { members: [ a, b ] }, two: { members: [ b ] } }
nodes: [ a, b ]
links: [ a-b ]
"""
    network = load_topology("-", text=text)
    with pytest.raises(InputError) as raised:
        draw(network, "bgp", engine="html")
    assert code(raised)[0] == "overlapping-clusters"


def test_a_layer_without_content_is_left_out():
    """A speaker of BGP without a neighbour."""
    network = load_topology("-", text="defaults.device: frr\nmodule: [ bgp ]\nbgp.as: 1\nnodes: [ a ]\nlinks: [ a ]\n")
    page = draw(network, engine="html")
    assert '"id":"topology"' in page
    assert '"id":"bgp"' not in page
