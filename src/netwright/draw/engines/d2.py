"""D2, the language of declarative diagrams.

Must not: place anything. Source: D2 "Tour": containers, styles (a line is at most 15 wide), connections, strings
(double quotes with `\\"`, `\\\\`, `\\$` and `\\n`); keys are told apart without regard to case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from ..characters import clean
from ..looks import cluster_look, number, over, text
from ..painting import STATES
from ..picture import Look, Picture, PictureCluster, PictureEdge, PictureNode
from .text import columns_of, edge_look, heads_as_boxes, lines, names, nested

WIDEST_LINE = 15
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset(
    {
        *("label", "desc", "shape", "icon", "constraint", "tooltip", "link", "near", "width", "height", "top", "left"),
        *("direction", "class", "classes", "vars", "style", "opacity", "stroke", "fill", "filled", "animated", "bold"),
        *("italic", "underline", "shadow", "multiple", "font", "layers", "scenarios", "steps", "null", "true", "false"),
        *("suspend", "unsuspend", "3d", "double-border", "font-size", "font-color", "stroke-width", "stroke-dash"),
        *("border-radius", "text-transform", "fill-pattern", "grid-rows", "grid-columns", "grid-gap", "vertical-gap"),
        *("horizontal-gap", "source-arrowhead", "target-arrowhead", "title", "_"),
    }
)
"""Keys that mean something to D2, quoted or not, and that of the title: names like them get another letter."""
_NO_LOOK = Look()
_INDENT = "  "
_ARROWHEADS = ("source-arrowhead", "target-arrowhead")


def write_d2(picture: Picture) -> str:
    """The whole file."""
    return "\n".join([*_Writer(picture).parts(), ""])


def quoted(value: str) -> str:
    """A double-quoted string; nothing in it is a substitution or an escape."""
    escaped = clean(value).replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return '"' + re.sub(r"\r\n|[\n\r]", "\\\\n", escaped) + '"'


def key_text(name: str) -> str:
    """A key; everything that is no plain word is quoted."""
    return name if _WORD.fullmatch(name) else quoted(name)


def label_text(label: tuple[str, ...]) -> str:
    return quoted("\n".join(lines(label)))


def _words(look: Look) -> dict[str, str]:
    """D2 attributes of a look; what the topology says in D2's words goes before."""
    own = look.extra.get("d2", {})
    neutral = {
        "style.stroke": look.color,
        "style.fill": look.fill,
        "style.font-color": look.text,
        "style.stroke-width": None if look.width is None else text(look.width),
        "style.stroke-dash": "3" if look.dashed else None,
    }
    found = {key: value for key, value in neutral.items() if value is not None}
    found.update(own)
    width = number(found.get("style.stroke-width"))
    if width is not None:
        found["style.stroke-width"] = str(max(0, min(WIDEST_LINE, round(width))))
    return found


