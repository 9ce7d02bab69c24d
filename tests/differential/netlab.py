"""Runs netlab as a black box: a topology file in, its transformed data out.

Owns: finding and running the program. Must not: import it or look inside.
`NETWRIGHT_NETLAB` names the program; else `netlab` is looked for on PATH.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

TIMEOUT_S = 120


def find() -> Path | None:
    """The netlab program, or None when it is not installed."""
    named = os.environ.get("NETWRIGHT_NETLAB")
    found = named or shutil.which("netlab")
    return Path(found) if found and Path(found).exists() else None


def transform(program: Path, text: str, directory: Path) -> tuple[dict[str, Any] | None, str]:
    """netlab's transformed data (None when it refuses the topology) and what it printed."""
    (directory / "topology.yml").write_text(text)
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(program), "create", "-o", "yaml=out.yml", "topology.yml"],
        cwd=directory,
        env={**os.environ, "PATH": path, "HOME": str(directory)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    output = directory / "out.yml"
    if not output.exists():
        return None, done.stdout + done.stderr
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    kept = _without_defaults(output.read_text())
    return yaml.load(kept, loader), done.stdout + done.stderr


def _without_defaults(text: str) -> str:
    """The dump without its huge `defaults` section: ten times faster to parse."""
    lines, keep = [], True
    for line in text.splitlines():
        if line and line[0] not in " -":
            keep = not line.startswith("defaults:")
        if keep:
            lines.append(line)
    return "\n".join(lines)
