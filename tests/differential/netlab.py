"""Runs netlab as a black box: a topology file in, its transformed data out.

Owns: finding and running the program. Must not: import it or look inside.
`NETWRIGHT_NETLAB` names the program; else `netlab` is looked for on PATH. `NETWRIGHT_NETLAB_CACHE` names a
directory that keeps its answers by topology: for whoever works on a difference.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

TIMEOUT_S = 120
OUTPUT = "json:nodefault"
"""Everything but the defaults: writing those costs a third of the run."""


def find() -> Path | None:
    """The netlab program, or None when it is not installed."""
    named = os.environ.get("NETWRIGHT_NETLAB")
    found = named or shutil.which("netlab")
    return Path(found) if found and Path(found).exists() else None


def transform(
    program: Path, text: str, settings: tuple[str, ...], directory: Path
) -> tuple[dict[str, Any] | None, str]:
    """netlab's transformed data (None when it refuses the topology) and what it printed."""
    cache = _cached(text, settings)
    if cache is not None and cache.exists():
        data, said = json.loads(cache.read_text())
        return data, said
    answer = _run(program, text, settings, directory)
    if cache is not None:
        cache.write_text(json.dumps(answer))
    return answer


def _cached(text: str, settings: tuple[str, ...]) -> Path | None:
    directory = os.environ.get("NETWRIGHT_NETLAB_CACHE")
    if not directory:
        return None
    Path(directory).mkdir(parents=True, exist_ok=True)
    return Path(directory) / f"{hashlib.sha256('|'.join([text, *settings]).encode()).hexdigest()}.json"


def _run(program: Path, text: str, settings: tuple[str, ...], directory: Path) -> tuple[dict[str, Any] | None, str]:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "topology.yml").write_text(text)
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    words = [word for setting in settings for word in ("-s", setting)]
    done = subprocess.run(
        [str(program), "create", "-o", f"{OUTPUT}=out.json", *words, "topology.yml"],
        cwd=directory,
        env={**os.environ, "PATH": path, "HOME": str(directory)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    output = directory / "out.json"
    said = done.stdout + done.stderr
    return (json.loads(output.read_text()) if output.exists() else None), said
