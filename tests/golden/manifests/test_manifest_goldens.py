"""Manifests of a design, every file: to be read by a human."""

from __future__ import annotations

import os
from pathlib import Path

from netwright.workbench.manifests import cluster_manifests

HERE = Path(__file__).parent
EXPECTED = HERE / "nested" / "expected"


def test_nested() -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    texts = cluster_manifests(HERE / "nested" / "topology.yml").manifests.texts
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        for path, text in texts.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_text(text, encoding="utf-8", newline="")
    found = {path.relative_to(EXPECTED).as_posix(): path for path in EXPECTED.rglob("*") if path.is_file()}
    assert set(found) == set(texts)
    assert len(found) >= 15
    for path, text in texts.items():
        assert found[path].read_text(encoding="utf-8") == text
