"""kill -9 of the CLI, the relay or the guest at random moments leaves nothing of a lab in a guest behind.

Seeded, so moments repeat; NETWRIGHT_GUEST_DRILL sets their number.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netwright.errors import LabError
from netwright.lab import Lab
from netwright.lab.discover import supervisors

from ..lab.test_kill_drill import ROOT, processes_with, wait_until

MOMENTS = int(os.environ.get("NETWRIGHT_GUEST_DRILL", "9"))
CLI = """
import sys
from netwright.lab import KernelSettings, Lab
from tests.live.lab.plans import daemon, single
lab = Lab.start(single(daemon("core", sys.argv[2])), sys.argv[1], settings=KernelSettings("uml"))
print("up", flush=True)
"""


class GuestDrill:
    """One lab in a guest with the processes that may be killed."""

    def __init__(self, directory: Path, marker: str) -> None:
        self.directory = directory
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), *filter(None, sys.path)]))
        self.cli = subprocess.Popen(
            [sys.executable, "-c", CLI, str(directory), marker], stdout=subprocess.PIPE, env=environment, cwd=ROOT
        )

    def relay(self) -> int | None:
        return next((pid for pid, path in supervisors().items() if path == str(self.directory)), None)

    def guest(self) -> int | None:
        """The process of the guest kernel: the relay's child."""
        relay = self.relay()
        return None if relay is None else next(iter(children(relay)), None)

    def everything(self) -> list[int]:
        """The relay and all that came from it."""
        relay = self.relay()
        found = [] if relay is None else [relay]
        for pid in found:
            found += children(pid)
        return found

    def victim(self, kind: str) -> int | None:
        return {"cli": lambda: self.cli.pid, "relay": self.relay, "guest": self.guest}[kind]()


def children(parent: int) -> list[int]:
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(entry))
    return found


def alive(pids: list[int]) -> list[int]:
    """Those of some processes that still run (a zombie does not)."""
    running = []
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                running.append(pid)
        except OSError:
            continue
    return running


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_kill(moment: int, tmp_path: Path) -> None:
    dice = random.Random(30_000 + moment)
    kind = ("cli", "relay", "guest")[moment % 3]
    directory = tmp_path / "lab"
    memory = set(os.listdir("/dev/shm"))
    drill = GuestDrill(directory, str(2 * 10**11 + os.getpid() * 1000 + moment))
    assert wait_until(lambda: drill.victim(kind) is not None, 30)
    time.sleep(dice.uniform(0.0, 3.0))
    before = drill.everything()
    victim = drill.victim(kind)
    assert victim is not None
    os.kill(victim, signal.SIGKILL)
    said = drill.cli.communicate(timeout=60)[0]
    if kind != "cli" or said != b"up\n":
        assert wait_until(lambda: not alive(before)), kind
    check_truth(kind, directory, said)
    if (directory / ".netwright").exists():
        Lab.attach(directory).stop()
    assert wait_until(lambda: not processes_with(str(directory)) and not alive(before))
    assert not (directory / ".netwright").exists()
    assert set(os.listdir("/dev/shm")) <= memory
    assert not directory.exists() or {path.name for path in directory.iterdir()} <= {"logs"}


def check_truth(kind: str, directory: Path, said: bytes) -> None:
    """What `status` says after the kill."""
    try:
        lab = Lab.attach(directory)
    except LabError:
        return
    if said == b"up\n" and kind != "cli":
        assert wait_until(lambda: lab.status().state == "killed")
        with pytest.raises(LabError, match="was killed"):
            lab.run("r1", ["true"])
    elif said == b"up\n":
        assert lab.status().state == "running"
    else:
        assert wait_until(lambda: lab.status().state in ("killed", "not started", "running"))
