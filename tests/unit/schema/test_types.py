"""The type algebra: what each type accepts, what it turns it into, what it says of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.errors import Problems, Span
from netwright.model import Map, Seq
from netwright.schema import types
from netwright.schema.types import A, AnyOf, Int, ListOf, MapOf, Table, Word

AT = Span("t.yml", 1, 1)


def read(kind: types.Type, value: Any) -> tuple[Any, list[str]]:
    problems = Problems()
    found = kind.read(value, AT, "x", problems)
    return found, [p.code for p in problems]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (types.BOOL, True, True),
        (types.TEXT, "a", "a"),
        (types.TEXT, 12, "12"),
        (types.NUMBER, 1.5, 1.5),
        (types.INT, -3, -3),
        (Int(1, 5), 5, 5),
        (Int(1, 5), "5", 5),
        (types.ASN, 65000, 65000),
        (types.ASN, "1.10", 65546),
        (types.ASN, "65000", 65000),
        (types.ASN, 4294967295, 4294967295),
        (types.IPV4, "10.0.0.1", "10.0.0.1"),
        (types.IPV6, "2001:db8::1", "2001:db8::1"),
        (types.IPV4_INTERFACE, "10.0.0.1/24", "10.0.0.1/24"),
        (types.IPV4_PREFIX, "10.0.0.0/8", "10.0.0.0/8"),
        (types.AREA, 3, 3),
        (types.AREA, "0.0.0.3", "0.0.0.3"),
        (types.ROUTER_ID, "10.0.0.1", "10.0.0.1"),
        (types.ROUTER_ID, 9, "0.0.0.9"),
        (Word("a", "b", False), False, False),
        (Word("a", 0), 0, 0),
        (types.ANY, [1], [1]),
        (ListOf(types.TEXT), "a", ["a"]),
        (ListOf(types.TEXT), Seq(["a", 1]), ["a", "1"]),
        (MapOf(Int()), Map({"a": 1, "b": None}), {"a": 1, "b": None}),
        (AnyOf(types.BOOL, types.IPV4), "10.0.0.1", "10.0.0.1"),
        (Table({"a": A(types.INT, "")}), Map({"a": "3"}), {"a": 3}),
        (Table({"a": A(types.INT, "")}), None, {}),
        (Table({}, open=True), Map({"z": 1}), {"z": 1}),
    ],
)
def test_accepted(kind: types.Type, value: Any, expected: Any) -> None:
    assert read(kind, value) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (types.BOOL, 1),
        (types.BOOL, "true"),
        (types.TEXT, True),
        (types.TEXT, []),
        (types.NUMBER, True),
        (types.INT, "x"),
        (types.INT, 1.5),
        (types.INT, True),
        (Int(1, 5), 6),
        (Int(1, 5), "-1"),
        (Int(1), "\N{FULLWIDTH DIGIT NINE}"),
        (types.ASN, 0),
        (types.ASN, 2**32),
        (types.ASN, "65536.1"),
        (types.ASN, "x"),
        (types.IPV4, "2001:db8::1"),
        (types.IPV4, "10.0.0.1/24"),
        (types.IPV4, 3),
        (types.IPV6, "10.0.0.1"),
        (types.IPV4_INTERFACE, "10.0.0.1/33"),
        (types.AREA, -1),
        (types.AREA, "1.2"),
        (types.ROUTER_ID, 0),
        (Word("a", 0), False),
        (Word("a"), ["a"]),
        (ListOf(types.INT, single=False), 3),
        (MapOf(types.INT), [1]),
        (AnyOf(types.BOOL, types.IPV4), "x"),
        (Table({}), []),
        (Table({}), "x"),
    ],
)
def test_refused(kind: types.Type, value: Any) -> None:
    found, problems = read(kind, value)
    assert found is types.INVALID
    assert problems == ["wrong-type"]


def test_what_is_wrong_inside_is_taken_out_and_the_rest_is_kept() -> None:
    table = Table({"a": A(types.INT, ""), "b": A(ListOf(types.INT), "")})
    found, problems = read(table, Map({"a": "x", "b": Seq([1, "y", 2]), "c": 3}))
    assert found == {"b": [1, 2]}
    assert problems == ["wrong-type", "wrong-type", "unknown-key"]


def test_hints() -> None:
    problems = Problems()
    Word("standard", "large").read("standrad", AT, "x", problems)
    Table({"area": A(types.INT, "")}).read(Map({"aera": 1}), AT, "x", problems)
    assert [p.hint for p in problems] == ["did you mean `standard`?", "did you mean `area`?"]


def test_long_values_are_cut_in_messages() -> None:
    problems = Problems()
    types.INT.read("z" * 500, AT, "x", problems)
    assert all(len(p.message) < 120 for p in problems)
