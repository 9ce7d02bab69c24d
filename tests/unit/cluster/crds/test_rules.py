"""Rules in CEL, with the functions Kubernetes adds."""

from __future__ import annotations

import json
import sys

import pytest

from netwright.cluster.crds import rules
from netwright.errors import Span

from .test_structure import FILE, check

ADDRESS = '{ a: "10.0.0.1/24" }'


def run(rule: str, spec: str, more: str = "") -> list[str]:
    schema = (
        "{ type: object, x-kubernetes-preserve-unknown-fields: true, "
        f"x-kubernetes-validations: [ {{ rule: {json.dumps(rule)}{more} }} ] }}"
    )
    return [problem.code for problem in check(schema, spec)]


@pytest.mark.parametrize(
    ("rule", "spec"),
    [
        ("self.a == 1", "{ a: 1 }"),
        ("!has(self.b) || self.b > 0", "{ a: 1 }"),
        ("size(self.a) == 2 && self.a.all(x, x > 0)", "{ a: [ 1, 2 ] }"),
        ("self.a.matches('^x[0-9]+$')", "{ a: x12 }"),
        ("cidr(self.a).ip().family() == 4", ADDRESS),
        ("cidr(self.a).prefixLength() == 24", ADDRESS),
        ("cidr(self.a) != cidr(self.a).masked()", ADDRESS),
        ("cidr(self.a).masked() == cidr('10.0.0.0/24')", ADDRESS),
        ("cidr(self.a).containsIP('10.0.0.9') && !cidr(self.a).containsIP('10.0.1.9')", ADDRESS),
        ("cidr(self.a).containsIP(ip('10.0.0.9'))", ADDRESS),
        ("cidr('10.0.0.0/8').containsCIDR(self.a)", ADDRESS),
        ("isCIDR(self.a) && !isIP(self.a) && !isCIDR('10.0.0.1') && isIP('::1')", ADDRESS),
        ("ip('::1') == ip('0:0::1')", ADDRESS),
        ("self.a.lowerAscii() == 'ab' && self.a.upperAscii() == 'AB'", "{ a: aB }"),
        ("self.a.split(',').size() == 3 && self.a.split(',', 2)[1] == 'b,c'", "{ a: 'a,b,c' }"),
        ("self.a.split(',', 0).size() == 0", "{ a: 'a,b' }"),
        ("self.a.replace('a', 'b') == 'bb' && self.a.replace('a', 'b', 1) == 'ba'", "{ a: aa }"),
        ("self.a.substring(1) == 'bc' && self.a.substring(0, 2) == 'ab'", "{ a: abc }"),
        ("self.a.indexOf('c') == 2 && self.b.indexOf(7) == 1 && self.b.indexOf(1) == -1", "{ a: abc, b: [ 6, 7 ] }"),
        (
            "self.a.join('-') == 'x-y' && self.a.isSorted() && self.a.min() == 'x' && self.a.max() == 'y'",
            "{ a: [ x, y ] }",
        ),
        ("self.a.trim() == 'x'", "{ a: ' x ' }"),
        ("self.a == oldSelf.a", "{ a: 1 }"),
    ],
)
def test_fulfilled(rule: str, spec: str) -> None:
    assert run(rule, spec) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("self.a == 2", "crd-rule"),
        ("self.b == 2", "crd-rule"),
        ("self.a + 'x' == 2", "crd-rule"),
        ("self.a", "crd-rule"),
        ("ip('nothing').family() == 4", "crd-rule"),
        ("quantity(self.a).isGreaterThan(quantity('1'))", "crd-rule-left-out"),
        ("self.?a.orValue(1) == 1", "crd-rule-left-out"),
        ("1 +", "crd-rule-left-out"),
    ],
)
def test_not_fulfilled(rule: str, expected: str) -> None:
    assert run(rule, "{ a: 1 }") == [expected]


def test_the_recursion_limit_is_the_callers() -> None:
    rules._program.cache_clear()
    limit = sys.getrecursionlimit()
    assert run("self.a == 1", "{ a: 1 }") == []
    assert sys.getrecursionlimit() == limit


def test_a_rule_nested_too_deep_is_left_out() -> None:
    for depth, expected in ((20, []), (3000, ["crd-rule-left-out"])):
        assert run("(" * depth + "self.a" + ")" * depth + " == 1", "{ a: 1 }") == expected


def test_what_is_said() -> None:
    schema = (
        "{ type: object, x-kubernetes-preserve-unknown-fields: true, x-kubernetes-validations: "
        "[ { rule: 'self.a == 2', message: a is two, fieldPath: .a }, { rule: 'self.a == 3' } ] }"
    )
    first, second = check(schema, "{ a: 1 }")
    assert (first.message, first.span) == ("`spec`: a is two", Span(FILE, 4, 12))
    assert (second.message, second.span) == ("`spec`: rule `self.a == 3` fails", Span(FILE, 4, 7))


def test_values_are_not_repeated() -> None:
    schema = (
        "{ type: object, x-kubernetes-preserve-unknown-fields: true, x-kubernetes-validations: [ { rule: nothing } ] }"
    )
    (problem,) = check(schema, "{ a: hunter2 }")
    assert problem.severity == "notice"
    assert "hunter2" not in str(problem)
