"""What was read is read again the same, whatever became of the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from netwright.cluster.resources import Resources, read_paths, read_resources
from netwright.errors import Problems
from netwright.source import DirectoryReader, ReadRequest
from netwright.workbench.loading import RecordedFiles, RecordingFiles, Sources

NODE = "apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: w1 }\nspec: {}\n"
POOL = "apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: p }\nspec: { cidr: 10.1.0.0/16 }\n"


def resources(paths: list[str], files: DirectoryReader) -> tuple[Resources, list[str]]:
    problems = Problems()
    return read_resources(read_paths(paths, files, problems), problems), [str(p) for p in problems]


def remembered(files: RecordingFiles) -> Sources:
    """As a lab keeps it."""
    texts = {path: None if text is None else text.decode() for path, text in files.seen.items()}
    request = ReadRequest(path="topology.yml", working_directory="/", home="/")
    kept = Sources(request=request, files=texts, directories=files.directories)
    return msgspec.json.decode(msgspec.json.encode(kept), type=Sources)


def test_directories_of_resources(tmp_path: Path) -> None:
    (tmp_path / "manifests" / "further").mkdir(parents=True)
    (tmp_path / "manifests" / "nodes.yaml").write_text(NODE)
    (tmp_path / "manifests" / "notes.txt").write_text("no resource")
    (tmp_path / "pool.yml").write_text(POOL)
    paths = [str(tmp_path / name) for name in ("manifests", "pool.yml", "missing.yml")]
    files = RecordingFiles()
    read, problems = resources(paths, files)
    assert (set(read.nodes), set(read.ip_pools)) == ({"w1"}, {"p"})
    assert len(problems) == 1
    kept = remembered(files)
    shutil.rmtree(tmp_path / "manifests")
    again = resources(paths, RecordedFiles(kept.files, kept.directories))
    assert again == (read, problems)


@pytest.mark.parametrize("path", ["pool.yml", "nowhere"])
def test_what_is_no_directory(tmp_path: Path, path: str) -> None:
    (tmp_path / "pool.yml").write_text(POOL)
    files = RecordingFiles()
    assert files.names(str(tmp_path / path)) is None
    assert RecordedFiles({}, files.directories).names(str(tmp_path / path)) is None


def test_sources_of_labs_that_knew_no_directories() -> None:
    request = ReadRequest(path="topology.yml", working_directory="/", home="/")
    old = msgspec.to_builtins(Sources(request=request, files={}))
    del old["directories"]
    assert msgspec.convert(old, Sources).directories == {}
