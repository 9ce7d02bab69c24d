"""YAML text to a located tree: places, duplicates, aliases, merge keys, limits."""

from __future__ import annotations

import time
from typing import Any

import pytest

from netwright.errors import Problems, Span
from netwright.model import Map, to_plain
from netwright.source.yaml import DEEPEST, LARGEST_FILE, read_yaml

from .reading import attempt, problems_of


def compose(text: str) -> tuple[Any, list[str]]:
    problems = Problems()
    tree = read_yaml(text, "t.yml", problems)
    return tree, [f"{p.span.line}:{p.span.column} {p.code}" for p in problems]


def test_places_of_keys_values_and_items() -> None:
    tree, problems = compose("a: 1\nbb:\n  cc:   2\n  d: [ x,  y ]\n")
    assert not problems
    assert tree.span == Span("t.yml", 1, 1)
    assert (tree.key_at("bb"), tree.at("a")) == (Span("t.yml", 2, 1), Span("t.yml", 1, 4))
    inner = tree["bb"]
    assert inner.span == Span("t.yml", 3, 3)
    assert (inner.key_at("cc"), inner.at("cc")) == (Span("t.yml", 3, 3), Span("t.yml", 3, 9))
    assert inner["d"].span == Span("t.yml", 4, 6)
    assert inner["d"].at(1) == Span("t.yml", 4, 12)


def test_places_count_characters_not_bytes() -> None:
    tree, _ = compose("{ é: 1, b: 2 }")
    assert tree.key_at("b").column == 9


def test_duplicate_keys_keep_the_first_and_are_all_reported() -> None:
    tree, problems = compose("a: 1\na: 2\nb: { c: 1, c: 2 }\na: { x: 1 }\n")
    assert to_plain(tree) == {"a": 1, "b": {"c": 1}}
    assert problems == ["2:1 duplicate-key", "3:12 duplicate-key", "4:1 duplicate-key"]


def test_values_of_duplicate_keys_are_still_composed() -> None:
    tree, problems = compose("a: 1\na: { b: [ 1, 2 ] }\nc: 3\n")
    assert to_plain(tree) == {"a": 1, "c": 3}
    assert problems == ["2:1 duplicate-key"]


def test_keys_are_text() -> None:
    tree, problems = compose("1: a\ntrue: b\n1.5: c\n'x y': d\n")
    assert not problems
    assert list(tree) == ["1", "true", "1.5", "x y"]


@pytest.mark.parametrize("text", ["? [ a ]\n: 1\n", "? { a: 1 }\n: 1\n", "a: &x 1\n*x : 2\n"])
def test_keys_that_are_no_words(text: str) -> None:
    _, problems = compose(text)
    assert [p.split()[1] for p in problems] == ["bad-key"]


def test_aliases_are_copies() -> None:
    tree, problems = compose("a: &x { b: [ 1 ] }\nc: *x\nd: [ *x, *x ]\n")
    assert not problems
    assert to_plain(tree) == {"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}, {"b": [1]}]}
    tree["c"]["b"].append(2)
    assert tree["a"]["b"] == [1]
    assert tree["c"].key_at("b") == Span("t.yml", 1, 9)


def test_an_anchor_may_be_defined_again() -> None:
    tree, problems = compose("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert not problems
    assert to_plain(tree) == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_unknown_and_recursive_aliases() -> None:
    assert compose("a: *nope\n")[1] == ["1:4 unknown-alias"]
    assert compose("a: &x [ *x ]\n")[1] == ["1:9 unknown-alias"]


def test_merge_keys() -> None:
    tree, problems = compose(
        "base: &b { mtu: 1400, role: core }\n"
        "more: &m { mtu: 1300, type: lan }\n"
        "one: { <<: *b, mtu: 1500 }\n"
        "two: { <<: [ *b, *m ], name: x }\n"
        "three:\n  <<: { a: 1 }\n  b: 2\n"
    )
    assert not problems
    assert to_plain(tree["one"]) == {"mtu": 1500, "role": "core"}
    assert to_plain(tree["two"]) == {"name": "x", "mtu": 1400, "role": "core", "type": "lan"}
    assert to_plain(tree["three"]) == {"b": 2, "a": 1}
    assert tree["one"].key_at("role").line == 1


def test_merging_what_is_no_mapping() -> None:
    assert compose("a: { <<: 3 }\n")[1] == ["1:10 bad-merge"]
    assert compose("a: { <<: [ { b: 1 }, x ] }\n")[1] == ["1:10 bad-merge"]


def billion_laughs() -> str:
    lines = ["a: &a [ lol, lol, lol, lol, lol, lol, lol, lol, lol, lol ]"]
    for before, name in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{name}: &{name} [ {', '.join(['*' + before] * 10)} ]")
    return "\n".join(lines) + "\n"


def test_billion_laughs_are_refused_quickly() -> None:
    began = time.process_time()
    tree, problems = compose(billion_laughs())
    assert tree is None
    assert [p.split()[1] for p in problems] == ["alias-expansion"]
    assert time.process_time() - began < 2.0


def test_quadratic_aliases_are_refused_quickly() -> None:
    text = f"a: &a [ {', '.join('x' * 1 for _ in range(20_000))} ]\nb: [ {', '.join(['*a'] * 20_000)} ]\n"
    began = time.process_time()
    tree, problems = compose(text)
    assert tree is None
    assert problems[0].endswith("alias-expansion")
    assert time.process_time() - began < 3.0


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 5_000 + "x"])
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    began = time.process_time()
    tree, problems = compose(text)
    assert tree is None
    assert [p.split()[1] for p in problems] == ["too-deep"]
    assert time.process_time() - began < 2.0


