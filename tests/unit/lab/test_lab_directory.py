"""The lab directory: locks, state, traces; and the control channel over a long path."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from netwright.errors import HostError, LabError
from netwright.lab import messages
from netwright.lab.channel import ChannelClosedError, connect, listen, server_channel
from netwright.lab.client import Lab
from netwright.lab.directory import LabDirectory, State, start_ticks
from netwright.model import LabPlan, NodePlan


def plan() -> LabPlan:
    return LabPlan(name="x", nodes=(NodePlan(name="r1", device="linux", interfaces=()),), segments=(), hosts="")


def test_only_one_holder(tmp_path: Path) -> None:
    directory = LabDirectory(tmp_path)
    held = directory.lock()
    assert held is not None
    assert directory.is_held()
    assert LabDirectory(tmp_path).lock() is None
    os.close(held)
    assert not directory.is_held()


def test_lock_survives_the_removal_by_an_earlier_holder(tmp_path: Path) -> None:
    directory = LabDirectory(tmp_path)
    first = directory.lock()
    directory.remove_runtime()
    second = directory.lock()
    assert first is not None
    assert second is not None
    os.close(first)
    assert directory.is_held()
    os.close(second)


def test_plan_and_state_survive(tmp_path: Path) -> None:
    directory = LabDirectory(tmp_path)
    held = directory.lock()
    assert held is not None
    directory.write_plan(plan())
    state = State(name="x", pid=os.getpid(), start_ticks=start_ticks(os.getpid()) or 0, started_at=1.5)
    directory.write_state(state)
    assert (directory.read_plan(), directory.read_state()) == (plan(), state)
    os.close(held)


def test_states_without_a_supervisor(tmp_path: Path) -> None:
    lab = Lab(LabDirectory(tmp_path))
    assert lab.status().state == "not started"
    held = lab._directory.lock()
    assert held is not None
    assert lab.status().state == "starting"
    lab._directory.write_plan(plan())
    os.close(held)
    assert lab.status().state == "killed"
    with pytest.raises(LabError, match="was killed"):
        lab.run("r1", ["true"])
    Lab.attach(tmp_path).stop()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_plan_is_a_lab_error(tmp_path: Path) -> None:
    directory = LabDirectory(tmp_path)
    directory.runtime.mkdir()
    (directory.runtime / "plan.json").write_text("{")
    with pytest.raises(LabError, match="cannot read the plan"):
        directory.read_plan()


def test_a_directory_that_cannot_be_made_is_a_host_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HostError, match="preparing the lab directory"):
        LabDirectory(tmp_path / "file" / "lab").lock()


def test_channel_passes_messages_and_descriptors_below_a_long_path(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120) / ("y" * 120)
    deep.mkdir(parents=True)
    fd = os.open(deep, os.O_PATH | os.O_DIRECTORY)
    listener = listen(fd, "control")
    os.close(fd)
    assert (deep / "control").stat().st_mode & 0o777 == 0o600
    client = connect(str(deep / "control"))
    server = server_channel(listener.accept()[0])
    with listener, client, server:
        request = messages.Spawn(node="r1", argv=("a" * 100_000,))
        read, write = os.pipe()
        client.send(messages.Status())
        client.send(request, (write,))
        os.close(write)
        assert server.receive() == messages.Status()
        assert server.receive() == request
        (taken,) = server.take_descriptors()
        os.write(taken, b"hello")
        os.close(taken)
        assert os.read(read, 10) == b"hello"
        os.close(read)
        client.close()
        with pytest.raises(ChannelClosedError):
            server.receive()


def test_nonsense_ends_a_conversation(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with server_channel(theirs) as server, ours:
        ours.sendall(b"\x03\x00\x00\x00abc")
        with pytest.raises(ChannelClosedError, match="not understood"):
            server.receive()


def test_a_start_beside_a_start(tmp_path: Path) -> None:
    held = LabDirectory(tmp_path).lock()
    assert held is not None
    with pytest.raises(LabError, match="is just being started"):
        Lab.start(plan(), tmp_path)
    os.close(held)
