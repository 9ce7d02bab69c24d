"""Pictures of a designed network: what is drawn (`picture`), in which text or geometry (engines).

Pure: a `Network` and options come in, text goes out. Nothing here reads files, runs `dot` or `d2`, or asks a lab.
"""

from __future__ import annotations

from .engines import ENGINES, Engine, EngineOptions, engine_for
from .making import make_picture
from .picture import Picture
from .settings import FLAGS, GRAPH_TYPES, DrawOptions, GraphType, SketchText

__all__ = [
    "ENGINES",
    "FLAGS",
    "GRAPH_TYPES",
    "DrawOptions",
    "Engine",
    "EngineOptions",
    "GraphType",
    "Picture",
    "SketchText",
    "engine_for",
    "make_picture",
]