def test_deep_nesting_through_aliases_is_refused() -> None:
    lines = ["a0: &a0 [ x ]"] + [f"a{n}: &a{n} [ *a{n - 1} ]" for n in range(1, 1200)]
    tree, problems = compose("\n".join(lines))
    assert tree is None
    assert [p.split()[1] for p in problems] == ["too-deep"]


def test_deep_nesting_through_merge_keys_is_refused() -> None:
    lines = ["a0: &a0 { x: 1 }"] + [f"a{n}: &a{n} {{ <<: {{ y: *a{n - 1} }} }}" for n in range(1, 600)]
    tree, problems = compose("\n".join(lines))
    assert tree is None
    assert [p.split()[1] for p in problems] == ["too-deep"]


def test_nesting_within_the_limit() -> None:
    depth = DEEPEST - 1
    tree, problems = compose("[" * depth + "]" * depth)
    assert tree is not None
    assert not problems


def test_deep_nesting_through_dotted_keys_is_refused() -> None:
    long = ".".join("a" * 400)
    _, problems = attempt(f"nodes: [ r1 ]\nvars:\n  {long}: 1\n")
    assert [p.code for p in problems if p.code == "too-deep"] == ["too-deep"]


def test_large_text_is_refused_quickly() -> None:
    began = time.process_time()
    problems = Problems()
    assert read_yaml("#" * (LARGEST_FILE + 1), "t.yml", problems) is None
    assert [p.code for p in problems] == ["file-too-large"]
    assert time.process_time() - began < 1.0


def test_large_file_is_refused_without_reading_all_of_it() -> None:
    class Endless:
        asked = 0

        def read(self, path: str, limit: int) -> bytes:
            self.asked = limit
            return b"#" * (limit + 1)

        def is_file(self, path: str) -> bool:
            return False

    from netwright.source import ReadRequest, read_topology

    problems = Problems()
    files = Endless()
    assert read_topology(ReadRequest(path="/lab/t.yml"), files, problems) is None
    assert [p.code for p in problems] == ["file-too-large"]
    assert files.asked == LARGEST_FILE


def test_tabs_get_a_hint() -> None:
    problems = Problems()
    assert read_yaml("nodes:\n\tr1:\n", "t.yml", problems) is None
    (problem,) = problems
    assert (problem.code, problem.span.line) == ("yaml-syntax", 2)
    assert "tabs" in problem.hint


@pytest.mark.parametrize(
    "text",
    ["a: [ 1", "a: 'x", "a: b: c", "@a: 1", "a: {", "- a\nb: 1", "%YAML 9.9\n---\na", "a: \x01", '"\\ud800": 1', "&a"],
)
def test_syntax_errors_are_one_problem(text: str) -> None:
    tree, problems = compose(text)
    if tree is not None:
        assert not problems
    else:
        assert len(problems) <= 1


def test_several_documents() -> None:
    assert problems_of("nodes: [ a ]\n---\nnodes: [ b ]\n") == ["2:1 several-documents"]


def test_one_document_with_markers_is_fine() -> None:
    topology, problems = attempt("%YAML 1.2\n---\nnodes: [ a ]\n...\n")
    assert not problems
    assert topology is not None


def test_byte_order_mark_is_skipped() -> None:
    topology, problems = attempt("\ufeffnodes: [ a ]\n")
    assert not problems
    assert topology is not None


def test_text_that_is_not_utf8() -> None:
    class Latin1:
        def read(self, path: str, limit: int) -> bytes:
            return b"name: caf\xe9\nnodes: [ a ]\n"

        def is_file(self, path: str) -> bool:
            return False

    from netwright.source import ReadRequest, read_topology

    problems = Problems()
    assert read_topology(ReadRequest(path="/lab/t.yml"), Latin1(), problems) is None
    (problem,) = problems
    assert problem.code == "not-utf8"
    assert "0xe9" in problem.message
    assert (problem.span.line, problem.span.column) == (1, 10)


def test_unknown_tags() -> None:
    assert compose("a: !!python/object:os.system x\n")[1] == ["1:4 unknown-tag"]
    assert compose("a: !vault x\nb: !thing [ 1 ]\n")[1] == ["1:4 unknown-tag", "2:4 unknown-tag"]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null\n"])
def test_empty_files(text: str) -> None:
    topology, problems = attempt(text)
    assert topology is None
    assert [p.code for p in problems] == ["empty-topology"]


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "3\n"])
def test_top_must_be_a_mapping(text: str) -> None:
    assert problems_of(text) == ["1:1 wrong-type"]


def test_map_type() -> None:
    tree, _ = compose("a: {}\n")
    assert isinstance(tree["a"], Map)
