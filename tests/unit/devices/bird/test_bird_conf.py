"""Every rendered bird.conf is accepted by BIRD, and says what was designed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from netwright.devices.bird import bird_conf
from netwright.errors import Problems

from .networks import CASES

BIRD = shutil.which("bird") or next((p for p in ("/usr/sbin/bird",) if Path(p).exists()), None)


def _conf(case: str) -> str:
    network = CASES[case]
    problems = Problems()
    text = bird_conf(network, next(iter(network.nodes.values())), problems)
    assert not list(problems)
    return text


@pytest.mark.skipif(BIRD is None, reason="BIRD (Debian package bird2) is not installed")
@pytest.mark.parametrize("case", CASES)
def test_bird_accepts(case: str, tmp_path: Path) -> None:
    path = tmp_path / "bird.conf"
    (tmp_path / "00-none.conf").write_text("")
    path.write_text(_conf(case).replace("/etc/bird/conf.d", str(tmp_path)).replace("*.conf", "0*.conf"))
    done = subprocess.run([str(BIRD), "-p", "-c", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + path.read_text()
