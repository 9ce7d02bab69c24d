"""A supervisor of another version does not know how to change its lab."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright.errors import LabError
from netwright.lab import Lab, messages
from netwright.lab.channel import listen, server_channel
from netwright.lab.directory import CONTROL, LabDirectory
from netwright.model import LabPlan

PLAN = LabPlan(name="x", nodes=(), segments=(), hosts="")
STATUS = messages.LabStatus(directory="", name="x", state="running", pid=1, started_at=0.0, nodes=())


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Path]:
    """Hangs up on a change, then says that the lab runs."""
    directory = LabDirectory(tmp_path)
    lock = directory.lock()
    assert lock is not None
    directory.write_plan(PLAN)
    runtime = os.open(directory.runtime, os.O_PATH | os.O_DIRECTORY)
    listener = listen(runtime, CONTROL)

    def serve() -> None:
        for reply in (None, STATUS):
            with server_channel(listener.accept()[0]) as channel:
                channel.receive()
                if reply is not None:
                    channel.send(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield tmp_path
    thread.join(5)
    listener.close()
    os.close(runtime)
    os.close(lock)


def test_a_lab_that_runs_did_not_end(older: Path) -> None:
    with pytest.raises(LabError, match="another version") as caught:
        Lab.attach(older).change(PLAN)
    assert "restart" in caught.value.hint
