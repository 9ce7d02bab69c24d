"""cluster render and check on the command line: streams, files, passwords, exit codes, words."""

from __future__ import annotations

import io
import json
import sys
from typing import get_args

import pytest

from netwright.cli.app import run
from netwright.cli.commands import cluster
from netwright.cluster.bird import Dialect

NODES = """
apiVersion: projectcalico.org/v3
kind: Node
metadata: { name: w1 }
spec: { bgp: { ipv4Address: 10.0.0.1/24, ipv6Address: "fd00::1/64" } }
---
apiVersion: projectcalico.org/v3
kind: Node
metadata: { name: w2 }
spec: { bgp: { ipv4Address: 10.0.0.2/24 } }
"""
PEERING = """
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: tor }
spec: { peerIP: 10.0.0.254, asNumber: 63000, password: { secretKeyRef: { name: bgp, key: tor } } }
---
apiVersion: v1
kind: Secret
metadata: { name: bgp, namespace: kube-system }
stringData: { tor: hunter2 }
"""
DUMP = """
apiVersion: v1
kind: List
metadata: { resourceVersion: "" }
items:
- apiVersion: v1
  kind: Node
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: "{}"
      projectcalico.org/IPv4Address: 10.0.0.7/24
      projectcalico.org/IPv4IPIPTunnelAddr: 10.122.0.1
    creationTimestamp: "2026-01-01T00:00:00Z"
    labels: { kubernetes.io/hostname: k1 }
    name: k1
    resourceVersion: "12"
    uid: 3f2
  spec: { podCIDR: 10.122.0.0/24, taints: [] }
  status:
    addresses: [ { address: 10.0.0.7, type: InternalIP } ]
    conditions: []
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: one }
  spec: {}
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: two }
  spec: {}
"""
CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: bgppeers.projectcalico.org }
spec:
  group: projectcalico.org
  names: { kind: BGPPeer }
  versions:
  - name: v3
    schema:
      openAPIV3Schema:
        type: object
        properties:
          apiVersion: { type: string }
          kind: { type: string }
          metadata: { type: object }
          spec:
            type: object
            x-kubernetes-preserve-unknown-fields: true
            x-kubernetes-validations:
            - { rule: self.asNumber < 63000, message: the AS number is too large here }
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calico").mkdir()
    (tmp_path / "calico/nodes.yaml").write_text(NODES)
    (tmp_path / "calico/peering.yml").write_text(PEERING)
    (tmp_path / "crds").mkdir()
    (tmp_path / "crds/peers.yaml").write_text(CRD)
    return tmp_path


def test_render_prints_every_node(place, capsys):
    assert run(["cluster", "render", "calico"]) == 0
    seen = capsys.readouterr()
    assert seen.out.startswith("# BIRD 2 on node w1\n")
    assert "\n\n# BIRD 2 on node w2\n" in seen.out
    assert "protocol bgp Global_10_0_0_254" in seen.out


