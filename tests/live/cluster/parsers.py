"""The BIRDs that clusters are written for, where tests find them: this machine's, and those of images.

BIRD 1.6 cannot be installed beside BIRD 2. Programs of an image run on its own C library, whatever the host has.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from netwright import build_image
from netwright.cluster.bird import Dialect
from netwright.lab.host import find_program

_CALICO_ONLY = re.compile(r'^ *krt_tunnel = "[^"]*";\n', re.MULTILINE)
"""What only Calico's own BIRD knows."""


class Release(NamedTuple):
    """A release of BIRD and the dialect it reads."""

    dialect: Dialect
    image: str = ""
    """Empty: what this machine has."""

    def __str__(self) -> str:
        return self.image or f"{self.dialect}-of-host"

    def command(self, program: str) -> list[str]:
        """How `bird`, `bird6` or `birdc` of the release is called."""
        if not self.image:
            found = find_program(program)
            assert found is not None, f"{program} is not installed"
            return [found]
        root = _root(self.image)
        return [_loader(root), "--library-path", _libraries(root), str(root / "usr/sbin" / program)]


BIRD1 = Release("bird1", "bird:1.6")
BIRD2 = Release("bird2")
RELEASES = (BIRD1, BIRD2, Release("bird2", "bird:2.17"))


@cache
def _root(image: str) -> Path:
    """Of an image; the first run builds it."""
    return build_image(image).root


def _loader(root: Path) -> str:
    return str(next(path for path in sorted(root.glob("usr/lib*/ld-linux*.so.*"))))


def _libraries(root: Path) -> str:
    return ":".join(str(path) for path in sorted({file.parent for file in root.glob("usr/lib/*-linux-*/libc.so.*")}))


def complaints(release: Release, file: str, text: str) -> str:
    """What the parser says of a text; empty when it accepts it."""
    program = release.command("bird6" if file == "bird6.cfg" else "bird")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / file
        path.write_text(_CALICO_ONLY.sub("", text))
        done = subprocess.run(
            [*program, "-p", "-c", str(path)], capture_output=True, text=True, check=False, timeout=30
        )
    return "" if done.returncode == 0 else done.stdout + done.stderr or f"status {done.returncode}"
