"""Dotted keys: expansion anywhere, order, conflicts, what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.errors import Problems, Span
from netwright.model import to_plain
from netwright.source.expand import expand
from netwright.source.yaml import read_yaml


def expanded(text: str) -> tuple[Any, list[str]]:
    problems = Problems()
    tree = expand(read_yaml(text, "t.yml", problems), problems)
    return tree, [f"{p.span.line}:{p.span.column} {p.code}" for p in problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b: 1", {"a": {"b": 1}}),
        ("a.b.c: 1\na.b.d: 2", {"a": {"b": {"c": 1, "d": 2}}}),
        ("a: { b: 1 }\na.c: 2", {"a": {"b": 1, "c": 2}}),
        ("a.c: 2\na: { b: 1 }", {"a": {"c": 2, "b": 1}}),
        ("a.b: { c: 1 }\na: { b: { d: 2 } }", {"a": {"b": {"c": 1, "d": 2}}}),
        ("a: { b.c: 1, b.d: 2 }\na.b: { e: 3 }", {"a": {"b": {"c": 1, "d": 2, "e": 3}}}),
        ("x: [ { a.b: 1 } ]", {"x": [{"a": {"b": 1}}]}),
        ("a:\na.b: 1", {"a": {"b": 1}}),
        ("a.b: 1\na:", {"a": {"b": 1}}),
        ("10.0.0.0/8: x", {"10.0.0.0/8": "x"}),
        ("'.': 1", {".": 1}),
        ("a..b: 1", {"a..b": 1}),
        (".a: 1\nb.: 2", {".a": 1, "b.": 2}),
        ("files: { a.txt: x, b/c.txt: y }", {"files": {"a.txt": "x", "b/c.txt": "y"}}),
    ],
)
def test_expansion(text: str, value: Any) -> None:
    tree, problems = expanded(text)
    assert to_plain(tree) == value
    assert not problems


def test_order_is_that_of_the_first_mention() -> None:
    tree, _ = expanded("b.x: 1\na: 2\nb.y: 3\n")
    assert list(tree) == ["b", "a"]
    assert list(tree["b"]) == ["x", "y"]


def test_places_are_those_of_the_keys() -> None:
    tree, _ = expanded("b: 1\n a.x: 2\n".replace("\n a", "\na") + "a.y:   3\n")
    assert tree["a"].key_at("y") == Span("t.yml", 3, 1)
    assert tree["a"].at("y") == Span("t.yml", 3, 8)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na.b: 2", "2:1 key-conflict"),
        ("a: [ 1 ]\na.b: 2", "2:1 key-conflict"),
        ("a.b: 2\na: 1", "2:1 duplicate-key"),
        ("a.b: 2\na: { b: 3 }", "2:6 duplicate-key"),
        ("a.b.c: 2\na.b: 3", "2:1 duplicate-key"),
    ],
)
def test_conflicts(text: str, problem: str) -> None:
    assert expanded(text)[1] == [problem]
