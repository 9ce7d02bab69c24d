"""The same live tests in a process without any privilege (when these tests run as root)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NOBODY = "65534"
AS_NOBODY = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "sh", "-c", 'exec "$0" "$@"']
"""The shell in between: setpriv itself still has capabilities when it executes a program."""


def interpreter() -> str | None:
    """A Python of this version that everybody may run (ours may live in root's home)."""
    probe = [*AS_NOBODY, "", "-c", "import sys; print(sys.version_info[:2])"]
    for candidate in (sys.executable, shutil.which("python3", path="/usr/local/bin:/usr/bin")):
        if candidate is None:
            continue
        probe[len(AS_NOBODY)] = candidate
        result = subprocess.run(probe, capture_output=True, text=True, check=False)
        if result.stdout.strip() == str(sys.version_info[:2]):
            return candidate
    return None


def reachable(path: Path, base: Path) -> Path:
    """The path itself, or a copy below `base` when an ordinary user cannot get there (a clone in root's home)."""
    looks = subprocess.run([*AS_NOBODY, "ls", str(path)], capture_output=True, check=False)
    if looks.returncode == 0:
        return path
    copy = base / f"copy{len(list(base.iterdir()))}" / path.name
    shutil.copytree(path, copy, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def check_as_nobody(*tests_of: str, through: tuple[str, ...] = (), **variables: str) -> None:
    """Run some live tests without any privilege; `through` is a program that starts them."""
    python = interpreter()
    if python is None:
        pytest.skip("no Python of this version that an ordinary user may run")
    with tempfile.TemporaryDirectory(prefix="nw-user-") as base:
        os.chmod(base, 0o755)
        packages = [reachable(Path(p), Path(base)) for p in sys.path if "site-packages" in p and Path(p).is_dir()]
        sources, tests = reachable(ROOT / "src", Path(base)), reachable(ROOT / "tests", Path(base))
        os.chown(base, int(NOBODY), int(NOBODY))
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": base,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(map(str, [sources, tests.parent, *packages])),
            **variables,
        }
        arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={base}/t"]
        arguments += ["-W", "error", "-o", "markers=live", "-c", os.devnull]
        arguments += [str(tests / "live" / name) for name in tests_of]
        result = subprocess.run(
            [*AS_NOBODY, *through, python, *arguments],
            env=environment,
            cwd=tests.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
        assert " passed" in result.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")
def test_everything_as_an_ordinary_user() -> None:
    check_as_nobody("lab", NETWRIGHT_DRILL="9")
