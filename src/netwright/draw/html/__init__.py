"""Pictures as one HTML file to look around in: layers, search, details and configuration of every node.

Owns the page: its data (`page`, `building`), its text (`writing`), its script and style (`assets`).
"""

from __future__ import annotations

from .building import build_page, edge_id
from .names import OVERLAYS
from .page import Page
from .writing import NodeFiles, write_page

__all__ = ["OVERLAYS", "NodeFiles", "Page", "build_page", "edge_id", "write_page"]
