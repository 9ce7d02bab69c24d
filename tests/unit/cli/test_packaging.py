"""What is installed is what is developed: the wheel, the bootstrap's locks, the version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

import netwright

ROOT = Path(__file__).parents[3]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def test_version_is_the_projects():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == netwright.__version__


@pytest.mark.skipif(find_spec("hatchling") is None, reason="the build backend is not installed")
def test_wheel_holds_everything(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    wanted = {
        str(p.relative_to(ROOT / "src")) for p in (ROOT / "src").rglob("*") if p.suffix in (".py", ".j2", ".typed")
    }
    assert wanted <= names
    assert "netwright/py.typed" in names


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_locks_are_pinned_hashed_and_name_no_index(lock):
    text = lock.read_text()
    assert "://" not in text
    assert "index" not in text
    requirements = re.findall(r"^[a-z].*$", text, re.M)
    assert all("==" in line and line.endswith("\\") for line in requirements)
    assert text.count("--hash=sha256:") >= len(requirements)


def test_bootstrap_is_posix_shell_and_says_what_is_missing(tmp_path):
    subprocess.run(["sh", "-n", str(ROOT / "netwright")], check=True)
    shutil.copy(ROOT / "netwright", tmp_path / "netwright")
    (tmp_path / "requirements.lock").write_text("")
    environment = {"PATH": os.environ["PATH"], "PYTHON": "/nonexistent/python"}
    done = subprocess.run(
        [str(tmp_path / "netwright"), "version"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "apt-get install" in done.stderr
