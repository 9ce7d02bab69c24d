"""Every object of every table can be made of nothing but what it requires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from netwright.cluster.resources.kinds import KINDS
from netwright.cluster.resources.objects import Items, Object
from netwright.errors import NOWHERE, Problems
from netwright.model import Map, Seq
from netwright.schema.types import INVALID


def objects(table: Object, path: str) -> Iterator[tuple[str, Object]]:
    yield path, table
    for key, attribute in table.attributes.items():
        inner = attribute.type.item if isinstance(attribute.type, Items) else attribute.type
        if isinstance(inner, Object):
            yield from objects(inner, f"{path}.{key}")


TABLES = [found for kind in KINDS for found in objects(kind.body, f"{kind.name}@{kind.versions[0]}")]


@pytest.mark.parametrize(("path", "table"), TABLES, ids=[path for path, _ in TABLES])
@pytest.mark.parametrize("value", [None, 0, "", "text", True, Map(), Seq(), Map({"x": 1}), Seq([Map()])])
def test_any_shape_is_read(path: str, table: Object, value: Any) -> None:
    """Of the object itself, and of each of its fields."""
    problems = Problems()
    found = table.read(value, NOWHERE, path, problems)
    assert found is not INVALID or problems.errors
    for key in table.attributes:
        table.read(Map({key: value}), NOWHERE, path, problems)
    table.read(Map(dict.fromkeys(table.attributes, value)), NOWHERE, path, problems)


def test_descriptions() -> None:
    fields = [(path, key, a) for path, table in TABLES for key, a in table.attributes.items()]
    assert all(attribute.description or isinstance(attribute.type, Object) for _, _, attribute in fields)
    assert len(fields) > 200
