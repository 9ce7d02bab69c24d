"""Builds that are killed or interrupted leave nothing; an ordinary user builds and uses images."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from netwright.images import Store
from netwright.images.store import NEW

from ..lab.test_ordinary_user import AS_NOBODY, NOBODY, ROOT, interpreter, reachable

pytestmark = pytest.mark.live

TOPOLOGY = """
module: [ ospf ]
defaults.device: bird
defaults.devices.bird.image: bird:2.17
nodes: { a: { role: router }, b: { role: router } }
links: [ a-b ]
validate.up: { wait: 30, nodes: [ a, b ], plugin: design_ospf() }
"""


def processes(word: str) -> list[int]:
    """Process ids of programs with a word in their arguments."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_build_that_ends_early_leaves_nothing(tmp_path: Path, number: int) -> None:
    environment = dict(os.environ, NETWRIGHT_CACHE=str(tmp_path), PYTHONPATH=str(ROOT / "src"))
    mounts = Path("/proc/self/mountinfo").read_text()
    argv = [sys.executable, "-m", "netwright", "image", "build", "bird:2.17"]
    build = subprocess.Popen(argv, env=environment, stderr=subprocess.PIPE, text=True)
    store, deadline = Store(tmp_path), time.monotonic() + 60
    half = store.base / f"{NEW}bird-2.17" / "root" / "etc"
    while not half.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert half.exists()
    assert store.all() == ()
    build.send_signal(number)
    _, said = build.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while processes(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes(str(tmp_path)) == []
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert store.all() == ()
    if number == signal.SIGINT:
        assert build.returncode == 130
        assert "Traceback" not in said
        assert os.listdir(store.base) == []
    with store.locked(lambda: None):
        assert os.listdir(store.base) == []


def test_a_mirror_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    environment = dict(os.environ, NETWRIGHT_CACHE=str(tmp_path), PYTHONPATH=str(ROOT / "src"))
    argv = [sys.executable, "-m", "netwright", "image", "build", "-q", "bird:2.17", "--mirror", "http://127.0.0.1:1/"]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("error: the mirror cannot be reached (needed by building image bird:2.17); ")
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path / "images") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")
def test_an_ordinary_user_builds_and_uses_an_image() -> None:
    python = interpreter()
    if python is None:
        pytest.skip("no Python of this version that an ordinary user may run")
    with tempfile.TemporaryDirectory(prefix="nw-user-") as base:
        os.chmod(base, 0o755)
        packages = [reachable(Path(p), Path(base)) for p in sys.path if "site-packages" in p and Path(p).is_dir()]
        sources = reachable(ROOT / "src", Path(base))
        (Path(base) / "topology.yml").write_text(TOPOLOGY)
        os.chown(base, int(NOBODY), int(NOBODY))
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": base,
            "NETWRIGHT_CACHE": f"{base}/cache",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(map(str, [sources, *packages])),
        }
        for words in (["test", "topology.yml"], ["image", "remove", "bird:2.17"]):
            argv = [*AS_NOBODY, python, "-m", "netwright", *words]
            done = subprocess.run(
                argv, env=environment, cwd=base, capture_output=True, text=True, timeout=300, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        assert os.listdir(f"{base}/cache/images") == []
