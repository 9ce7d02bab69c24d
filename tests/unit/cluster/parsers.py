"""The configuration parsers of both BIRDs, where they are installed.

BIRD 2 is `bird`. BIRD 1.6 (Debian's package `bird`) cannot be installed beside it: NETWRIGHT_BIRD1 names its `bird`, or
`bird1` is on the PATH; `bird6`, its daemon for IPv6, lies beside it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from netwright.cluster.bird import Dialect

_CALICO_ONLY = re.compile(r'^ *krt_tunnel = "[^"]*";\n', re.MULTILINE)
"""What only Calico's own BIRD knows."""


@cache
def bird2() -> str | None:
    found = shutil.which("bird", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    return found if "version 2" in version.stdout + version.stderr else None


@cache
def bird1() -> Path | None:
    """BIRD 1.6 for IPv4; `bird6` is its sibling."""
    found = os.environ.get("NETWRIGHT_BIRD1") or shutil.which("bird1")
    return Path(found).resolve() if found and Path(found).is_file() else None


def parser(dialect: Dialect, file: str) -> str:
    """The program that reads a file of a dialect; skips the test when it is not there."""
    if dialect == "bird2":
        if (found := bird2()) is None:
            pytest.skip("BIRD 2 is not installed")
        return found
    if (daemon := bird1()) is None:
        pytest.skip("BIRD 1.6 was not found: set NETWRIGHT_BIRD1 to its program, or put it on the PATH as bird1")
    return str(daemon.with_name("bird6") if file == "bird6.cfg" else daemon)


def complaints(dialect: Dialect, file: str, text: str) -> str:
    """What the parser says of a text; empty when it accepts it."""
    program = parser(dialect, file)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / file
        path.write_text(_CALICO_ONLY.sub("", text))
        done = subprocess.run([program, "-p", "-c", str(path)], capture_output=True, text=True, check=False, timeout=30)
    return "" if done.returncode == 0 else done.stdout + done.stderr
