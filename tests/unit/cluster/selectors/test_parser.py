"""Selectors: what they select, their canonical text, and what a mistake is told."""

from __future__ import annotations

import pytest

from netwright.cluster.selectors import SelectorError, parse_selector, read_selector, workload_labels
from netwright.errors import Problems, Span

RED = {"color": "red", "rack": "r-12", "a/b.c_d-e": "x"}


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("", True),
        ("all()", True),
        ("all( )", True),
        ("color == 'red'", True),
        ('color=="red"', True),
        ("color == 'blue'", False),
        ("color != 'blue'", True),
        ("missing != 'blue'", True),
        ("color != 'red'", False),
        ("color in {'red', \"blue\"}", True),
        ("color in {}", False),
        ("missing in {'red'}", False),
        ("color not in {'red'}", False),
        ("missing not in {'red'}", True),
        ("has(color)", True),
        ("has( missing )", False),
        ("!has(missing)", True),
        ("!!has(color)", True),
        ("rack contains '-1'", True),
        ("rack contains ''", True),
        ("missing contains ''", False),
        ("rack starts with 'r-'", True),
        ("rack starts  with '-'", False),
        ("missing starts with ''", False),
        ("rack ends with '12'", True),
        ("rack ends with 'r'", False),
        ("missing ends with ''", False),
        ("global()", True),
        ("!(color == 'red')", False),
        ("! color == 'red'", False),
        ("color == 'blue' || color == 'red' && has(rack)", True),
        ("(color == 'red' || color == 'blue') && has(missing)", False),
        ("has(missing) && has(missing) || has(color)", True),
        ("a/b.c_d-e == 'x'", True),
        ("in == 'x'", False),
        ("has != 'x'", True),
        ("\n color \t==\n'red' ", True),
    ],
)
def test_selects(text: str, selected: bool) -> None:
    assert parse_selector(text).evaluate(RED) is selected


def test_namespaces() -> None:
    labels = workload_labels({"color": "red"}, "blue-zone", {"team": "net"}, "runner", {"tier": "1"})
    for text in (
        "pcns.team == 'net' && color == 'red'",
        "pcns.projectcalico.org/name == 'blue-zone'",
        "pcns.kubernetes.io/metadata.name == 'blue-zone'",
        "projectcalico.org/namespace == 'blue-zone'",
        "projectcalico.org/serviceaccount == 'runner' && pcsa.tier == '1'",
        "projectcalico.org/orchestrator == 'k8s'",
        "!global() && !has(team)",
    ):
        assert parse_selector(text).evaluate(labels), text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" ", "all()"),
        ("a=='x'", 'a == "x"'),
        ("a == '\"'", "a == '\"'"),
        ("b in {'y','x','y'}", 'b in {"x", "y"}'),
        ("!(a == 'x' || has(b)) && (c ends with 'z')", '!(a == "x" || has(b)) && c ends with "z"'),
        ("(has(a) && has(b)) || (has(c) || has(d))", "(has(a) && has(b)) || (has(c) || has(d))"),
        ("has(a) && (has(b) || has(c))", "has(a) && (has(b) || has(c))"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    tree = parse_selector(text)
    assert tree.text() == canonical
    assert parse_selector(canonical) == tree


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("color = 'red'", 7, "unexpected character `=`", "comparison is written `==`"),
        ("color == red", 10, "expected a value in quotes, found `red`", 'write "red"'),
        ("color == 'red", 10, "this string does not end", "close it with '"),
        ("'color' == 'red'", 1, "expected a label or a function, found the string `color`", "a label is not quoted"),
        ("has(a) & has(b)", 8, "unexpected character `&`", "and is written `&&`"),
        ("has(a) and has(b)", 8, "expected the end, `&&` or `||`, found `and`", "and is written `&&`"),
        ("(has(a)", 8, "expected `)`, found the end", "the parenthesis opened in column 1 is not closed"),
        ("has(a))", 7, "expected the end, `&&` or `||`, found `)`", "no parenthesis is open here"),
        ("has('a')", 5, "expected a label, found the string `a`", "a label is not quoted"),
        ("hass(a)", 1, "unknown function `hass`; there are `has`, `all`, `global`", "did you mean `has`?"),
        ("exists(a)", 1, "unknown function `exists`", "this is written `has(k)`"),
        ("all(a)", 5, "expected `)`, found `a`", ""),
        ("color", 6, "after `color`, found the end", "`has(color)` asks whether the label is there"),
        ("!color && has(b)", 8, "after `color`, found `&&`", "`has(color)` asks whether the label is there"),
        ("a notin {'x'}", 3, "after `a`, found `notin`", "this is written `not in`"),
        ("a contians 'x'", 3, "after `a`, found `contians`", "did you mean `contains`?"),
        ("a not 'x'", 7, "expected `in` after `not`, found the string `x`", ""),
        ("a starts 'x'", 10, "expected `with` after `starts`", ""),
        ("a in ('x')", 6, "expected `{`, found `(`", 'a set is written {"a", "b"}'),
        ("a in {'x' 'y'}", 11, "expected `,`, found the string `y`", 'a set is written {"a", "b"}'),
        ("a in {'x',}", 11, "expected a value in quotes, found `}`", ""),
        ("a in {'x'", 10, "expected `,`, found the end", ""),
        ("has(a) &&", 10, "expected a label or a function, found the end", ""),
        ("a == 'x' ; b", 10, "unexpected character `;`", ""),
        ("a" * 513 + " == 'x'", 1, "a label has at most 512 characters", ""),
        ("(" * 200 + "all()" + ")" * 200, 101, "more than 100 levels", ""),
    ],
)
def test_mistakes(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(SelectorError) as caught:
        parse_selector(text)
    assert caught.value.column == column
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_reading_gives_a_problem_with_the_place() -> None:
    problems, span = Problems(), Span("peers.yml", 7, 19)
    assert read_selector("color == 'red'", problems, span) is not None
    assert not len(problems)
    assert read_selector("color = 'red'", problems, span) is None
    (problem,) = problems
    assert problem.span == span
    assert problem.code == "selector-syntax"
    assert problem.message == "in selector `color = 'red'`, column 7: unexpected character `=`"
