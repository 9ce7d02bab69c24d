"""Manifests on disk: a directory appears whole, and nobody loses a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from netwright.cluster.manifests import Manifests
from netwright.errors import HostError, InputError
from netwright.workbench.manifests import RECORD, cluster_manifests, write_manifests

TOPOLOGY = """
links:
- { prefix: { ipv4: 172.30.1.0/24 }, w1: , w2: }
clusters:
  plain:
    nodes: [ w1, w2 ]
    pools: [ 10.90.0.0/16 ]
    resources:
    - { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { a: hidden } }
    pods: { p1: w1 }
"""
FILES = {
    "README.md",
    RECORD,
    "plain/15-secrets.yaml",
    "plain/30-ippools.yaml",
    "plain/85-pods.yaml",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Manifests:
    topology = tmp_path_factory.mktemp("topology") / "topology.yml"
    topology.write_text(TOPOLOGY)
    return cluster_manifests(topology).manifests


def files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()}


def without_pods(made: Manifests) -> Manifests:
    return Manifests(files=tuple(file for file in made.files if "pods" not in file.path))


def test_without_a_directory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topology.yml").write_text(TOPOLOGY)
    done = cluster_manifests()
    assert done.written == ()
    assert {file.path for file in done.manifests.files} == FILES - {RECORD}
    assert [path.name for path in tmp_path.iterdir()] == ["topology.yml"]
    done = cluster_manifests("topology.yml", "out")
    assert set(done.written) == {tmp_path / "out" / name for name in FILES - {RECORD}}


def test_a_topology_without_clusters(tmp_path: Path) -> None:
    (tmp_path / "topology.yml").write_text("nodes: [ r1 ]\n")
    with pytest.raises(InputError) as refused:
        cluster_manifests(tmp_path / "topology.yml")
    assert [problem.code for problem in refused.value.problems] == ["no-clusters"]


def test_a_directory_appears(made: Manifests, tmp_path: Path) -> None:
    target = tmp_path / "new" / "out"
    written = write_manifests(made, target)
    assert files(target) == FILES
    assert set(written) == {target / name for name in FILES - {RECORD}}
    assert [path.name for path in target.parent.iterdir()] == ["out"]
    modes = {name: stat.S_IMODE((target / name).stat().st_mode) for name in FILES}
    assert {name for name, mode in modes.items() if mode == 0o600} == {"plain/15-secrets.yaml", RECORD}
    assert target.stat().st_mode & 0o700 == 0o700


def test_a_second_run_replaces_and_removes(made: Manifests, tmp_path: Path) -> None:
    write_manifests(made, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    write_manifests(without_pods(made), tmp_path)
    assert files(tmp_path) == (FILES - {"plain/85-pods.yaml"}) | {"notes.txt"}
    write_manifests(made, tmp_path)
    assert files(tmp_path) == FILES | {"notes.txt"}


def test_a_changed_file_that_is_no_longer_made_stays(made: Manifests, tmp_path: Path) -> None:
    write_manifests(made, tmp_path)
    (tmp_path / "plain/85-pods.yaml").write_text("mine")
    write_manifests(without_pods(made), tmp_path)
    assert (tmp_path / "plain/85-pods.yaml").read_text() == "mine"


@pytest.mark.parametrize("name", ["README.md", "plain/30-ippools.yaml"])
def test_files_of_others_are_not_lost(made: Manifests, tmp_path: Path, name: str) -> None:
    write_manifests(made, tmp_path)
    (tmp_path / name).write_text("mine")
    before = {each: (tmp_path / each).read_bytes() for each in files(tmp_path)}
    with pytest.raises(InputError, match="would be lost") as refused:
        write_manifests(without_pods(made), tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["foreign-file"]
    assert f"`{name}`" in str(refused.value)
    assert {each: (tmp_path / each).read_bytes() for each in files(tmp_path)} == before


def test_links_and_files_in_the_way(made: Manifests, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = tmp_path / "out"
    target.mkdir()
    (target / "plain").symlink_to(elsewhere)
    with pytest.raises(InputError, match="would be lost"):
        write_manifests(made, target)
    assert not any(elsewhere.iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="would be lost"):
        write_manifests(made, tmp_path / "file")


def test_a_record_that_leads_elsewhere_removes_nothing(made: Manifests, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_manifests(made, target)
    outside = tmp_path / "outside"
    outside.write_bytes(b"")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    (target / RECORD).write_bytes(msgspec.json.encode({"../outside": digest, str(outside): digest}))
    write_manifests(made, target)
    assert outside.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_nobody_may_write(made: Manifests, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HostError, match="cannot write"):
        write_manifests(made, tmp_path / "out")


def test_a_failure_leaves_what_was_there(made: Manifests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_manifests(made, tmp_path)
    before = {each: (tmp_path / each).read_bytes() for each in files(tmp_path)}
    opened = os.open

    def full(path: str, *how: Any, **further: Any) -> int:
        if str(path).endswith("30-ippools.yaml") and how[0] & os.O_WRONLY:
            raise OSError(28, "No space left on device")
        return opened(path, *how, **further)

    monkeypatch.setattr(os, "open", full)
    for target in (tmp_path, tmp_path / "new"):
        with pytest.raises(HostError, match="No space left"):
            write_manifests(without_pods(made), target)
    monkeypatch.undo()
    assert {each: (tmp_path / each).read_bytes() for each in files(tmp_path)} == before
    assert not any(path.name.startswith(".") and path.is_dir() for path in tmp_path.iterdir())
