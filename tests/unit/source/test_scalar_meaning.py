"""Scalars mean what YAML 1.2 says."""

from __future__ import annotations

import math
from typing import Any

import pytest

from netwright.errors import Problems
from netwright.source.scalars import resolve
from netwright.source.yaml import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("12", 12),
        ("-12", -12),
        ("+3", 3),
        ("0", 0),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("65000:10", "65000:10"),
        ("190:20:30", "190:20:30"),
        ("12:30:45", "12:30:45"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        (".inf", math.inf),
        ("-.inf", -math.inf),
        (".", "."),
        ("-", "-"),
        ("+", "+"),
        ("1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/24", "10.0.0.0/24"),
        ("0.0.0.1", "0.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("2024-01-01", "2024-01-01"),
        ("=", "="),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars(text: str, value: Any) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(resolve(".nan"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: '12'", "12"),
        ('a: "true"', "true"),
        ("a: !!str 12", "12"),
        ("a: ! 12", "12"),
        ("a: !!int '12'", 12),
        ("a: |\n  12\n", "12\n"),
        ("a: >-\n  off\n  on\n", "off on"),
        ("a:", None),
        ("a: # nothing\n", None),
    ],
)
def test_quotes_tags_and_blocks(text: str, value: Any) -> None:
    problems = Problems()
    assert read_yaml(text, "t.yml", problems) == {"a": value}
    assert not len(problems)
