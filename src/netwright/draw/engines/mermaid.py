"""Mermaid flowcharts, which Markdown of many sites shows.

Must not: place anything. Source: Mermaid "Flowcharts - Basic Syntax": entity codes in labels, `linkStyle` by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..looks import cluster_look, text
from ..painting import STATES
from ..picture import Look, Picture, PictureEdge, PictureNode, Shape
from .text import edge_look, heads_as_boxes, lines, nested, stacks

_SHAPES: Mapping[Shape, tuple[str, str]] = {
    "router": ("(", ")"),
    "switch": ("{{", "}}"),
    "host": ("[", "]"),
    "server": ("[", "]"),
    "machine": ("[", "]"),
    "pod": ("[", "]"),
    "lan": ("([", "])"),
    "stub": ("([", "])"),
}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset(
    {
        *("end", "graph", "flowchart", "subgraph", "style", "class", "classdef", "click", "default", "linkstyle"),
        *("direction", "href", "call"),
    }
)
_CSS = re.compile(r"[#A-Za-z0-9.%-]+")


def write_mermaid(picture: Picture) -> str:
    """The whole text."""
    return "\n".join([*_Writer(picture).parts(), ""])


def label_text(label: tuple[str, ...]) -> str:
    """A quoted label, never empty: everything that is neither letter, digit nor harmless is an entity code."""
    joined = "<br/>".join(re.sub(r"[^\w \-.,:/()\[\]+=]", _entity, line) for line in lines(label))
    return f'"{joined or " "}"'


def _entity(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _css(look: Look, *, fill: bool) -> str:
    """Declarations of a look; a colour that is none of CSS's is left out."""
    found = {
        "stroke": look.color,
        "fill": look.fill if fill else None,
        "color": look.text,
        "stroke-width": None if look.width is None else f"{text(look.width)}px",
        "stroke-dasharray": "4 3" if look.dashed else None,
    }
    return ",".join(f"{key}:{value}" for key, value in found.items() if value and _safe(value))


def _safe(value: str) -> bool:
    return all(_CSS.fullmatch(part) for part in value.split(" "))


class _Writer:
    """One text being written."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.ids: dict[str, str] = {}
        things = (*(node.id for node in picture.nodes), *(cluster.id for cluster in picture.clusters))
        words = {id for id in things if _usable(id)}
        for index, id in enumerate(things, 1):
            name = id if id in words else f"n{index}"
            while name in words and name != id:
                name += "_"
            self.ids[id] = name
        self.heads = heads_as_boxes(picture)
        self.ids |= {box: self.ids[head] for head, box in self.heads.items()}
        self.labels = {node.id: node.label for node in picture.nodes}

    def parts(self) -> Iterator[str]:
        if self.picture.title:
            title = " ".join(lines((self.picture.title,))).replace("\\", "\\\\").replace('"', '\\"')
            yield from ("---", f'title: "{title}"', "---")
        yield f"flowchart {'LR' if self.picture.direction == 'right' else 'TB'}"
        for what, item, depth in nested(self.picture):
            indent = "  " * (depth + 1)
            if isinstance(item, PictureNode):
                if item.id in self.heads:
                    continue
                before, after = _SHAPES[item.shape]
                yield f"{indent}{self.ids[item.id]}{before}{label_text(item.label)}{after}"
            elif what == "open":
                label = self.labels[item.head] if item.head in self.heads else (item.label,)
                yield f"{indent}subgraph {self.ids[item.id]}[{label_text(label)}]"
            else:
                yield f"{indent}end"
        for edge in self.picture.edges:
            yield f"  {self.edge(edge)}"
        yield from self.stacks()
        yield from self.styles()

    def stacks(self) -> Iterator[str]:
        """Nodes in a box that is one stand in rows; links that nobody sees come after those that have styles."""
        boxes = {cluster.head for cluster in self.picture.clusters}
        for _, groups in stacks(self.picture):
            for group in groups:
                for above, below in pairwise(group):
                    for upper, lower in zip(above, below, strict=False):
                        if upper not in boxes and lower not in boxes:
                            yield f"  {self.ids[upper]} ~~~ {self.ids[lower]}"

    def edge(self, edge: PictureEdge) -> str:
        """Mermaid has no labels at ends: they stand in the middle, source first."""
        ends = [" ".join(lines(end.label)) for end in (edge.source, edge.target) if end.label]
        label = (*edge.label, *((" - ".join(ends),) if ends else ()))
        sign = "-->" if edge.directed else "---"
        middle = f"|{label_text(label)}|" if label else ""
        return f"{self.ids[edge.source.node]} {sign}{middle} {self.ids[edge.target.node]}"

    def styles(self) -> Iterator[str]:
        """Classes of nodes, then looks of single nodes, boxes and links."""
        for kind in ("node", "stub"):
            look = self.picture.styles.get(kind)
            members = [self.ids[n.id] for n in self.picture.nodes if n.kind == kind and n.id not in self.heads]
            css = _css(look, fill=True) if look is not None else ""
            if members and css:
                yield f"  classDef {kind}s {css},color:#000"
                yield f"  class {','.join(members)} {kind}s"
        for cluster in self.picture.clusters:
            css = _css(cluster_look(self.picture, cluster), fill=True)
            if css:
                yield f"  style {self.ids[cluster.id]} {css},color:#000"
        for node in self.picture.nodes:
            css = _css(node.look, fill=True)
            if css and node.id not in self.heads:
                yield f"  style {self.ids[node.id]} {css}"
        yield from self.link_styles()

    def link_styles(self) -> Iterator[str]:
        found: dict[str, list[int]] = {}
        for index, edge in enumerate(self.picture.edges):
            css = _css(edge_look(self.picture, edge), fill=False)
            if edge.state is not None:
                css = ",".join(part for part in (css, f"stroke:{STATES[edge.state].color}") if part)
            if css:
                found.setdefault(css, []).append(index)
        for css, indices in found.items():
            yield f"  linkStyle {','.join(map(str, indices))} {css}"


def _usable(id: str) -> bool:
    """A word of its own that Mermaid takes for no keyword, and no arrow head (`o`, `x`) when it follows a line."""
    return bool(_WORD.fullmatch(id)) and id.lower() not in _RESERVED
