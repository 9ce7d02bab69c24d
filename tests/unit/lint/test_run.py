"""Choosing rules: options, what the topology says, comments; and what other rooms warn of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from netwright import InputError, lint_topology
from netwright.lint import RULES, unknown_codes
from netwright.lint.table import WARNINGS
from netwright.source import DiskFiles

ROOT = Path(__file__).parents[3]

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
    assert unknown_codes(["empty-group", "prefix-overlap"], warnings=True) == []


def test_unknown_codes_that_are_left_out() -> None:
    (found,) = (f for f in lint_topology("-", text=TEXT, ignore=["unused-vlann"]) if f.code == "unknown-rule")
    assert (found.span.file, found.severity) == ("<command line>", "warning")
    assert found.message.startswith("nothing is called `unused-vlann`")
    assert found.hint == "did you mean `unused-vlan`?"
    assert codes(ignore=["prefix-overlap", "unused-vlan"], select=["unused-vlan"]) == []
    assert codes(ignore=["x"], select=["isolated-node"]) == ["unknown-rule"]
    listed = TEXT + "defaults.lint.ignore: [ unused-vlan,\n  unusd-vrf, prefix-overlap ]\n"
    (found,) = (f for f in lint_topology("-", text=listed) if f.code == "unknown-rule")
    assert (found.span.line, found.span.column, found.hint) == (9, 3, "did you mean `unused-vrf`?")
    (found,) = (f for f in lint_topology("-", text=TEXT + "defaults.lint.ignore: x\n") if f.code == "unknown-rule")
    assert found.span.line == 8


def test_every_warning_of_other_rooms_is_known() -> None:
    warned = {code for path in (ROOT / "src").rglob("*.py") for code in _warned(ast.parse(path.read_text()))}
    assert warned == WARNINGS - {"unknown-rule"}


def _warned(tree: ast.Module) -> Iterator[str]:
    """Codes given to `.warning(...)`, or to a name that stands for it."""
    assigned = (node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    said = [node.targets for node in assigned if ".warning" in ast.unparse(node.value)]
    standing = {target.id for targets in said for target in targets if isinstance(target, ast.Name)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        method = isinstance(call.func, ast.Attribute) and call.func.attr == "warning"
        if method or (isinstance(call.func, ast.Name) and call.func.id in standing):
            assert isinstance(call.args[0], ast.Constant)
            yield call.args[0].value


def test_every_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "topology.yml"
    path.write_text(TEXT + "_include: [ addressing.yml ]\n")
    (tmp_path / "addressing.yml").write_text("lan: { ipv4: 10.1.0.0/16 }\n")
    read = DiskFiles.read
    asked: list[str] = []
    monkeypatch.setattr(DiskFiles, "read", lambda self, name, limit: asked.append(name) or read(self, name, limit))
    lint_topology(path, ignore=["unused-vlan", "unused-vrf"])
    assert [Path(name).name for name in asked if Path(name).is_relative_to(tmp_path)].count("topology.yml") == 1
    assert [Path(name).name for name in asked].count("addressing.yml") == 1


def test_findings_are_in_the_order_of_places() -> None:
    found = lint_topology("-", text=TEXT, everything=True)
    assert [f.span for f in found] == sorted(f.span for f in found)
    assert all(f.severity in ("warning", "notice") for f in found)


def test_codes_and_reasons() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) >= 35
    assert all(rule.why.endswith(".") for rule in RULES)
