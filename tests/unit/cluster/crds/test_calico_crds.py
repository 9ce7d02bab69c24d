"""Our tables and Calico's published CRDs say the same: fields, enums, ranges, and a counterpart for every rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netwright.cluster.crds import Crds, check_crds, read_crds
from netwright.cluster.resources import read_documents, read_paths, read_resources
from netwright.cluster.resources.kinds import BY_VERSION
from netwright.cluster.resources.objects import Items, Object
from netwright.cluster.resources.types import AsNumber, Integer, PeerAddress, Text, Truth
from netwright.errors import Problems
from netwright.schema.types import Scalar, Type, Word
from netwright.source import DiskFiles

from ..reading import FILE, calico
from .samples import BROKEN, FINE

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "calico-crds"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of CRDs is not beside this repository")
VERSION = "projectcalico.org/v3"
KINDS = ("BGPConfiguration", "BGPPeer", "BGPFilter", "IPPool", "BlockAffinity")
OPTIONAL = {("spec", "deleted")}
"""Required fields that have a default."""


@pytest.fixture(scope="module")
def crds() -> Crds:
    problems = Problems()
    found = read_crds(read_paths([str(CORPUS)], DiskFiles(), problems), problems)
    assert list(problems) == []
    return found


def ours(kind: str, spec: str) -> list[str]:
    problems = Problems()
    read_resources(read_documents(calico(kind, spec), FILE, problems), problems)
    return [problem.code for problem in problems]


def theirs(crds: Crds, kind: str, spec: str) -> list[tuple[str, str]]:
    problems = Problems()
    check_crds(read_documents(calico(kind, spec), FILE, problems), crds, problems)
    return [(problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize(("code", "kind", "spec"), BROKEN, ids=[f"{code}-{i}" for i, (code, _, _) in enumerate(BROKEN)])
def test_both_refuse(crds: Crds, code: str, kind: str, spec: str) -> None:
    assert ours(kind, spec) == [code]
    assert "crd-rule" in [found for found, _ in theirs(crds, kind, spec)]


@pytest.mark.parametrize(("kind", "spec"), FINE)
def test_both_accept(crds: Crds, kind: str, spec: str) -> None:
    assert ours(kind, spec) == []
    assert theirs(crds, kind, spec) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_counterpart(crds: Crds, kind: str) -> None:
    met = {message for _, found, spec in BROKEN if found == kind for _, message in theirs(crds, kind, spec)}
    for path, rule in rules(crds.schemas[VERSION, kind]):
        assert "oldSelf" in rule["rule"] or f"`{path}`: {rule['message']}" in met, rule


def rules(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Rules of a schema with the path of the value they are for."""
    yield from ((path, rule) for rule in schema.get("x-kubernetes-validations", ()))
    for key, child in schema.get("properties", {}).items():
        yield from rules(child, f"{path}.{key}" if path else key)
    if "items" in schema:
        yield from rules(schema["items"], f"{path}[0]")


def test_there_are_rules_to_compare(crds: Crds) -> None:
    assert sum(len(list(rules(crds.schemas[VERSION, kind]))) for kind in KINDS) >= 38


@pytest.mark.parametrize("kind", KINDS)
def test_tables_agree(crds: Crds, kind: str) -> None:
    spec = BY_VERSION[VERSION, kind].body.attributes["spec"].type
    assert compare(spec, crds.schemas[VERSION, kind]["properties"]["spec"], "spec") == []


def compare(mine: Type, schema: dict[str, Any], path: str) -> list[str]:
    """What differs between one of our types and a schema."""
    if isinstance(mine, Object):
        return compare_object(mine, schema, path)
    if isinstance(mine, Items):
        limits = (mine.least, mine.most) == (schema.get("minItems", 0), schema.get("maxItems", 0))
        return [*([] if limits else [f"{path}: number of values"]), *compare(mine.item, schema["items"], f"{path}[]")]
    enum = schema.get("enum") or next((part["enum"] for part in schema.get("allOf", ())), None)
    if isinstance(mine, Word) or enum:
        same = isinstance(mine, Word) and set(mine.words) == set(enum or ())
        return [] if same else [f"{path}: enum"]
    if isinstance(mine, Integer) and "minimum" in schema:
        return [] if (mine.low, mine.high) == (schema["minimum"], schema["maximum"]) else [f"{path}: range"]
    expected = {"integer": (Integer, AsNumber), "boolean": (Truth, Scalar), "string": (Text, Scalar, PeerAddress, Type)}
    return [] if isinstance(mine, expected[schema["type"]]) else [f"{path}: type"]


def compare_object(mine: Object, schema: dict[str, Any], path: str) -> list[str]:
    found: list[str] = []
    if set(mine.attributes) != set(schema["properties"]):
        found.append(f"{path}: fields {set(mine.attributes) ^ set(schema['properties'])}")
    required = {key for key in schema.get("required", ()) if (path, key) not in OPTIONAL}
    if not required <= set(mine.required):
        found.append(f"{path}: required")
    for key in set(mine.attributes) & set(schema["properties"]):
        found += compare(mine.attributes[key].type, schema["properties"][key], f"{path}.{key}")
    return found
