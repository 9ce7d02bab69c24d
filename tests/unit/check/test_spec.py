"""Every mistake in a `validate` section is one problem with its place and a hint."""

from __future__ import annotations

import pytest

from netwright.check import read_tests
from netwright.errors import Problems, Span
from netwright.model import Map, Seq

from .lab import network


def placed(value, at):
    kind = Map if isinstance(value, dict) else Seq if isinstance(value, list) else None
    return kind(value, at) if kind else value


def problems_of(test):
    raw = Map(test) if isinstance(test, dict) else test
    if isinstance(raw, Map):
        for number, key in enumerate(test, 2):
            at = Span("lab.yml", number, 15)
            raw.put(key, placed(test[key], at), Span("lab.yml", number, 5), at)
    section = Map()
    section.put("t", raw, Span("lab.yml", 1, 3))
    problems = Problems()
    tests = read_tests(network(section), problems)
    return tests, list(problems)


@pytest.mark.parametrize(
    ("test", "code", "place", "words"),
    [
        ("ping", "wrong-type", 1, "expected a mapping"),
        ({"nodes": ["r1"]}, "incomplete-test", 1, "expected one of"),
        ({"exec": "x"}, "incomplete-test", 1, "expected `nodes`"),
        ({"nodes": ["r1"], "show": "bgp"}, "incomplete-test", 3, "`show` needs a `valid`"),
        ({"nodes": ["r1"], "wait": 1, "valid": "True"}, "incomplete-test", 4, "`valid` needs"),
        ({"nodes": ["r9"], "exec": "x"}, "unknown-node", 2, "no node `r9`"),
        ({"nodes": {"r1": 1}, "exec": "x"}, "wrong-type", 2, "`validate.t.nodes` must be text, found a mapping"),
        ({"nodes": ["r1"], "exec": "x", "wiat": 3}, "unknown-key", 4, "`wiat`"),
        ({"nodes": ["r1"], "exec": "x", "wait": "sloow"}, "unknown-wait", 4, "'sloow'"),
        ({"nodes": ["r1"], "exec": "x", "wait": -1}, "unknown-wait", 4, "-1"),
        ({"nodes": ["r1"], "exec": "x", "level": "info"}, "wrong-type", 4, "`warning`"),
        ({"nodes": ["r1"], "exec": "x", "stop_on_error": "yes please"}, "wrong-type", 4, "must be True or False"),
        ({"nodes": ["r1"], "exec": "x", "wait": [1]}, "wrong-type", 4, "must be a number"),
        ({"nodes": ["r1"], "exec": "x", "devices": [["frr"]]}, "wrong-type", 4, "must be text"),
        ({"nodes": ["r1"], "exec": "x", "fail": True}, "wrong-type", 4, "must be text"),
        ({"nodes": ["r1"], "exec": None}, "incomplete-test", 3, "`exec` is empty"),
        ({"nodes": ["r1"], "plugin": None}, "incomplete-test", 3, "`plugin` is empty"),
        ({"nodes": ["r1"], "plugin": " "}, "bad-expression", 3, "`plugin` is empty"),
        ({"nodes": ["r1"], "plugin": ["ping('h')"]}, "wrong-type", 3, "must be text"),
        ({"nodes": ["r1"], "exec": "x", "valid": {"frr": [1]}}, "wrong-type", 4, "must be True or False or text"),
        ({"nodes": ["r1"], "exec": "x", "valid": "1 +"}, "bad-expression", 4, "column"),
        ({"nodes": ["r1"], "exec": "x", "valid": "''.__class__"}, "bad-expression", 4, "__class__"),
        ({"nodes": ["r1"], "exec": "x {{ y"}, "template-error", 3, "Jinja2"),
        ({"nodes": ["r1"], "plugin": "ping"}, "bad-expression", 3, "call of a check"),
        ({"nodes": ["r1"], "plugin": "pong('h')"}, "unknown-check", 3, "`pong()`"),
        ({"nodes": ["r1"], "plugin": "ping('h',cuont=3)"}, "unknown-argument", 3, "`cuont`"),
        ({"nodes": ["r1"], "plugin": "ping()"}, "bad-argument", 3, "`host`"),
        ({"nodes": ["r1"], "plugin": "default6(1,2,3)"}, "bad-argument", 3, "takes 1"),
        ({"nodes": ["r1"], "plugin": "ping('h',host='h')"}, "bad-argument", 3, "twice"),
        ({"nodes": ["r1"], "plugin": "ping('h')", "exec": "x"}, "ambiguous-test", 1, "together"),
        ({"nodes": ["r1"], "config": {}}, "incomplete-test", 3, "`template` or `inline`"),
        ({"nodes": ["r1"], "config": {"template": "a", "vars": 1}}, "unknown-key", 3, "`vars`"),
        ({"nodes": ["r1"], "config": ["a"]}, "wrong-type", 3, "must be text or a mapping"),
        ({"nodes": ["r1"], "config": {"template": "a", "variable": 7}}, "wrong-type", 3, "must be a mapping"),
        ({"nodes": ["r1"], "exec": {"frr": ["a"]}}, "wrong-type", 3, "must be text"),
    ],
)
def test_mistakes(test, code, place, words):
    tests, problems = problems_of(test)
    assert not tests
    assert [p.code for p in problems] == [code]
    assert problems[0].span.line == place
    assert words in problems[0].message


def test_hints():
    assert problems_of({"nodes": ["r1"], "plugin": "bgp_neighbour(1,2)"})[1][0].hint == "did you mean `bgp_neighbor`?"
    assert problems_of({"nodes": ["r1"], "plugin": "ping('h',cuont=3)"})[1][0].hint == "did you mean `count`?"
    assert problems_of({"nodes": ["r1"], "exec": "x", "wiat": 3})[1][0].hint == "did you mean `wait`?"


def test_all_mistakes_of_all_tests_are_reported():
    section = {"a": {"nodes": ["r9"], "plugin": "pong()"}, "b": {"wait": "x"}, "c": {"wait": 3}}
    problems = Problems()
    tests = read_tests(network(section), problems)
    assert [t.name for t in tests] == ["c"]
    assert len(problems) == 3


def test_reading_leaves_the_network_as_it_was():
    section = Map()
    section.put("t", Map({"exec": "x", "nodes": "r1", "level": "info", "fail": 5}), Span("lab.yml", 1, 3))
    designed = network(section)
    for _ in range(2):
        problems = Problems()
        assert read_tests(designed, problems) == ()
        assert [p.code for p in problems] == ["wrong-type"]


def test_values_as_their_types_read_them():
    said = {"valid": {"*": True}, "fail": 5, "stop_on_error": "true"}
    tests, problems = problems_of({"nodes": "r1", "exec": "x", **said})
    assert not problems
    (test,) = tests
    assert (test.nodes, test.valid, test.failed, test.stop_on_error) == (("r1",), {"*": "True"}, "5", True)
