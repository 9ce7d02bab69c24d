"""What the script of the page reads: the picture, its layers and looks as plain data.

Owns the shape of the data; field names are what `assets/*.js` read. All lengths are px of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Box = tuple[float, float, float, float]
"""x, y, width, height."""
Colours = tuple[str, str]
"""In light and in dark, `#rrggbb`."""


class Text(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    lines: tuple[str, ...]
    box: Box
    size: float
    anchor: str = "middle"
    bold: int = 0
    """How many lines from the first are bold."""
    turned: bool = False


class PageLook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Shared by everything that looks the same."""

    line: Colours
    fill: Colours | None = None
    ink: Colours | None = None
    width: float = 1.5
    dash: tuple[float, ...] = ()


class PageNode(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    shape: str
    box: Box
    radius: float
    icon: Box | None = None
    text: Text
    look: int
    """Index into the page's looks."""
    noun: str | None = None
    """What it is, when its shape does not say it."""
    detail: Mapping[str, str] = {}


class PageCluster(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    boxes: tuple[Box, ...]
    text: Text | None = None
    look: int


class PageKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a colour means."""

    name: str
    look: int


class PageEdge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line; without `points` the script bends it so that it stays apart from others."""

    id: str
    source: int
    target: int
    """Indices into the page's nodes."""
    kind: str
    look: int
    points: tuple[float, ...] = ()
    """x and y in turn."""
    radius: float = 0
    labels: tuple[Text, ...] = ()
    directed: bool = False
    source_interface: str | None = None
    target_interface: str | None = None
    source_label: tuple[str, ...] = ()
    target_label: tuple[str, ...] = ()
    source_text: str = ""
    target_text: str = ""
    """Node, interface and addresses of an end, for lists and searches."""
    addresses: tuple[str, ...] = ()
    """Of a session: those of the target."""
    detail: Mapping[str, str] = {}
    state: str | None = None
    word: str | None = None
    """The state as the protocol says it."""


class PageLayer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    """The graph type."""
    name: str
    noun: str
    """What its lines are called in a list."""
    physical: bool = False
    shown: bool = False
    edges: tuple[PageEdge, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str
    width: float
    height: float
    nodes: tuple[PageNode, ...]
    clusters: tuple[PageCluster, ...]
    layers: tuple[PageLayer, ...]
    looks: tuple[PageLook, ...]
    keys: tuple[PageKey, ...] = ()
    kinds: Mapping[str, str] = {}
    """What kinds of edges are called."""
    states: Mapping[str, PageLook] = {}
    """Looks of edges by their state."""
    live: bool = False
    """The page is served by `netwright view`: states come as events, links can be taken down."""
