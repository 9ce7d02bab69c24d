"""The JSON Schema accepts every topology that reads, and rejects every structural mistake of the error goldens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from netwright.errors import Problems
from netwright.model.tree import to_plain
from netwright.schema.export import json_schema
from netwright.source.yaml import read_yaml

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
PATTERNS = ("examples/*/topology.yml", "tests/golden/topologies/*.yml", "tests/live/**/topologies/*.yml")
OURS = sorted(path for pattern in PATTERNS for path in ROOT.glob(pattern))
CORPUS_PATTERNS = ("netlab-integration/**/*.yml", "netlab-examples/**/*.yml", "bgplab/*/*/topology.yml")
PARTS = ("defaults", "wait_times", "warnings")
THEIRS = sorted(p for g in CORPUS_PATTERNS for p in CORPUS.glob(g) if not any(part in p.name for part in PARTS))
ERRORS = sorted(path.parent for path in (ROOT / "tests/errors").glob("*/topology.yml"))

ANOTHER_VALUE = "refers to another value of the file, or has to fit to it"
LISTS = "depends on the lists of modules and plugins"
OTHER_FILES = "the mistake is in another file, or a file is missing"
DECLARED = "the topology declares the attribute itself"
EXPRESSION = "an expression that has to be evaluated"
NO_MISTAKE = "a warning, no mistake"
CANNOT = {
    "address-outside-prefix": ANOTHER_VALUE,
    "bgp-without-as": ANOTHER_VALUE,
    "clone-without-plugin": LISTS,
    "component-in-itself": ANOTHER_VALUE,
    "declared-attribute-type": DECLARED,
    "declared-ranges": DECLARED,
    "defaults-file-has-the-mistake": OTHER_FILES,
    "duplicate-ids": ANOTHER_VALUE,
    "empty-wildcards": ANOTHER_VALUE,
    "exhausted-pool": ANOTHER_VALUE,
    "fabric-names": EXPRESSION,
    "fabric-without-plugin": LISTS,
    "group-cycle": ANOTHER_VALUE,
    "group-in-itself": ANOTHER_VALUE,
    "group-is-a-node": ANOTHER_VALUE,
    "group-module-left-out": LISTS,
    "include-cycle": OTHER_FILES,
    "included-file-has-the-mistake": OTHER_FILES,
    "missing-extra-defaults": OTHER_FILES,
    "missing-include": OTHER_FILES,
    "misspelt-node-in-link": ANOTHER_VALUE,
    "module-not-used": LISTS,
    "overlapping-prefixes": ANOTHER_VALUE,
    "plugin-needed": LISTS,
    "static-addresses-collide": ANOTHER_VALUE,
    "static-route-in-unknown-vrf": ANOTHER_VALUE,
    "static-route-to-unknown-node": ANOTHER_VALUE,
    "unknown-members": ANOTHER_VALUE,
    "unknown-named-prefix": ANOTHER_VALUE,
    "unknown-node-in-string": ANOTHER_VALUE,
    "unknown-plugin": NO_MISTAKE,
    "unknown-policy": ANOTHER_VALUE,
    "unknown-pool": ANOTHER_VALUE,
    "unknown-vrf": ANOTHER_VALUE,
    "vlan-access-and-trunk": ANOTHER_VALUE,
    "vlan-attribute-on-port": ANOTHER_VALUE,
    "vlan-attributes-without-module": LISTS,
    "vlan-duplicate-id": ANOTHER_VALUE,
    "vlan-group-members": ANOTHER_VALUE,
    "vlan-mode-conflict": ANOTHER_VALUE,
    "vlan-native": ANOTHER_VALUE,
    "vlan-of-node": ANOTHER_VALUE,
    "vlan-trunk-ends": ANOTHER_VALUE,
    "vlan-unknown": ANOTHER_VALUE,
    "vrf-on-node-without-module": LISTS,
    "vrf-without-module": LISTS,
}
"""Error goldens that a JSON Schema accepts: it sees one file, and one value at a time."""


@pytest.fixture(autouse=True)
def remember_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The validator compiles patterns each time; the standard cache of 512 is too small for them."""
    monkeypatch.setattr(re, "_MAXCACHE", 20_000)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def mistake(path: Path) -> str:
    """The first mistake a file has; reading YAML itself is not the schema's business."""
    problems = Problems()
    tree = read_yaml(path.read_text(), str(path), problems)
    if tree is None or problems.errors:
        return "not YAML of the format"
    return mistake_of(to_plain(tree))


def mistake_of(tree: Any) -> str:
    found = best_match(validator().iter_errors(tree))
    return "" if found is None else f"{'.'.join(map(str, found.absolute_path))}: {found.message[:200]}"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_enough_topologies() -> None:
    assert len(OURS) >= 60
    assert len(ERRORS) >= 60


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_accepts_ours(path: Path) -> None:
    assert mistake(path) == ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of topologies is not beside this repository")
def test_accepts_the_corpus() -> None:
    assert len(THEIRS) > 80
    assert {str(path.relative_to(CORPUS)): found for path in THEIRS if (found := mistake(path))} == {}


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case.name)
def test_rejects_mistakes(case: Path) -> None:
    found = mistake(case / "topology.yml")
    assert bool(found) != (case.name in CANNOT), CANNOT.get(case.name, "accepted")


def test_every_exception_is_a_case() -> None:
    assert set(CANNOT) <= {case.name for case in ERRORS}
