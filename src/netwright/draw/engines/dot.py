"""DOT, the language of Graphviz.

Must not: place anything; ranks and boxes are told to `dot` in its own words. Source: Graphviz "DOT Language",
"Attributes"; text in labels follows "escString".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..characters import clean
from ..looks import cluster_look, text
from ..painting import STATES
from ..picture import Look, Picture, PictureCluster, PictureEdge, PictureNode
from .text import edge_look, lines, names, nested, ranked, shelves, stacks

_EMPTY: Mapping[str, str] = {}


def write_dot(picture: Picture) -> str:
    """The whole file."""
    writer = _Writer(picture)
    return "\n".join(
        ["graph {", *writer.head(), *writer.ranks(), *writer.nodes(), *writer.stacks(), *writer.edges(), "}", ""]
    )


def quoted(value: str) -> str:
    """A value of the user's in double quotes, its escString sequences as they are.

    Only quotes are escaped; a lone backslash at the end is doubled, because it would escape the closing quote.
    """
    safe = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', clean(value))
    lone = (len(safe) - len(safe.rstrip("\\"))) % 2
    return f'"{safe}' + ("\\" if lone else "") + '"'


def name_text(value: str) -> str:
    """A name as an identifier: backslashes are doubled, so that different names stay different.

    Graphviz writes names into its SVG and takes `&...;` for an entity there, whether it is one or not.
    """
    return '"' + clean(value).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def label_text(label: tuple[str, ...]) -> str:
    """Lines of a label: escString sequences and HTML entities mean nothing in them."""
    escaped = (line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines(label))
    return '"' + "\\n".join(escaped) + '"'


def _words(look: Look) -> dict[str, str]:
    """Graphviz attributes of a look; what the topology says in Graphviz's words goes as it is."""
    own = look.extra.get("graphviz", _EMPTY)
    neutral = {
        "color": look.color,
        "fillcolor": None if "bgcolor" in own else look.fill,
        "fontcolor": look.text,
        "penwidth": None if look.width is None else text(look.width),
        "style": "dashed" if look.dashed and "style" not in own else None,
    }
    found = {key: value for key, value in neutral.items() if value is not None and key not in own}
    return {**found, **own}


def _listed(words: Mapping[str, str]) -> str:
    return " ".join(f"{key}={quoted(value)}" if _plain(key) else "" for key, value in words.items())


def _plain(key: str) -> bool:
    return key.isascii() and key.replace("_", "").isalnum()


class _Writer:
    """One file being written."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.names = {id: name_text(name) for id, name in names(picture).items()}
        self.stub = self.style("stub")
        self.ranks_of = {node.id: index for index, layer in enumerate(ranked(picture)) for node in layer}
        self.kinds: dict[str, str] = {}

    def style(self, name: str) -> dict[str, str]:
        look = self.picture.styles.get(name)
        return {} if look is None else _words(look)

    def head(self) -> Iterator[str]:
        """Settings of the whole graph, then of all nodes and edges."""
        graph = {**self.style("graph")}
        if self.picture.direction == "right":
            graph["rankdir"] = "LR"
        if self.picture.title:
            graph |= self.style("title")
        yield from (f"  {key}={quoted(value)}" for key, value in graph.items() if _plain(key))
        if self.picture.title:
            yield f"  label={label_text((self.picture.title,))}"
        for kind in ("node", "edge"):
            words = self.style(kind)
            if words:
                yield f"  {kind} [{_listed(words)}]"

    def ranks(self) -> Iterator[str]:
        """Layers that were asked for: nodes side by side, and each layer above the next."""
        layers = ranked(self.picture)
        if not layers:
            return
        yield "  newrank=true;"
        for layer in layers:
            members = [self.names[node.id] for node in layer]
            yield f"  {{ rank=same; {' '.join(f'{member};' for member in members)} }}"
            if len(members) > 1 and layer[0].mark is not None:
                yield f"  {' -- '.join(members)} [style=invis]"
        joined = {frozenset(pair) for pair in self._joined_layers()}
        for upper, lower in pairwise(layers):
            if frozenset((self.ranks_of[upper[0].id], self.ranks_of[lower[0].id])) not in joined:
                yield f"  {self.names[upper[0].id]} -- {self.names[lower[0].id]} [style=invis]"

    def _joined_layers(self) -> Iterator[tuple[int, int]]:
        for edge in self.picture.edges:
            pair = (self.ranks_of.get(edge.source.node), self.ranks_of.get(edge.target.node))
            if pair[0] is not None and pair[1] is not None:
                yield pair[0], pair[1]

    def nodes(self) -> Iterator[str]:
        for what, item, depth in nested(self.picture):
            indent = "  " * (depth + 1)
            if isinstance(item, PictureNode):
                yield self.node(item, indent)
            elif what == "open":
                yield from self.cluster(item, indent)
            else:
                yield f"{indent}}}"

    def cluster(self, cluster: PictureCluster, indent: str) -> Iterator[str]:
        name = self.names[cluster.id][1:]
        yield f'{indent}subgraph "cluster_{name} {{'
        for key, value in _words(cluster_look(self.picture, cluster)).items():
            if _plain(key):
                yield f"{indent}  {key}={quoted(value)}"
        yield f"{indent}  label={label_text((cluster.label,))}"

    def node(self, node: PictureNode, indent: str) -> str:
        own = _words(node.look)
        words = {**self.stub, **own} if node.kind == "stub" else own
        listed = f" {_listed(words)}" if words else ""
        label = "" if "label" in words else f" label={label_text(node.label)}"
        return f"{indent}{self.names[node.id]} [{(label + listed).strip()}]"

    def stacks(self) -> Iterator[str]:
        """What is in a node stands below it, in rows; so do many such nodes."""
        for head, groups in stacks(self.picture):
            for group in groups:
                for above, below in pairwise([[head] * len(group[0]), *group]):
                    for upper, lower in zip(above, below, strict=False):
                        yield f"  {self.names[upper]} -- {self.names[lower]} [style=invis]"
        for upper, lower in shelves(self.picture):
            yield f"  {self.names[upper]} -- {self.names[lower]} [style=invis]"

    def edges(self) -> Iterator[str]:
        for edge in self.picture.edges:
            words = self._edge_words(edge)
            source, target = self.names[edge.source.node], self.names[edge.target.node]
            if edge.directed and self._upwards(edge):
                source, target = target, source
                words = words.replace('dir="forward"', 'dir="back"')
            yield f"  {source} -- {target}{f' [{words}]' if words else ''}"

    def _upwards(self, edge: PictureEdge) -> bool:
        """An arrow against the ranks is drawn from its target, so that layers stay in order."""
        source, target = self.ranks_of.get(edge.source.node), self.ranks_of.get(edge.target.node)
        return source is not None and target is not None and source > target

    def _edge_words(self, edge: PictureEdge) -> str:
        plain = not (edge.label or edge.source.label or edge.target.label or edge.directed or edge.state)
        if plain and edge.look == _NO_LOOK:
            if edge.kind not in self.kinds:
                self.kinds[edge.kind] = _listed(self.style(edge.kind)) if edge.kind != "edge" else ""
            return self.kinds[edge.kind]
        words = _words(edge_look(self.picture, edge))
        if edge.state is not None:
            words["color"] = STATES[edge.state].color
        if edge.directed:
            words["dir"] = "forward"
        labels = (("label", edge.label), ("taillabel", edge.source.label), ("headlabel", edge.target.label))
        texts = (f"{key}={label_text(label)}" for key, label in labels if label and key not in words)
        return " ".join(part for part in (_listed(words), *texts) if part)


_NO_LOOK = Look()
