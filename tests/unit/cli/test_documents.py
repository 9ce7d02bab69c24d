"""report and export on the command line: streams, files, exit codes, words."""

from __future__ import annotations

import csv
import json

import pytest
import yaml

from netwright.cli.app import run

GOOD = "name: tiny\ndefaults.device: frr\nmodule: [ ospf ]\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topology.yml").write_text(GOOD)
    return tmp_path


def test_report_prints(place, capsys):
    assert run(["report", "addressing"]) == 0
    seen = capsys.readouterr()
    assert seen.out.startswith("Addressing: tiny\n")
    assert seen.err == ""
    assert run(["report", "nodes", "-t", "topology.yml", "-l", "r1"]) == 0
    assert capsys.readouterr().out.count("router") == 1
    assert run(["report", "nodes", "topology.yml", "-l", "r2", "-d", "bird"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("r2     2  host  bird")


def test_report_formats(place, capsys):
    for words in (["nodes", "--json"], ["nodes", "-f", "json"], ["nodes.json"]):
        assert run(["report", *words]) == 0
        assert json.loads(capsys.readouterr().out)["tables"]["nodes"][0]["node"] == "r1"
    assert run(["report", "nodes", "-f", "markdown"]) == 0
    assert "| r1 | 1 |" in capsys.readouterr().out
    assert run(["report", "ospf", "--table", "routers", "-o", "out.csv"]) == 0
    with (place / "out.csv").open(newline="") as stream:
        assert [row["node"] for row in csv.DictReader(stream)] == ["r1", "r2"]
    assert (place / "out.csv").read_bytes().count(b"\r\n") == 3
    assert run(["report", "nodes", "-o", "out.html"]) == 0
    assert (place / "out.html").read_text().startswith("<!doctype html>")
    assert capsys.readouterr().out == ""


def test_report_of_standard_input(place, capsys, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD.replace("tiny", "piped")))
    assert run(["report", "nodes", "-"]) == 0
    assert capsys.readouterr().out.startswith("Nodes: piped\n")


def test_lists(place, capsys):
    assert run(["report", "--list"]) == 0
    assert "bgp-neighbor" in capsys.readouterr().out
    assert run(["report", "--list", "--json"]) == 0
    listed = {each["report"]: each for each in json.loads(capsys.readouterr().out)}
    assert listed["vnis"]["tables"]["vnis"][0] == "vni"
    assert run(["export", "--list"]) == 0
    assert "containerlab" in capsys.readouterr().out
    assert run(["export", "--list", "--json"]) == 0
    assert {each["format"] for each in json.loads(capsys.readouterr().out)} >= {"containerlab", "ansible", "hosts"}


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["report"], "say which report [no-report]", "--list"),
        (["report", "adressing"], "there is no report `adressing` [unknown-report]", "did you mean `addressing`?"),
        (["report", "nodes", "-f", "pdf"], "there is no report format `pdf` [unknown-format]", "there are text, html"),
        (["report", "bgp", "--table", "x"], "report bgp has no table `x` [unknown-table]", "autonomous_systems"),
        (["report", "x.j2"], "there is no report template `x.j2` [unknown-report]", ".j2"),
        (["report", "nodes", "-l", "r9"], "no node or group matches `r9` [unknown-node]", "r1"),
        (["export"], "say which format [no-export]", "--list"),
        (["export", "clap"], "there is no export format `clap` [unknown-export]", "did you mean `clab`?"),
    ],
)
def test_mistakes(place, capsys, words, message, hint):
    assert run(words) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert message in seen.err
    assert hint in seen.err


def test_mistakes_of_the_topology(place, capsys):
    (place / "topology.yml").write_text("nodes: [ r1 ]\nlinks: [ r1-r9 ]\n")
    for words in (["report", "nodes"], ["export", "yaml"]):
        assert run(words) == 2
        assert "topology.yml:2:" in capsys.readouterr().err


def test_without_a_topology_a_lab_is_meant(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["report", "nodes", "-i", "no-such-lab"]) == 2
    assert "there is no lab `no-such-lab`" in capsys.readouterr().err


def test_a_file_that_cannot_be_written(place, capsys):
    assert run(["report", "nodes", "-o", "nosuch/out.txt"]) == 3
    assert "nosuch/out.txt: No such file or directory" in capsys.readouterr().err
    (place / "file").write_text("")
    assert run(["export", "containerlab", "-o", "file/out"]) == 3
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["report", "nodes"], ["export", "yaml"]], ids=lambda command: command[0])
def test_a_topology_is_named_once(place, capsys, command):
    assert run([*command, "topology.yml", "-t", "topology.yml"]) == 0
    assert run([*command, "-t", "topology.yml"]) == 0
    capsys.readouterr()
    assert run([*command, "topology.yml", "-t", "other.yml"]) == 2
    assert "two topologies are named: `topology.yml`, and `other.yml`" in capsys.readouterr().err


def test_export_prints_single_files(place, capsys):
    assert run(["export", "yaml"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["name"] == "tiny"
    assert run(["export", "hosts", "topology.yml"]) == 0
    assert "10.0.0.1 r1\n" in capsys.readouterr().out
    assert run(["export", "json", "-o", "n.json"]) == 0
    assert capsys.readouterr().out.strip() == "n.json"
    assert json.loads((place / "n.json").read_text())["name"] == "tiny"
    (place / "out").mkdir()
    assert run(["export", "json", "-o", "out"]) == 0
    assert capsys.readouterr().out.strip() == "out/network.json"
    assert json.loads((place / "out/network.json").read_text())["name"] == "tiny"


def test_export_writes_directories(place, capsys):
    assert run(["export", "containerlab"]) == 0
    assert "files in containerlab; next: containerlab deploy -t tiny.clab.yml" in capsys.readouterr().out
    assert (place / "containerlab/tiny.clab.yml").exists()
    assert run(["export", "clab", "-o", "out", "--frr-kind", "frr", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["format"] == "containerlab"
    assert str(place / "out/tiny.clab.yml") in data["files"]
    assert yaml.safe_load((place / "out/tiny.clab.yml").read_text())["topology"]["nodes"]["r1"]["kind"] == "frr"
    assert run(["export", "ansible", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert (place / "ansible/hosts.yml").exists()
