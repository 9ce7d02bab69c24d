"""cluster manifests on the command line: a list by default, a directory on request, and never a password."""

from __future__ import annotations

import json

import pytest

from netwright.cli.app import run

TOPOLOGY = """
links:
- { prefix: { ipv4: 172.30.1.0/24 }, w1: , w2: }
clusters:
  plain:
    nodes: [ w1, w2 ]
    pools: [ 10.90.0.0/16 ]
    resources:
    - { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { a: hunter2 } }
    machines: { m1: w1, m2: w2 }
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topology.yml").write_text(TOPOLOGY)
    return tmp_path


def test_a_list_of_files(place, capsys):
    assert run(["cluster", "manifests"]) == 0
    said = capsys.readouterr().out
    assert "hunter2" not in said
    assert [line.split() for line in said.splitlines() if "plain/" in line] == [
        ["plain/15-secrets.yaml", "1", "Secret"],
        ["plain/30-ippools.yaml", "1", "IPPool"],
        ["plain/80-virtualmachines.yaml", "2", "VirtualMachine"],
    ]
    assert [path.name for path in place.iterdir()] == ["topology.yml"]


def test_json(place, capsys):
    assert run(["cluster", "manifests", "topology.yml", "--json"]) == 0
    text = capsys.readouterr().out
    assert "hunter2" not in text
    found = json.loads(text)
    assert found["directory"] is None
    secrets = {"path": "plain/15-secrets.yaml", "mode": "0600", "resources": ["Secret default/s"]}
    assert secrets in found["files"]


def test_a_directory(place, capsys):
    assert run(["cluster", "manifests", "-o", "out"]) == 0
    assert capsys.readouterr().out == "4 files in out; next: read out/README.md\n"
    assert "hunter2" in (place / "out/plain/15-secrets.yaml").read_text()
    (place / "out/README.md").write_text("mine")
    assert run(["cluster", "manifests", "-o", "out"]) == 2
    said = capsys.readouterr().err
    assert "`README.md` in" in said
    assert "would be lost" in said
    assert (place / "out/README.md").read_text() == "mine"


def test_a_topology_without_clusters(place, capsys):
    (place / "topology.yml").write_text("nodes: [ r1 ]\n")
    assert run(["cluster", "manifests"]) == 2
    assert "topology.yml: error: the topology has no clusters" in capsys.readouterr().err
