"""Search order, rendering and kinds of custom configuration."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from netwright.errors import Problems
from netwright.model import Network, Node
from netwright.render import MemoryFinder, candidates, custom_snippets, template_names


def _network(node: Node, configlets: Mapping[str, str] | None = None) -> Network:
    return Network(
        name="lab",
        nodes={node.name: node},
        links=(),
        pools={},
        prefixes={},
        groups={},
        configlets=configlets or {},
    )


def _node(*config: str, device: str = "frr", requested: str | None = None) -> Node:
    return Node(name="r1", id=1, device=device, requested_device=requested or device, config=config)


def _texts(node: Node, files: Mapping[str, Mapping[str, str]], **configlets: str) -> list[str]:
    problems = Problems()
    found = custom_snippets(_network(node, configlets), node, MemoryFinder(files), problems)
    assert not list(problems)
    return [snippet.text for snippet in found]


def test_candidates_from_specific_to_general() -> None:
    names = candidates("bgp.x", _node())
    assert names[0] == "bgp.x/r1.frr-clab.j2"
    assert "bgp/x/frr.j2" in names
    assert names[-1] == "bgp.x.j2"


def test_a_more_specific_file_wins_over_an_earlier_directory() -> None:
    assert _texts(_node("x"), {".": {"x.j2": "general"}, "~/.netlab": {"x/frr.j2": "specific"}}) == ["specific"]


def test_earlier_directory_wins_for_the_same_file() -> None:
    assert _texts(_node("x"), {"lab": {"x.j2": "lab"}, "etc": {"x.j2": "etc"}}) == ["lab"]


def test_configlets_come_first() -> None:
    node = _node("x")
    network = _network(node, {"x.j2": "let"})
    found = custom_snippets(network, node, MemoryFinder({".": {"x.j2": "file"}}), Problems())
    assert found[0].text == "let"


def test_order_and_removal() -> None:
    assert template_names(("a", "b.j2", "-a", "c")) == ("b", "c")
    assert template_names(("a", "b", "-", "c")) == ("c",)


@pytest.mark.parametrize(
    ("device", "text", "kind"),
    [
        ("frr", "router bgp 1\n", "vtysh"),
        ("frr", "#!/bin/bash\nls\n", "shell"),
        ("frr", "#!/usr/bin/vtysh -f\nrouter bgp 1\n", "vtysh"),
        ("linux", "ip link\n", "shell"),
        ("bird", "protocol static {}\n", "file"),
        ("bird", "#!/bin/sh\nls\n", "shell"),
    ],
)
def test_kind_of_snippet(device: str, text: str, kind: str) -> None:
    node = _node("x", device=device)
    (snippet,) = custom_snippets(_network(node), node, MemoryFinder({".": {"x.j2": text}}), Problems())
    assert snippet.kind == kind
    if kind == "file":
        assert snippet.path == "/etc/bird/conf.d/50-x.conf"


def test_variables_and_chained_undefined() -> None:
    source = (
        "{{ inventory_hostname }} {{ netlab_device_type }} {{ bgp.as is defined }} "
        "{{ loopback.ipv4|default('none') }} {{ hostvars['r1'].id }} {{ groups|length }}"
    )
    assert _texts(_node("x"), {".": {"x.j2": source}}) == ["r1 frr False none 1 0"]


def test_missing_template_names_what_was_searched() -> None:
    problems = Problems()
    node = _node("nope")
    assert custom_snippets(_network(node), node, MemoryFinder({"lab": {}}), problems) == ()
    (problem,) = problems
    assert problem.code == "custom-config-missing"
    assert "`nope`" in problem.message
    assert "nope/frr.j2" in problem.hint
    assert "lab" in problem.hint


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\n{{ nothing }}\n", 2, "'nothing' is undefined"),
        ("a\nb\n{% if %}\n", 3, "Expected"),
        ("{{ 1/0 }}", 1, "division"),
        ("x\n{{ name|ipaddr('bogus') }}{{ '10.0.0.1'|ipaddr('bogus') }}", 2, "bogus"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
    ],
)
def test_template_errors_have_a_line(source: str, line: int, words: str) -> None:
    problems = Problems()
    node = _node("x")
    assert custom_snippets(_network(node), node, MemoryFinder({"lab": {"x.j2": source}}), problems) == ()
    (problem,) = problems
    assert problem.code == "template-error"
    assert (problem.span.file, problem.span.line) == ("lab/x.j2", line)
    assert words in problem.message


def test_error_in_an_included_file_names_that_file() -> None:
    problems = Problems()
    node = _node("x")
    files = {"lab": {"x/frr.j2": "{% include 'part.j2' %}", "x/part.j2": "\n{{ oops }}"}}
    custom_snippets(_network(node), node, MemoryFinder(files), problems)
    (problem,) = problems
    assert (problem.span.file, problem.span.line) == ("x/part.j2", 2)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "~/x", "a/../../b"])
def test_a_path_outside_the_lab_is_refused(name: str) -> None:
    problems = Problems()
    node = _node(name)
    custom_snippets(_network(node), node, MemoryFinder({"lab": {"../x.j2": "secret"}}), problems)
    assert [p.code for p in problems] == ["path-outside-lab"]


def test_a_template_for_the_replaced_device_is_left_out_with_a_warning() -> None:
    problems = Problems()
    node = _node("x", requested="eos")
    assert custom_snippets(_network(node), node, MemoryFinder({"lab": {"x/eos.j2": "!"}}), problems) == ()
    assert [(p.code, p.severity) for p in problems] == [("custom-config-device", "warning")]


def test_text_for_a_replaced_device_says_what_it_was_written_for() -> None:
    node = _node("x", "y", requested="eos")
    found = custom_snippets(
        _network(node, {"x.j2": "one"}), node, MemoryFinder({"lab": {"y/frr.j2": "two"}}), Problems()
    )
    assert [(s.text, s.written_for) for s in found] == [("one", "eos"), ("two", None)]
