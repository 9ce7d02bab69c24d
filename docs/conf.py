"""Sphinx configuration. The reference is written from the code before Sphinx reads it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import generate  # noqa: E402

import netwright  # noqa: E402

generate.write(HERE / "reference" / "generated")

project = "Netwright"
release = version = netwright.__version__
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Netwright"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
