"""SVG of pictures made by hand, to be looked at in a browser: `expected/<picture>.svg`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.draw.svg import render_svg

from ...unit.draw.pictures import PICTURES

HERE = Path(__file__).parent / "expected"
NAMES = (
    "areas",
    "leaf-spine",
    "leaf-spine-labelled",
    "live",
    "parallel",
    "pods",
    "pods-sideways",
    "reflectors",
    "ring-5-labelled",
    "route-server",
    "sketched",
    "styled",
)


def test_all_goldens_are_compared() -> None:
    assert sorted(path.stem for path in HERE.glob("*.svg")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; look at the pictures before committing them."""
    text = render_svg(PICTURES[name]())
    path = HERE / f"{name}.svg"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()
