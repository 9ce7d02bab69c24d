"""The verb `manifests`: a directory appears whole, and nobody loses a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from netwright.cluster import DesignedCluster
from netwright.errors import HostError, InputError
from netwright.workbench.loading import load_clusters
from netwright.workbench.manifests import RECORD, manifests

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
def clusters() -> tuple[DesignedCluster, ...]:
    return load_clusters("-", text=TOPOLOGY)[1]


def files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()}


def without_pods(clusters: tuple[DesignedCluster, ...]) -> tuple[DesignedCluster, ...]:
    (only,) = clusters
    return (msgspec.structs.replace(only, cluster=msgspec.structs.replace(only.cluster, pods=())),)


def test_without_a_directory_nothing_is_written(
    clusters: tuple[DesignedCluster, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = manifests(clusters)
    assert done.written == ()
    assert {file.path for file in done.manifests.files} == FILES - {RECORD}
    assert not any(tmp_path.iterdir())


def test_a_directory_appears(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    target = tmp_path / "new" / "out"
    done = manifests(clusters, target)
    assert files(target) == FILES
    assert set(done.written) == {target / name for name in FILES - {RECORD}}
    assert [path.name for path in target.parent.iterdir()] == ["out"]
    modes = {name: stat.S_IMODE((target / name).stat().st_mode) for name in FILES}
    assert {name for name, mode in modes.items() if mode == 0o600} == {"plain/15-secrets.yaml", RECORD}
    assert target.stat().st_mode & 0o700 == 0o700


def test_a_second_run_replaces_and_removes(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    manifests(clusters, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    manifests(without_pods(clusters), tmp_path)
    assert files(tmp_path) == (FILES - {"plain/85-pods.yaml"}) | {"notes.txt"}
    manifests(clusters, tmp_path)
    assert files(tmp_path) == FILES | {"notes.txt"}


def test_a_changed_file_that_is_no_longer_made_stays(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    manifests(clusters, tmp_path)
    (tmp_path / "plain/85-pods.yaml").write_text("mine")
    manifests(without_pods(clusters), tmp_path)
    assert (tmp_path / "plain/85-pods.yaml").read_text() == "mine"


@pytest.mark.parametrize("name", ["README.md", "plain/30-ippools.yaml"])
def test_files_of_others_are_not_lost(clusters: tuple[DesignedCluster, ...], tmp_path: Path, name: str) -> None:
    manifests(clusters, tmp_path)
    (tmp_path / name).write_text("mine")
    before = {each: (tmp_path / each).read_bytes() for each in files(tmp_path)}
    with pytest.raises(InputError, match="would be lost") as refused:
        manifests(without_pods(clusters), tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["foreign-file"]
    assert f"`{name}`" in str(refused.value)
    assert {each: (tmp_path / each).read_bytes() for each in files(tmp_path)} == before


def test_links_and_files_in_the_way(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = tmp_path / "out"
    target.mkdir()
    (target / "plain").symlink_to(elsewhere)
    with pytest.raises(InputError, match="would be lost"):
        manifests(clusters, target)
    assert not any(elsewhere.iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="would be lost"):
        manifests(clusters, tmp_path / "file")


def test_a_record_that_leads_elsewhere_removes_nothing(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    target = tmp_path / "out"
    manifests(clusters, target)
    outside = tmp_path / "outside"
    outside.write_bytes(b"")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    (target / RECORD).write_bytes(msgspec.json.encode({"../outside": digest, str(outside): digest}))
    manifests(clusters, target)
    assert outside.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_nobody_may_write(clusters: tuple[DesignedCluster, ...], tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HostError, match="cannot write"):
        manifests(clusters, tmp_path / "out")


def test_a_failure_leaves_what_was_there(
    clusters: tuple[DesignedCluster, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifests(clusters, tmp_path)
    before = {each: (tmp_path / each).read_bytes() for each in files(tmp_path)}
    opened = os.open

    def full(path: str, *how: Any, **further: Any) -> int:
        if str(path).endswith("30-ippools.yaml") and how[0] & os.O_WRONLY:
            raise OSError(28, "No space left on device")
        return opened(path, *how, **further)

    monkeypatch.setattr(os, "open", full)
    for target in (tmp_path, tmp_path / "new"):
        with pytest.raises(HostError, match="No space left"):
            manifests(without_pods(clusters), target)
    monkeypatch.undo()
    assert {each: (tmp_path / each).read_bytes() for each in files(tmp_path)} == before
    assert not any(path.name.startswith(".") and path.is_dir() for path in tmp_path.iterdir())
