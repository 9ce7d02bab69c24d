"""Pictures of a designed network: what is drawn (`picture`), in which text or geometry (engines).

Pure: a `Network` and options come in, text goes out. Nothing here reads files, runs `dot` or `d2`, or asks a lab.
"""

from __future__ import annotations

from .engines import ENGINES, Engine, EngineOptions, engine_for
from .html import OVERLAYS, NodeFiles, edge_id, render_html
from .making import make_layer, make_picture
from .picture import Picture, State, Theme
from .settings import FLAGS, GRAPH_TYPES, DrawOptions, GraphType, SketchText
from .states import edge_states, with_states

__all__ = [
    "ENGINES",
    "FLAGS",
    "GRAPH_TYPES",
    "OVERLAYS",
    "DrawOptions",
    "Engine",
    "EngineOptions",
    "GraphType",
    "NodeFiles",
    "Picture",
    "SketchText",
    "State",
    "Theme",
    "edge_id",
    "edge_states",
    "engine_for",
    "make_layer",
    "make_picture",
    "render_html",
    "with_states",
]