class _Writer:
    """One file being written."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.names = {id: key_text(name) for id, name in names(picture, fold=True, taken=_RESERVED).items()}
        self.heads = heads_as_boxes(picture)
        self.names |= {box: self.names[head] for head, box in self.heads.items()}
        self.nodes = {node.id: node for node in picture.nodes}
        self.grids = self._grids()
        self.paths = self._paths()
        self.kinds: dict[str, list[str]] = {}
        """What follows the first line of edges that have nothing of their own, by kind."""

    def _paths(self) -> dict[str, str]:
        """The key of each node from the top of the file."""
        boxes: dict[str, str] = {}
        for cluster in self.picture.clusters:
            above = "" if cluster.parent is None else f"{boxes[cluster.parent]}."
            boxes[cluster.id] = f"{above}{self.names[cluster.id]}"
        plain = {
            node.id: (f"{boxes[node.cluster]}." if node.cluster is not None else "") + self.names[node.id]
            for node in self.picture.nodes
        }
        return plain | {head: boxes[box] for head, box in self.heads.items()}

    def _grids(self) -> dict[str, int]:
        """Columns of boxes within nodes that hold nothing but many nodes: D2 puts these into one row otherwise."""
        inside: set[str] = set()
        for cluster in self.picture.clusters:
            if cluster.head is not None or cluster.parent in inside:
                inside.add(cluster.id)
        counts = Counter(node.cluster for node in self.picture.nodes if node.id not in self.heads)
        full = inside - {cluster.parent for cluster in self.picture.clusters}
        return {box: columns_of(counts[box]) for box in full if counts[box] > 2}

    def style(self, name: str) -> dict[str, str]:
        look = self.picture.styles.get(name)
        return {} if look is None else _words(look)

    def parts(self) -> Iterator[str]:
        if self.picture.direction == "right":
            yield "direction: right"
        if self.picture.title:
            yield from self.block("title", {**self.style("title")}, (self.picture.title,), "")
        for what, item, depth in nested(self.picture):
            indent = _INDENT * depth
            if isinstance(item, PictureNode):
                if item.id not in self.heads:
                    yield from self.block(self.names[item.id], self.node_words(item), item.label, indent)
            elif what == "open":
                yield from self.open_box(item, indent)
            else:
                yield f"{indent}}}"
        for edge in self.picture.edges:
            yield from self.edge(edge)

    def open_box(self, cluster: PictureCluster, indent: str) -> Iterator[str]:
        head = self.nodes[cluster.head] if cluster.head in self.heads else None
        look = cluster_look(self.picture, cluster)
        words = _words(look if head is None else over(look, msgspec.structs.replace(head.look, fill=None, extra={})))
        if cluster.id in self.grids:
            words |= {"grid-columns": str(self.grids[cluster.id])}
        yield f"{indent}{self.names[cluster.id]} {{"
        yield from self.entries(words, indent + _INDENT)
        yield f"{indent}{_INDENT}label: {label_text((cluster.label,) if head is None else head.label)}"

    def node_words(self, node: PictureNode) -> dict[str, str]:
        """Looks of its shape (`router`, `switch`, ...), else of its kind, then its own."""
        shape = node.shape if node.shape in self.picture.styles else node.kind
        return {**self.style(shape), **_words(node.look)}

    def block(self, key: str, words: Mapping[str, str], label: tuple[str, ...], indent: str) -> Iterator[str]:
        yield f"{indent}{key} {{"
        yield from self.entries(words, indent + _INDENT)
        if label:
            yield f"{indent}{_INDENT}label: {label_text(label)}"
        yield f"{indent}}}"

    def entries(self, words: Mapping[str, str], indent: str) -> Iterator[str]:
        for key, value in words.items():
            path = ".".join(part if re.fullmatch(r"[a-z0-9-]+", part) else quoted(part) for part in key.split("."))
            yield f"{indent}{path}: {value if value in ('true', 'false') else quoted(value)}"

    def edge(self, edge: PictureEdge) -> Iterator[str]:
        """`->` for arrows, `<->` for what has arrowheads by its style, `--` for the rest."""
        plain = not (edge.label or edge.source.label or edge.target.label or edge.directed or edge.state)
        if plain and edge.look == _NO_LOOK and edge.kind in self.kinds:
            sign, *rest = self.kinds[edge.kind]
            yield f"{self.paths[edge.source.node]} {sign} {self.paths[edge.target.node]} {{"
            yield from rest
            return
        words = _words(edge_look(self.picture, edge))
        if "style.stroke" not in words:
            words = {**self.style("edge"), **words}
        if edge.state is not None:
            words["style.stroke"] = STATES[edge.state].color
        heads = any(key.startswith(_ARROWHEADS) for key in words)
        if edge.directed:
            words = {key: value for key, value in words.items() if not key.startswith("source-arrowhead")}
        sign = "->" if edge.directed else "<->" if heads else "--"
        key = f"{self.paths[edge.source.node]} {sign} {self.paths[edge.target.node]}"
        for end, arrowhead in zip((edge.source, edge.target), _ARROWHEADS, strict=True):
            if end.label:
                words[f"{arrowhead}.label"] = "\n".join(lines(end.label))
                words.setdefault(f"{arrowhead}.shape", "none")
        found = list(self.block(key, words, edge.label, ""))
        if plain and edge.look == _NO_LOOK:
            self.kinds[edge.kind] = [sign, *found[1:]]
        yield from found
