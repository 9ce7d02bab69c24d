"""kill -9 of the CLI, the supervisor or a daemon at random moments leaves nothing behind.

After each kill: no process of the lab, no mount or interface on the host, no file outside the lab directory,
`status` tells the truth and `stop` cleans. Seeded, so moments repeat; NETWRIGHT_DRILL sets their number.
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

from .conftest import Host

MOMENTS = int(os.environ.get("NETWRIGHT_DRILL", "50"))
ROOT = Path(__file__).parents[3]
CLI = """
import sys
from netwright.lab import Lab
from netwright.errors import NetwrightError
from tests.live.lab.plans import triangle
try:
    lab = Lab.start(triangle(sys.argv[2], 0.04), sys.argv[1])
except NetwrightError as error:
    print("failed:", error, flush=True)
    sys.exit(3)
print("up", flush=True)
"""


def processes_with(marker: str) -> list[int]:
    """Processes whose arguments contain a text (the CLI, the supervisor, daemons)."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                if marker in Path(f"/proc/{entry}/cmdline").read_text(errors="replace"):
                    found.append(int(entry))
            except OSError:
                continue
    return found


def wait_until(condition, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


class Drill:
    """One lab with the processes that may be killed."""

    def __init__(self, directory: Path, marker: str) -> None:
        self.directory, self.marker = directory, marker
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), *filter(None, sys.path)]))
        self.cli = subprocess.Popen(
            [sys.executable, "-c", CLI, str(directory), marker],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )

    def supervisor(self) -> int | None:
        found = [pid for pid, path in supervisors().items() if path == str(self.directory)]
        return found[0] if found else None

    def daemon(self) -> int | None:
        """A stand-in daemon: `sleep <marker>`."""
        for pid in processes_with(self.marker):
            try:
                if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"sleep\0"):
                    return pid
            except OSError:
                continue
        return None

    def victim(self, kind: str) -> int | None:
        return {"cli": lambda: self.cli.pid, "supervisor": self.supervisor, "daemon": self.daemon}[kind]()

    def finish(self) -> str:
        out, _ = self.cli.communicate(timeout=30)
        return out.strip()


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_kill(moment: int, tmp_path: Path) -> None:
    dice = random.Random(20_000 + moment)
    kind = ("cli", "supervisor", "daemon")[moment % 3]
    delay = dice.uniform(0.0, 0.6)
    directory = tmp_path / "lab"
    directory.mkdir()
    (directory / "mine.txt").write_text("keep")
    marker = str(10**11 + os.getpid() * 1000 + moment)  # in nobody else's arguments
    host = Host.now()
    drill = Drill(directory, marker)
    time.sleep(delay)
    wait_until(lambda: drill.victim(kind) is not None or drill.cli.poll() is not None)
    victim = drill.victim(kind)
    if victim is not None:
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            victim = None
    said = drill.finish()
    check_truth(kind, directory, marker, said)
    if (directory / ".netwright").exists():
        Lab.attach(directory).stop()
    assert wait_until(lambda: not processes_with(str(directory)) and not processes_with(marker))
    assert Host.now() == host
    assert {path.name for path in directory.iterdir()} <= {"logs", "mine.txt"}
    assert {path.name for path in tmp_path.iterdir()} == {"lab"}
    assert not (tmp_path / "lab" / ".netwright").exists()


def check_truth(kind: str, directory: Path, marker: str, said: str) -> None:
    """What `status` says right after the kill."""
    try:
        lab = Lab.attach(directory)
    except LabError:
        assert wait_until(lambda: not processes_with(marker))
        return
    if kind == "supervisor":
        assert wait_until(lambda: not processes_with(marker))
        assert lab.status().state in ("killed", "not started")
        if lab.status().state == "killed":
            with pytest.raises(LabError, match="was killed"):
                lab.run("r1", ["true"])
    elif kind == "cli" and said != "up":
        settled = ("killed", "not started", "running")
        assert wait_until(lambda: lab.status().state in settled)
        if lab.status().state != "running":
            assert wait_until(lambda: not processes_with(marker))
    elif kind == "daemon" and said == "up":
        assert lab.status().state == "running"
        dead = [d for node in lab.status().nodes for d in node.daemons if d.state == "exited"]
        assert [d.signal for d in dead] in ([], ["SIGKILL"])
