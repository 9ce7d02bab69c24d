"""A record that cannot be written does not end anything, and is written later."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.errors import HostError
from netwright.lab.directory import LabDirectory
from netwright.lab.recording import Record
from netwright.model import LabPlan

PLAN = LabPlan(name="x", nodes=(), segments=(), hosts="new")


@pytest.fixture
def directory(tmp_path: Path) -> LabDirectory:
    found = LabDirectory(tmp_path)
    found.runtime.mkdir()
    found.write_plan(LabPlan(name="x", nodes=(), segments=(), hosts="old"))
    return found


def test_a_plan_is_recorded_once_there_is_room(directory: LabDirectory) -> None:
    record, obstacle = Record(directory), directory.runtime / "plan.json.new"
    obstacle.mkdir()
    assert isinstance(record.write_plan(PLAN), HostError)
    assert isinstance(record.catch_up(), HostError)
    assert directory.read_plan().hosts == "old"
    obstacle.rmdir()
    assert record.catch_up() is None
    assert directory.read_plan() == PLAN


def test_room_is_looked_for_before_and_nothing_stays(directory: LabDirectory) -> None:
    record, obstacle = Record(directory), directory.runtime / "plan.json.new"
    record.check_room(b"plan", {"a": b"1"})
    assert [path.name for path in directory.runtime.iterdir()] == ["plan.json"]
    obstacle.mkdir()
    with pytest.raises(HostError):
        record.check_room(b"plan", {"a": b"1"})


def test_files_that_cannot_be_written_leave_nothing(directory: LabDirectory) -> None:
    (directory.path / "a").mkdir()
    assert isinstance(Record(directory).write_files({"a": b"1"}), HostError)
    assert sorted(path.name for path in directory.path.iterdir()) == [".netwright", "a"]
