"""frr.conf of small networks, one folder each: `<case>/<release>.conf`, to be read by a human."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.devices.frr import frr_conf

from ...unit.devices.bird.networks import CASES

HERE = Path(__file__).parent
FOLDERS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__"))
RELEASES = {"8.4": (8, 4, 4), "10.3": (10, 3)}


def test_enough_goldens() -> None:
    assert len(FOLDERS) >= 12


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("case", FOLDERS)
def test_golden(case: str, release: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    network = CASES[case]
    text = frr_conf(network, next(iter(network.nodes.values())), RELEASES[release])
    path = HERE / case / f"{release}.conf"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()
