"""schema, lint, new: exit codes, streams, questions."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from netwright.cli.app import run

SMELLS = "module: [ vlan ]\nnodes: [ r1, r2 ]\nvlans: { red: , old: }\nlinks: [ { r1: , r2: , vlan.trunk: [ red ] } ]\n"
FINE = "nodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smells.yml").write_text(SMELLS)
    (tmp_path / "fine.yml").write_text(FINE)
    (tmp_path / "wrong.yml").write_text("nodes: 3\n")
    return tmp_path


def test_schema(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["$schema"].startswith("https://json-schema.org/")
    assert run(["schema", "-o", "schema.json"]) == 0
    assert json.loads((place / "schema.json").read_text()) == printed
    assert run(["schema", "-o", "no/such/place.json"]) == 3


def test_lint(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "fine.yml"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["lint", "fine.yml", "smells.yml"]) == 1
    assert capsys.readouterr().out.startswith(
        "smells.yml:3:17: warning: no node uses VLAN `old` [unused-vlan]\n  hint: "
    )
    assert run(["lint", "smells.yml", "--ignore", "unused-pool,unused-vlan"]) == 0
    assert run(["lint", "fine.yml", "--all"]) == 1
    assert run(["lint", "fine.yml", "--select", "no-validation", "--select", "empty-group"]) == 1
    assert run(["lint", "fine.yml", "--select", "nosuch"]) == 2


def test_lint_goes_on_after_a_wrong_topology(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "wrong.yml", "smells.yml"]) == 2
    seen = capsys.readouterr()
    assert "wrong.yml:1:" in seen.err
    assert "unused-vlan" in seen.out


def test_lint_of_clusters(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Path(__file__).parents[2] / "lint" / "clusters"
    leaks, mesh = here / "filter-accepts-only", here / "nested-with-mesh"
    assert run(["cluster", "lint", str(leaks)]) == 1
    (line, hint) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{leaks}/parent.yml:19:3: warning: ")
    assert hint.startswith("  hint: importV4: [ ")
    assert run(["cluster", "lint", f"parent={leaks}", f"red={mesh}/red.yml", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in found] == ["filter-accepts-only", "nested-with-mesh"]
    assert run(["cluster", "lint", str(leaks), "--ignore", "filter-accepts-only"]) == 0
    assert run(["cluster", "lint", str(leaks), "--select", "nosuch"]) == 2
    assert run(["cluster", "lint", "nosuch.yml"]) == 2
    named = place / "a=b.yml"
    named.write_text((mesh / "red.yml").read_text())
    assert run(["cluster", "lint", str(named), f"parent={leaks}"]) == 1


def test_lint_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "smells.yml", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["code"], found["file"], found["line"], found["column"]) == ("unused-vlan", "smells.yml", 3, 17)
    assert found["severity"] == "warning"
    assert run(["lint", "fine.yml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_new_without_a_terminal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new"]) == 2
    assert "which kind of topology?" in capsys.readouterr().err
    assert run(["new", "isp", "--cores", "3"]) == 0
    assert "defaults: edges 2, customers 2, device frr" in capsys.readouterr().err
    text = (place / "topology.yml").read_text()
    assert "--cores 3 --edges 2" in text
    assert run(["new", "isp"]) == 2
    assert "topology.yml: error: the file exists" in capsys.readouterr().err
    assert (place / "topology.yml").read_text() == text
    assert run(["new", "isp", "--force", "-o", "topology.yml"]) == 0
    assert (place / "topology.yml").read_text() != text
    assert run(["new", "isp", "-o", "no/such/place.yml"]) == 3


def test_new_prints(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "route-server", "-o", "-", "--members", "2"]) == 0
    assert "2 members" in capsys.readouterr().out
    assert not (place / "topology.yml").exists()


def test_new_refuses_what_a_kind_does_not_have(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "isp", "--spines", "2", "--cores", "1"]) == 2
    err = capsys.readouterr().err
    assert "`spines` is no parameter of `isp`" in err
    assert "`cores` must be a number from 2 to 32" in err
    assert run(["new", "ips"]) == 2
    assert "did you mean `isp`?" in capsys.readouterr().err


def test_new_asks(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("nothing\n2\n99\n3\n\n1\n\n"))
    assert run(["new"]) == 0
    err = capsys.readouterr().err
    assert "How many core routers (2 to 32)" in err
    assert "`cores` must be a number from 2 to 32, found `99`" in err
    assert "--cores 3 --edges 2 --customers 1 --device frr" in (place / "topology.yml").read_text()


def test_new_asks_nothing_with_yes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert run(["new", "enterprise", "--yes"]) == 0
    assert run(["new", "isp", "-o", "isp.yml"]) == 130
    assert not (place / "isp.yml").exists()
