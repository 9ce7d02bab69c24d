"""Choosing rules: options, what the topology says, comments; and what other rooms warn of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from netwright import InputError, lint_topology
from netwright.lint import RULES, unknown_codes

TEXT = """\
module: [ vlan, vrf ]
nodes: [ r1, r2 ]
vlans: { red: , old: }
vrfs: { blue: , gone: }
links:
- { r1: , r2: , vlan.trunk: [ red ] }
- { r1: , r2: , vrf: blue }
"""


def codes(
    text: str = TEXT, select: Iterable[str] = (), ignore: Iterable[str] = (), everything: bool = False
) -> list[str]:
    found = lint_topology("-", text=text, select=select, ignore=ignore, everything=everything)
    return [problem.code for problem in found]


def test_standard_rules_only() -> None:
    assert codes() == ["unused-vlan", "unused-vrf"]


def test_options() -> None:
    assert codes(ignore=["unused-vlan"]) == ["unused-vrf"]
    assert codes(select=["unused-vlan"]) == ["unused-vlan"]
    assert codes(select=["unused-vlan"], ignore=["unused-vlan"]) == []
    assert codes(select=["no-validation"]) == ["no-validation"]
    assert codes(everything=True) == ["no-validation", "unused-vlan", "unused-vrf"]
    assert codes(everything=True, ignore=["no-validation"]) == ["unused-vlan", "unused-vrf"]


def test_what_the_topology_says() -> None:
    assert codes(TEXT + "defaults.lint.ignore: [ unused-vrf ]\n") == ["unused-vlan"]
    assert codes(TEXT + "defaults.lint.ignore: unused-vrf\n") == ["unused-vlan"]
    assert "no-validation" in codes(TEXT + "defaults.lint.select: [ no-validation ]\n")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("vlans: { red: , old: }   # lint: ignore unused-vlan", ["unused-vrf"]),
        ("vlans: { red: , old: }   # lint: ignore", ["unused-vrf"]),
        ("# lint: ignore unused-vlan, unused-pool\nvlans: { red: , old: }", ["unused-vrf"]),
        ("vlans: { red: , old: }   # lint: ignore unused-vrf", ["unused-vlan", "unused-vrf"]),
        ("vlans: { red: , old: }   # lint the roof", ["unused-vlan", "unused-vrf"]),
    ],
)
def test_comments(line: str, left: list[str]) -> None:
    assert codes(TEXT.replace("vlans: { red: , old: }", line)) == left


def test_comments_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "topology.yml"
    path.write_text(TEXT.replace("old: }", "old: }  # lint: ignore"))
    assert [found.code for found in lint_topology(path)] == ["unused-vrf"]
    assert [found.code for found in lint_topology(tmp_path)] == ["unused-vrf"]


def test_warnings_of_designing_are_findings() -> None:
    bare = "module: [ bgp ]\nbgp.as: 65000\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"
    assert codes(bare) == ["ibgp-without-igp"]
    assert codes(bare + "defaults.lint.ignore: ibgp-without-igp\n") == []
    assert codes(bare, select=["unused-vlan"]) == []


def test_a_stand_in_is_no_finding() -> None:
    assert codes("defaults.device: eos\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("defaults.lint: 3\n", "wrong-type"),
        ("defaults.lint.ignored: []\n", "unknown-key"),
        ("defaults.lint.ignore: [ [ x ] ]\n", "wrong-type"),
        ("defaults.lint.select: [ unused-vlann ]\n", "unknown-rule"),
        ("validate: { t: { nodes: [ r9 ], plugin: ping('r1') } }\n", "unknown-node"),
    ],
)
def test_mistakes(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        codes(TEXT + text)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_unknown_rules_of_the_command_line() -> None:
    with pytest.raises(InputError, match="unused-vlan"):
        codes(select=["unused-vlann"])
    assert unknown_codes(["empty-group", "x"], ["x"]) == []


def test_findings_are_in_the_order_of_places() -> None:
    found = lint_topology("-", text=TEXT, everything=True)
    assert [f.span for f in found] == sorted(f.span for f in found)
    assert all(f.severity in ("warning", "notice") for f in found)


def test_codes_and_reasons() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) >= 35
    assert all(rule.why.endswith(".") for rule in RULES)
