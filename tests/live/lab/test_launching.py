"""A supervisor that is started before its lab is known: named by its lab, or gone without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netwright.errors import InputError, LabError
from netwright.lab import Lab, launch_early
from netwright.lab.discover import supervisors
from netwright.workbench import up

from .plans import triangle


def waiting_children() -> list[int]:
    """Waiting supervisors of this process."""
    text = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True)
    return [int(line.split()[0]) for line in text.stdout.splitlines() if "netwright.lab.supervisor ---" in line]


def test_one_without_a_lab_ends_with_its_starter(tmp_path: Path) -> None:
    code = "import os,time; from netwright.lab import launch_early\n"
    code += "with launch_early() as w: print(w.process.pid, flush=True); time.sleep(60)"
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    assert Path(f"/proc/{pid}").exists()
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    end = time.monotonic() + 10
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < end, "the waiting supervisor outlives its starter"
        time.sleep(0.02)


def test_input_errors_leave_none(tmp_path: Path) -> None:
    (tmp_path / "topology.yml").write_text("nodes: [ a, b ]\nlinks: [ a-c ]\n")
    with pytest.raises(InputError):
        up(tmp_path / "topology.yml", device="frr")
    assert waiting_children() == []
    assert sorted(tmp_path.iterdir()) == [tmp_path / "topology.yml"]


def test_it_is_found_by_its_lab(tmp_path: Path) -> None:
    directory = tmp_path / ("lab-" + "x" * 100)
    with launch_early() as waiting:
        assert waiting is not None
        assert str(directory) not in supervisors().values()
        lab = Lab.start(triangle(), directory, waiting=waiting)
    try:
        assert supervisors()[lab.pid or 0] == str(directory)
        assert lab.run("r1", ["hostname"]).stdout.strip() == "r1"
    finally:
        lab.stop()
    assert waiting_children() == []


def test_one_that_cannot_run_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho Traceback >&2\necho 'ImportError: No module named msgspec' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(LabError, match="ended during the start: ImportError: No module named msgspec"):
        Lab.start(triangle(), tmp_path / "lab")
    assert not (tmp_path / "lab").exists()


def test_a_killed_one_is_one_clear_error(tmp_path: Path) -> None:
    with launch_early() as waiting:
        assert waiting is not None
        waiting.process.kill()
        waiting.process.wait()
        with pytest.raises(LabError, match=r"ended during the start$"):
            Lab.start(triangle(), tmp_path / "lab", waiting=waiting)
    assert not (tmp_path / "lab").exists()
