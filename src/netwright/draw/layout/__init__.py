"""Places a picture: pure geometry, the same bytes for the same picture on every machine.

Owns positions, sizes and routes; must not know colours or an engine's syntax.
"""

from __future__ import annotations

from .engine import Arrangement, layout
from .geometry import Box, ClusterGeometry, EdgeGeometry, Geometry, Label, NodeGeometry, Point

__all__ = [
    "Arrangement",
    "Box",
    "ClusterGeometry",
    "EdgeGeometry",
    "Geometry",
    "Label",
    "NodeGeometry",
    "Point",
    "layout",
]
