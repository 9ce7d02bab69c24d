"""Pictures as one HTML file to look around in: layers, search, details and configuration of every node.

Owns the page: its data (`page`, `building`), its text (`writing`), its script and style (`assets`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..layout import layout
from ..picture import Picture, Theme
from .building import build_page, edge_id
from .names import OVERLAYS
from .page import Page
from .writing import NodeFiles, write_page

__all__ = ["OVERLAYS", "NodeFiles", "Page", "build_page", "edge_id", "render_html", "write_page"]


def render_html(
    pictures: Sequence[Picture],
    files: NodeFiles,
    *,
    name: str,
    theme: Theme = "auto",
    live: bool = False,
) -> str:
    """The page of the first picture, with the others as layers. `live`: it is served by `netwright view`."""
    return write_page(build_page(pictures, layout(pictures[0]), name=name, live=live), files, theme=theme)
