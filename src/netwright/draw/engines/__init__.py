"""Engines: from a picture to the text of a format.

Owns: which engines there are. Must not: run programs. A new engine adds its function and a line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from ..html import NodeFiles, render_html
from ..looks import Family
from ..picture import Picture, Theme
from ..svg import render_svg
from .d2 import write_d2
from .dot import write_dot
from .mermaid import write_mermaid


class EngineOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a run asks of an engine beyond the picture."""

    theme: Theme = "auto"
    """`auto` follows the reader's system where the format can."""
    name: str = "network"
    """Title of what has no other."""
    layers: tuple[Picture, ...] = ()
    """For engines that are `complete`: pictures of other types, to be switched on."""
    files: NodeFiles = {}
    """For engines that are `complete`: what configures each node."""


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    """One format."""

    description: str
    write: Callable[[Picture, EngineOptions], str]
    suffixes: tuple[str, ...]
    """Of file names that mean this engine, the one of its own first."""
    family: Family = "graph"
    """Whose attributes of the topology hold."""
    program: str | None = None
    """What makes images of the text."""
    complete: bool = False
    """It shows all layers and the nodes' configuration."""
    detail: bool = True
    """It shows what nodes and edges have in `detail`."""


ENGINES: Mapping[str, Engine] = {
    "graphviz": Engine(
        description="DOT, the language of Graphviz",
        write=lambda picture, options: write_dot(picture),
        suffixes=(".dot", ".gv"),
        program="dot",
        detail=False,
    ),
    "d2": Engine(
        description="D2 (declarative diagrams)",
        write=lambda picture, options: write_d2(picture),
        suffixes=(".d2",),
        family="d2",
        program="d2",
        detail=False,
    ),
    "mermaid": Engine(
        description="Mermaid, as Markdown of many sites shows it",
        write=lambda picture, options: write_mermaid(picture),
        suffixes=(".mmd", ".mermaid"),
        detail=False,
    ),
    "svg": Engine(
        description="SVG, placed and drawn by Netwright itself",
        write=lambda picture, options: render_svg(picture, options.theme),
        suffixes=(".svg",),
    ),
    "html": Engine(
        description="One page to look around in: layers, search, details and configuration",
        write=lambda picture, options: render_html(
            (picture, *options.layers), options.files, name=options.name, theme=options.theme
        ),
        suffixes=(".html", ".htm"),
        complete=True,
    ),
}


def engine_for(suffix: str) -> str | None:
    """The engine that writes files with a suffix."""
    return next((name for name, engine in ENGINES.items() if suffix in engine.suffixes), None)
