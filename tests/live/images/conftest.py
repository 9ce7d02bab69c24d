"""Images for live tests: built once, kept in the user's cache like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright import build_image
from netwright.images import Image

NEEDED = ("frr:10", "bird:2.17", "bird:3.1")
TOPOLOGIES = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def images() -> dict[str, Image]:
    """Three images; the first run takes about a minute."""
    return {name: build_image(name) for name in NEEDED}
