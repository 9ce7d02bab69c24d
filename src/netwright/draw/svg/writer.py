"""Writes a placed picture as SVG: groups with ids for boxes, edges and nodes, each with its name for screen readers.

Owns the document's structure and the paint of nodes and boxes; must not place anything.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from ..layout import Box, Geometry, Label
from ..layout.room import MARGIN
from ..picture import Picture, PictureCluster, PictureNode
from .captions import describe, edge_caption, identifiers, node_caption
from .colors import LINE_RATIO, TEXT_RATIO, Rgb, mix, on, parse, readable
from .elements import clean, rect, text, word
from .icons import ICONS
from .legend import legend
from .paths import number, path_data, with_arrow
from .sheet import Pair, Sheet, Theme
from .strokes import Strokes, badge_places
from .theme import FAINT, INK, PAGE, box_look, resolve, rgb

FACES = "Helvetica,Arial,'Liberation Sans',Arimo,'Nimbus Sans',sans-serif"
BASE = (
    f"text{{font-family:{FACES};text-anchor:middle}}",
    ".start{text-anchor:start}",
    ".bold{font-weight:bold}",
    ".line{fill:none;stroke-linejoin:round}",
    ".icon{fill:none;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}",
)
DIM = 0.16
"""How much of a box's fill is left in the dark."""


class Writer:
    def __init__(self, picture: Picture, geometry: Geometry, theme: Theme) -> None:
        self.picture, self.geometry, self.theme = picture, geometry, theme
        self.sheet = Sheet()
        self.surfaces = [self._surface(cluster) for cluster in picture.clusters]
        self.strokes = Strokes(self.sheet, picture.styles, tuple(dict.fromkeys(self.surfaces)), len(picture.edges))
        self.names = {node.id: node.label[0] if node.label else node.id for node in picture.nodes}

    def svg(self) -> str:
        """The document; ids and rules start with a name made from the content: pictures in one page do not mix."""
        ink = self.sheet.paint([("fill", INK)])
        parts = self._clusters() + self._edges() + self._cluster_titles() + self._nodes()
        rows = legend(self.picture, self.geometry, self.strokes, ink, MARGIN)
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
                f'<title id="{name}-title">{clean(caption)}</title>',
                f'<desc id="{name}-desc">{clean(describe(self.picture))}</desc>',
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

    def _surface(self, cluster: PictureCluster) -> Pair:
        """A box's fill in light and dark."""
        fill = rgb(box_look(self.picture, cluster).fill, (232, 232, 232))
        return fill, mix(PAGE[1], fill, DIM)

    def _clusters(self) -> list[str]:
        parts = ['<g class="clusters">']
        ids = identifiers([cluster.id for cluster in self.picture.clusters])
        for cluster, placed, surface in zip(self.picture.clusters, self.geometry.clusters, self.surfaces, strict=True):
            look = box_look(self.picture, cluster)
            border = parse(look.color) if look.color else None
            if border is None:
                border_pair: Pair = mix(surface[0], FAINT[0], 0.45), mix(surface[1], FAINT[1], 0.4)
            else:
                border_pair = readable(border, surface[0], LINE_RATIO), readable(border, surface[1], LINE_RATIO)
            plain = f"stroke-width:{number(look.width or 1)}" + (";stroke-dasharray:6 4" if look.dashed else "")
            paint = self.sheet.paint([("fill", surface), ("stroke", border_pair)], plain)
            parts.append(f'<g class="cluster {word(cluster.kind)}" id="\x01-cluster-{ids[cluster.id]}">')
            parts.append(f"<title>{clean(cluster.label)}</title>")
            parts += [rect(box, 8, paint) for box in placed.boxes]
            parts.append("</g>")
        return [*parts, "</g>"]

    def _cluster_titles(self) -> list[str]:
        """Above the edges."""
        parts: list[str] = []
        for cluster, placed, surface in zip(self.picture.clusters, self.geometry.clusters, self.surfaces, strict=True):
            if placed.label is not None:
                look = box_look(self.picture, cluster)
                patch = rect(placed.label.box, 2, self.sheet.paint([("fill", surface)]))
                ink = self._text_class(rgb(look.text, INK[0]), surface, given=bool(look.text))
                parts.append(patch + text(placed.label, ink))
        return ['<g class="titles">', *parts, "</g>"] if parts else []

    def _text_class(self, color: Rgb, surface: Pair, *, given: bool) -> str:
        """Text on a surface: the colour asked for as far as it can be read, else ink."""
        if given:
            pair = readable(color, surface[0], TEXT_RATIO), readable(color, surface[1], TEXT_RATIO)
        else:
            pair = readable(INK[0], surface[0], TEXT_RATIO), readable(INK[1], surface[1], TEXT_RATIO)
        return self.sheet.paint([("fill", pair)])

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
            caption = clean(edge_caption(edge, self.names, labels=placed.omitted > 0))
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
        ink = rgb(color, INK[0])
        light, dark = (ink, ink) if color else INK
        pair = readable(light, surface[0], TEXT_RATIO), readable(dark, surface[1], TEXT_RATIO)
        patch = rect(label.box.grown(0.8), 2, self.sheet.paint([("fill", surface)]))
        return patch + text(label, self.sheet.paint([("fill", pair)]))

    # Nodes

    def _nodes(self) -> list[str]:
        parts = ['<g class="nodes">']
        ids = identifiers([node.id for node in self.picture.nodes])
        for node, placed in zip(self.picture.nodes, self.geometry.nodes, strict=True):
            paint, ink = self._node_paint(node)
            parts.append(f'<g class="node {node.shape}" id="\x01-node-{ids[node.id]}">')
            parts.append(f"<title>{clean(node_caption(node))}</title>")
            parts.append(rect(placed.box, placed.radius, paint))
            if placed.icon is not None:
                icon = placed.icon
                place = f"translate({number(icon.x)} {number(icon.y)}) scale({icon.width / 24:.3f})"
                stroke = self.sheet.paint([("stroke", ink)])
                parts.append(f'<g class="icon {stroke}" transform="{place}">{ICONS[node.shape]}</g>')
            parts.append(text(placed.label, self.sheet.paint([("fill", ink)])) + "</g>")
        return [*parts, "</g>"]

    def _node_paint(self, node: PictureNode) -> tuple[str, Pair]:
        """Class of the shape, colour of text and symbol."""
        look = resolve(node.kind, node.look, self.picture.styles)
        fill = rgb(look.fill, (255, 159, 1))
        border = parse(look.color) if look.color else None
        light = border or mix(fill, (0, 0, 0), 0.38)
        pair: Pair = (light, readable(border, PAGE[1], LINE_RATIO) if border else mix(fill, (255, 255, 255), 0.15))
        plain = f"stroke-width:{number(look.width or 1.2)}"
        if look.dashed or node.shape == "stub":
            plain += ";stroke-dasharray:4 3"
        ink = readable(rgb(look.text, on(fill)), fill, TEXT_RATIO) if look.text else on(fill)
        return self.sheet.paint([("fill", (fill, fill)), ("stroke", pair)], plain), (ink, ink)