def test_render_of_one_node_in_calicos_dialect(place, capsys):
    assert run(["cluster", "render", "calico", "--node", "w1", "--dialect", "bird1"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("# BIRD")] == [
        "# BIRD 1.6 for IPv4 on node w1",
        "# BIRD 1.6 for IPv6 on node w1",
    ]


def test_dialects_are_those_there_are():
    assert get_args(cluster.Dialect) == get_args(Dialect)


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_passwords_are_not_printed(place, capsys, words):
    assert run(["cluster", "render", "calico", *words]) == 0
    seen = capsys.readouterr()
    assert "hunter2" not in seen.out + seen.err
    assert seen.out.count("***") == 2
    assert "passwords are shown as ***" in seen.err
    assert run(["cluster", "render", "calico/nodes.yaml", *words]) == 0
    assert capsys.readouterr().err == ""


def test_render_as_json(place, capsys):
    assert run(["cluster", "render", "calico/nodes.yaml", "--dialect", "bird1", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["dialect"] == "bird1"
    assert {node: list(files) for node, files in data["nodes"].items()} == {
        "w1": ["bird.cfg", "bird6.cfg"],
        "w2": ["bird.cfg"],
    }


def test_files_are_for_nobody_else(place, capsys):
    for _ in range(2):
        assert run(["cluster", "render", "calico", "-o", "out", "--dialect", "bird1"]) == 0
        assert capsys.readouterr().out == "3 files in out\n"
        (place / "out/w1/bird.cfg").chmod(0o644)
    written = sorted(path for path in (place / "out").rglob("*") if path.is_file())
    assert [path.relative_to(place / "out").as_posix() for path in written] == [
        "w1/bird.cfg",
        "w1/bird6.cfg",
        "w2/bird.cfg",
    ]
    assert run(["cluster", "render", "calico", "-o", "out", "--dialect", "bird1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(path) for path in written]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in written)
    assert 'password "hunter2";' in written[0].read_text()


def test_files_that_cannot_be_written(place, capsys):
    (place / "file").write_text("")
    assert run(["cluster", "render", "calico", "-o", "file/out"]) == 3
    assert "cannot write" in capsys.readouterr().err


def test_a_dump_of_kubectl_from_standard_input(place, capsys, monkeypatch):
    for words in (["render"], ["render", "-q"]):
        monkeypatch.setattr(sys, "stdin", io.StringIO(DUMP))
        assert run(["cluster", *words, "-"]) == 0
        seen = capsys.readouterr()
        assert "# BIRD 2 on node k1\n" in seen.out
        assert ("Deployment of `apps/v1`" in seen.err) == (words == ["render"])
        assert seen.err.count("Deployment") <= 1
        assert ("and 1 more of this kind" in seen.err) == (words == ["render"])


def test_check(place, capsys):
    assert run(["cluster", "check", "calico"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        ["kind", "of", "count"],
        ["BGPPeer", "projectcalico.org/v3", "1"],
        ["Node", "projectcalico.org/v3", "2"],
        ["Secret", "v1", "1"],
    ]
    assert run(["cluster", "check", "calico", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["nodes"] == ["w1", "w2"]
    assert {"apiVersion": "v1", "kind": "Secret", "count": 1} in data["resources"]
    assert run(["cluster", "check", "-q", "calico"]) == 0
    assert capsys.readouterr().out == ""


def test_definitions_are_asked(place, capsys):
    for command in ("check", "render"):
        assert run(["cluster", command, "calico", "--crds", "crds"]) == 2
        assert "calico/peering.yml:5:" in (said := capsys.readouterr().err)
        assert "the AS number is too large here [crd-rule]" in said
    assert run(["cluster", "check", "calico/nodes.yaml", "--crds", "crds/peers.yaml"]) == 0
    assert "none of the definitions is for any of the resources [unused-crds]" in capsys.readouterr().err


def test_definitions_need_a_package(place, capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "netwright.cluster.crds.structure", raising=False)
    monkeypatch.setitem(sys.modules, "netwright.cluster.crds.rules", None)
    assert run(["cluster", "check", "calico", "--crds", "crds"]) == 3
    said = capsys.readouterr().err
    assert f"run `{sys.executable} -m pip install 'cel-python" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["calico", "-n", "ww1"], "no node `ww1` runs BGP [unknown-node]", "did you mean `w1`?"),
        (["calico", "-n", "other"], "no node `other` runs BGP [unknown-node]", "nodes: w1, w2"),
        (["calico/peering.yml"], "there is nothing to render [no-cluster-nodes]", "kubectl get nodes -o yaml"),
        (["nowhere.yml"], "no such file: `nowhere.yml` [missing-file]", ""),
        (["empty"], "no resources in `empty` [no-resources]", ".yaml, .yml, .json"),
        (["empty.yml"], "there is no resource in what was given [no-resources]", ""),
    ],
)
def test_mistakes(place, capsys, words, message, hint):
    (place / "empty").mkdir()
    (place / "empty.yml").write_text("---\n")
    assert run(["cluster", "render", *words]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert message in seen.err
    assert hint in seen.err


def test_mistakes_have_places(place, capsys):
    text = PEERING.replace("asNumber: 63000", "asNumber: -1").replace("kind: Secret", "kind: Secert")
    (place / "calico/peering.yml").write_text(text)
    for command in ("render", "check"):
        assert run(["cluster", command, "calico"]) == 2
        said = capsys.readouterr().err
        assert "calico/peering.yml:5:39: error: " in said
        assert "calico/peering.yml:8:7: error: unknown kind `Secert`" in said
        assert "did you mean `Secret`?" in said
        assert "hunter2" not in said
        assert said.endswith("2 errors\n")


def test_limits_of_a_dialect_are_told(place, capsys):
    filters = """
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: f }
spec: { exportV4: [ { action: Accept, operations: [ { prependASPath: { prefix: [ 65001 ] } } ] } ] }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: other }
spec: { peerIP: 10.0.0.253, asNumber: 63001, filters: [ f ] }
"""
    (place / "calico/filters.yml").write_text(filters)
    assert run(["cluster", "render", "calico"]) == 0
    assert "[bird2-prepend-order]" in capsys.readouterr().err
    assert run(["cluster", "render", "calico", "--dialect", "bird1"]) == 0
    assert "bird2" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["render"], ["check"], ["render", "calico", "--dialect", "bird3"], ["paint"]])
def test_usage(place, capsys, words):
    assert run(["cluster", *words]) == 2
    assert "Usage: netwright cluster" in capsys.readouterr().err
