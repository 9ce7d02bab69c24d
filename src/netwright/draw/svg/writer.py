"""Writes a placed picture as SVG: groups with ids for boxes, edges and nodes, each with its name for screen readers.

Owns the document's structure and the paint of nodes and boxes; must not place anything.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from ..layout import Box, Geometry, Label
from ..layout.room import MARGIN
from ..painting import INK, PAGE, Paint, Pair, cluster_paint, key_paint, node_paint, text_pair
from ..picture import Picture, Theme
from .captions import describe, edge_caption, identifiers, node_caption
from .elements import content, rect, text, word
from .icons import ICONS
from .legend import legend
from .paths import number, path_data, with_arrow
from .sheet import Sheet
from .strokes import Strokes, badge_places

FACES = "Helvetica,Arial,'Liberation Sans',Arimo,'Nimbus Sans',sans-serif"
BASE = (
    f"text{{font-family:{FACES};text-anchor:middle}}",
    ".start{text-anchor:start}",
    ".bold{font-weight:bold}",
    ".line{fill:none;stroke-linejoin:round}",
    ".icon{fill:none;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}",
)


class Writer:
    def __init__(self, picture: Picture, geometry: Geometry, theme: Theme) -> None:
        self.picture, self.geometry, self.theme = picture, geometry, theme
        self.sheet = Sheet()
        self.boxes = [cluster_paint(picture, cluster) for cluster in picture.clusters]
        self.surfaces = [paint.fill for paint in self.boxes]
        self.strokes = Strokes(self.sheet, picture.styles, tuple(dict.fromkeys(self.surfaces)), len(picture.edges))
        self.names = {node.id: node.label[0] if node.label else node.id for node in picture.nodes}

    def svg(self) -> str:
        """The document; ids and rules start with a name made from the content: pictures in one page do not mix."""
        ink = self.sheet.paint([("fill", INK)])
        parts = self._clusters() + self._edges() + self._cluster_titles() + self._nodes()
        swatches = [self._shape(key_paint(key)) for key in self.picture.keys]
        rows = legend(self.picture, self.geometry, self.strokes, ink, MARGIN, swatches)
        height = self.geometry.height + rows.height
        parts += ['<g class="legend">', *rows.elements, "</g>"] if rows.elements else []
        head = [f'<rect class="{self.sheet.paint([("fill", PAGE)])}" width="100%" height="100%"/>']
        if self.geometry.title is not None:
            head.append(text(self.geometry.title, ink))
        name = f"nw{zlib.crc32(chr(10).join(parts).encode()):08x}"
        size = f'width="{number(self.geometry.width)}" height="{number(height)}"'
        box = f'viewBox="0 0 {number(self.geometry.width)} {number(height)}"'
        caption = self.picture.title or f"Network diagram ({self.picture.type})"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" {size} {box} role="img"'
                f' aria-labelledby="{name}-title {name}-desc">',
                f'<title id="{name}-title">{content(caption)}</title>',
                f'<desc id="{name}-desc">{content(describe(self.picture))}</desc>',
                "<style>",
                self.sheet.text(f"#{name}", BASE, self.theme),
                "</style>",
                *head,
                *(part.replace("\x01", name) for part in parts),
                "</svg>",
                "",
            ]
        )

    # Boxes

    def _clusters(self) -> list[str]:
        parts = ['<g class="clusters">']
        ids = identifiers([cluster.id for cluster in self.picture.clusters])
        for cluster, placed, paint in zip(self.picture.clusters, self.geometry.clusters, self.boxes, strict=True):
            parts.append(f'<g class="cluster {word(cluster.kind)}" id="\x01-cluster-{ids[cluster.id]}">')
            parts.append(f"<title>{content(cluster.label)}</title>")
            parts += [rect(box, 8, self._shape(paint)) for box in placed.boxes]
            parts.append("</g>")
        return [*parts, "</g>"]

    def _cluster_titles(self) -> list[str]:
        """Above the edges."""
        parts: list[str] = []
        for placed, paint in zip(self.geometry.clusters, self.boxes, strict=True):
            if placed.label is not None:
                patch = rect(placed.label.box, 2, self.sheet.paint([("fill", paint.fill)]))
                parts.append(patch + text(placed.label, self._ink(paint.ink)))
        return ['<g class="titles">', *parts, "</g>"] if parts else []

    def _behind(self, box: Box) -> Pair:
        """What a label stands on: the innermost box that holds its middle, or the page."""
        x, y = box.center
        found = PAGE
        for placed, surface in zip(self.geometry.clusters, self.surfaces, strict=True):
            if any(b.x < x < b.right and b.y < y < b.bottom for b in placed.boxes):
                found = surface
        return found

    # Edges

    def _edges(self) -> list[str]:
        lines, labels = ['<g class="edges">'], ['<g class="labels">']
        ids = identifiers([edge.id for edge in self.picture.edges])
        wanted = [number_ for number_, edge in enumerate(self.picture.edges) if edge.state not in (None, "up")]
        badges = badge_places(self.geometry, wanted)
        for number_, (edge, placed) in enumerate(zip(self.picture.edges, self.geometry.edges, strict=True)):
            points: Sequence[tuple[float, float]] = placed.points
            head = ""
            if edge.directed:
                points, shape = with_arrow(points)
                head = f'<path class="{self.strokes.head(edge)}" d="{shape}"/>'
            state = f" {edge.state}" if edge.state else ""
            caption = content(edge_caption(edge, self.names, labels=placed.omitted > 0))
            lines.append(
                f'<g class="edge {word(edge.kind)}{state}" id="\x01-edge-{ids[edge.id]}"><title>{caption}</title>'
                f'<path class="{self.strokes.edge(edge)}" d="{path_data(points, placed.radius)}"/>{head}</g>'
            )
            if number_ in badges and edge.state is not None:
                labels.append(self.strokes.badge(badges[number_], edge.state))
            own = (placed.source_label, placed.label, placed.target_label)
            labels += [self._label(label, edge.look.text) for label in own if label is not None]
        return [*lines, "</g>", *labels, "</g>"]

    def _label(self, label: Label, color: str | None) -> str:
        """A label over what it stands on, so that the line does not run through it."""
        surface = self._behind(label.box)
        patch = rect(label.box.grown(0.8), 2, self.sheet.paint([("fill", surface)]))
        return patch + text(label, self._ink(text_pair(color, surface)))

    # Nodes

    def _nodes(self) -> list[str]:
        parts = ['<g class="nodes">']
        ids = identifiers([node.id for node in self.picture.nodes])
        for node, placed in zip(self.picture.nodes, self.geometry.nodes, strict=True):
            paint = node_paint(node, self.picture.styles)
            parts.append(f'<g class="node {node.shape}" id="\x01-node-{ids[node.id]}">')
            parts.append(f"<title>{content(node_caption(node))}</title>")
            parts.append(rect(placed.box, placed.radius, self._shape(paint)))
            if placed.icon is not None:
                icon = placed.icon
                place = f"translate({number(icon.x)} {number(icon.y)}) scale({icon.width / 24:.3f})"
                stroke = self.sheet.paint([("stroke", paint.ink)])
                parts.append(f'<g class="icon {stroke}" transform="{place}">{ICONS[node.shape]}</g>')
            parts.append(text(placed.label, self._ink(paint.ink)) + "</g>")
        return [*parts, "</g>"]

    def _shape(self, paint: Paint) -> str:
        """Class of a node or a box."""
        plain = f"stroke-width:{number(paint.width)}" + (f";stroke-dasharray:{paint.dash}" if paint.dash else "")
        return self.sheet.paint([("fill", paint.fill), ("stroke", paint.line)], plain)

    def _ink(self, ink: Pair) -> str:
        return self.sheet.paint([("fill", ink)])
