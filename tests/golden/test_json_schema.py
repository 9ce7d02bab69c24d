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

CODE = re.compile(r"^\S+: error: .* \[([a-z0-9-]+)\]$", re.M)
STRUCTURAL = frozenset(
    [
        "automatic-group",
        "bad-name",
        "duplicate-node",
        "empty-link",
        "missing-node",
        "missing-nodes",
        "missing-value",
        "module-not-supported",
        "plugin-not-supported",
        "unknown-device",
        "unknown-key",
        "unknown-module",
        "wrong-place",
        "wrong-type",
    ]
)
"""Codes of mistakes that a schema can see: in the type, range, name or presence of one value."""
CANNOT_SEE = {
    "the value refers to another one, or has to fit to it": """address-outside-prefix attribute-on-port cloned-component
    different-access-vlans different-native-vlans duplicate-address duplicate-esi duplicate-node-id duplicate-vlan-id
    empty-match group-cycle lacp-mismatch local-vlan lonely-segment missing-as name-clash native-not-in-trunk
    native-without-trunk no-next-hop node-on-trunk pool-exhausted prefix-of-routed-vlan prefix-overlap shared-loopback
    tunnel-without-source unknown-component unknown-member unknown-node unknown-pool unknown-prefix
    unknown-routing-policy unknown-vlan unknown-vrf vlan-access-and-trunk vlan-defined-globally vlan-mode-conflict
    vlan-with-one-end vlan-without-node unknown-group wrong-dhcp-server wrong-lag wrong-tunnel""",
    "it depends on the lists of modules and plugins": "module-not-used plugin-needed",
    "it depends on what devices can do": "lag-not-supported stp-not-supported",
    "it is in another file": "include-cycle missing-file",
    "it is in an expression that has to be evaluated": "bad-format bad-regex",
    "it is a rule of its own for one attribute": "wrong-impairment wrong-stp-priority",
    "it is YAML's, before there are values": """duplicate-key key-conflict several-documents unknown-alias unknown-tag
    yaml-syntax""",
}
"""Why a schema need not see a mistake: it looks at one file, and at one value at a time. Reason -> codes."""
ACCEPTED = {
    "declared-attribute-type": "the topology declares the attribute itself",
    "declared-ranges": "the topology declares the attributes itself",
    "fabric-names": "parameters of a fabric are attributes of any kind, and format strings",
    "include-cycle": "the unknown key comes from the other file",
    "included-file-has-the-mistake": "the mistake is in another file",
    "misspelt-node-in-link": "it would have to know the names of nodes",
}
"""Structural mistakes that the schema does not see all the same."""


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


def codes(case: Path) -> set[str]:
    return set(CODE.findall((case / "expected.txt").read_text()))


@pytest.mark.parametrize("case", [c for c in ERRORS if codes(c) & STRUCTURAL], ids=lambda case: case.name)
def test_rejects_structural_mistakes(case: Path) -> None:
    if case.name in ACCEPTED:
        assert not mistake(case / "topology.yml"), "it is seen: take it off the list"
    else:
        assert mistake(case / "topology.yml")


def test_every_code_is_structural_or_has_a_reason() -> None:
    """A code that is new: can a schema see the mistake? If not, why?"""
    reasons = [code for listed in CANNOT_SEE.values() for code in listed.split()]
    assert len(reasons) == len(set(reasons))
    assert not STRUCTURAL & set(reasons)
    assert set().union(*map(codes, ERRORS)) - STRUCTURAL - set(reasons) == set()
    assert set(ACCEPTED) <= {case.name for case in ERRORS}
