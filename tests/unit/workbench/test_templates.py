"""Templates on disk: only regular files of a sensible size are read."""

import os

import msgspec
import pytest

from netwright.errors import HostError, LabError
from netwright.model import Network
from netwright.workbench.directories import lab_directory
from netwright.workbench.templates import DiskTemplates

NOTHING = Network(name="t", nodes={}, links=(), pools={}, prefixes={}, groups={})


def test_a_pipe_is_no_template_and_never_blocks(tmp_path):
    os.mkfifo(tmp_path / "waits.j2")
    assert DiskTemplates(NOTHING).read(str(tmp_path), "waits.j2") is None


def test_a_template_beyond_the_limit_is_refused_whole(tmp_path):
    with (tmp_path / "huge.j2").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    with pytest.raises(HostError, match="larger than 16 MB"):
        DiskTemplates(NOTHING).read(str(tmp_path), "huge.j2")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\nb", "a\udcffb", "a b", ".hidden"])
def test_names_that_cannot_be_labs(tmp_path, name):
    with pytest.raises(LabError, match="cannot be the name of a lab"):
        lab_directory(tmp_path, "lab", instance=name or None) if name else lab_directory(tmp_path, "")


def test_a_link_out_of_the_topology_directory_is_refused(tmp_path):
    inside, outside = tmp_path / "lab", tmp_path / "secret"
    inside.mkdir()
    outside.write_text("secret")
    (inside / "own.j2").write_text("own")
    (inside / "alias.j2").symlink_to("own.j2")
    (inside / "x.j2").symlink_to(outside)
    finder = DiskTemplates(msgspec.structs.replace(NOTHING, directory=str(inside)))
    assert finder.read(str(inside), "alias.j2") == "own"
    with pytest.raises(HostError, match="leads out of"):
        finder.read(str(inside), "x.j2")
