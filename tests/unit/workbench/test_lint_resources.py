"""Lint of resource files: files and directories, choosing rules, comments, mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright import InputError, lint_resources

PARENT = """\
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec:
  nodeToNodeMeshEnabled: false
  localWorkloadPeeringIPV4: 169.254.0.179
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: red }
spec:
  localWorkloadSelector: color == 'red'
  asNumber: 65401
  ttlSecurity: 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "parent.yml").write_text(PARENT)
    return tmp_path / "parent.yml"


def codes(path: Path, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    return [found.code for found in lint_resources({"parent": [path]}, select=select, ignore=ignore)]


def test_files_and_directories(path: Path) -> None:
    assert codes(path) == codes(path.parent) == ["workload-routes-unfiltered", "ignored-for-workloads"]
    found = lint_resources({"parent": [path]})
    assert [(f.span.line, f.severity) for f in found] == [(12, "warning"), (14, "warning")]
    assert found[0].span.file == str(path)


def test_choosing(path: Path) -> None:
    assert codes(path, select=("ignored-for-workloads",)) == ["ignored-for-workloads"]
    assert codes(path, ignore=("ignored-for-workloads",)) == ["workload-routes-unfiltered"]
    assert codes(path, ignore=("ignored", "unused-vlan"), select=("unused-filter",)) == ["unknown-rule"]
    with pytest.raises(InputError, match="ignored-for-workloads"):
        codes(path, select=("ignored-for-workload",))


def test_comments(path: Path) -> None:
    path.write_text(PARENT.replace("ttlSecurity: 1", "ttlSecurity: 1   # lint: ignore ignored-for-workloads"))
    assert codes(path) == ["workload-routes-unfiltered"]
    path.write_text(PARENT.replace("  localWorkloadSelector", "  # lint: ignore\n  localWorkloadSelector"))
    assert codes(path) == ["ignored-for-workloads"]


def test_mistakes_come_first(path: Path) -> None:
    path.write_text(PARENT.replace("65401", "none"))
    with pytest.raises(InputError) as caught:
        codes(path)
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]
    node = "---\napiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: w1 }\n"
    bare = PARENT.replace("  localWorkloadPeeringIPV4: 169.254.0.179\n", "")
    path.write_text(bare + node + "spec: { bgp: { ipv4Address: 172.16.0.1/24 } }\n")
    with pytest.raises(InputError) as caught:
        codes(path)
    assert [problem.code for problem in caught.value.problems] == ["no-workload-peering-address"]
