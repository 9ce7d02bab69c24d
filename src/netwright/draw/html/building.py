"""From pictures and the places of the first one to the data of a page.

Owns: which layers a page has, what is merged into a node's details. Must not: write HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..layout import Box, EdgeGeometry, Geometry, Label
from ..picture import Look, Picture, PictureCluster, PictureEdge, PictureNode
from ..svg.colors import LINE_RATIO, TEXT_RATIO, Rgb, css, mix, on, readable
from ..svg.theme import FAINT, PAGE, box_look, dash_of, resolve, rgb
from . import page as p
from .names import KINDS, LAYERS

_BOX_FILL: tuple[Rgb, Rgb] = ((238, 242, 247), (27, 34, 44))


def build_page(pictures: Sequence[Picture], geometry: Geometry, *, name: str, live: bool = False) -> p.Page:
    """The page of the first picture, which `geometry` places; the others are layers that can be switched on.

    `name` is the title of a picture without one.
    """
    return _Builder(pictures, geometry).page(name, live)


class _Builder:
    def __init__(self, pictures: Sequence[Picture], geometry: Geometry) -> None:
        self._base, self._others = pictures[0], tuple(pictures[1:])
        self._geometry = geometry
        self._index = {node.id: index for index, node in enumerate(self._base.nodes)}
        self._looks: dict[p.PageLook, int] = {}
        self._kinds: set[str] = set()

    def page(self, name: str, live: bool) -> p.Page:
        base, placed = self._base, self._geometry
        layers = tuple(self._layers())
        more = self._more()
        nodes = zip(base.nodes, placed.nodes, strict=True)
        clusters = zip(base.clusters, placed.clusters, strict=True)
        return p.Page(
            title=base.title or name,
            width=placed.width,
            height=placed.height,
            nodes=tuple(
                p.PageNode(
                    id=node.id,
                    shape=node.shape,
                    box=_box(place.box),
                    radius=place.radius,
                    icon=None if place.icon is None else _box(place.icon),
                    text=_text(place.label),
                    look=self._node_look(node),
                    noun=node.noun,
                    detail={**more.get(node.id, {}), **node.detail},
                )
                for node, place in nodes
            ),
            clusters=tuple(
                p.PageCluster(
                    boxes=tuple(_box(box) for box in place.boxes),
                    text=None if place.label is None else _text(place.label),
                    look=self._cluster_look(cluster),
                )
                for cluster, place in clusters
            ),
            layers=layers,
            looks=tuple(self._looks),
            kinds={kind: KINDS.get(kind, kind) for kind in sorted(self._kinds)},
            live=live,
        )

    # Layers

    def _layers(self) -> Iterator[p.PageLayer]:
        geometry = {edge.id: edge for edge in self._geometry.edges}
        for picture in (self._base, *self._others):
            first = picture is self._base
            edges = tuple(
                self._edge(edge, picture, geometry[edge.id] if first else None)
                for edge in picture.edges
                if edge.source.node in self._index and edge.target.node in self._index
            )
            if not edges and not first:
                continue
            names = LAYERS[picture.type]
            yield p.PageLayer(
                id=picture.type,
                name=names.name,
                noun=names.noun,
                physical=picture.type == "topology",
                shown=first,
                edges=edges,
            )

    def _edge(self, edge: PictureEdge, picture: Picture, place: EdgeGeometry | None) -> p.PageEdge:
        self._kinds.add(edge.kind)
        labels = (place.label, place.source_label, place.target_label) if place is not None else ()
        return p.PageEdge(
            id=edge_id(picture.type, edge.id),
            source=self._index[edge.source.node],
            target=self._index[edge.target.node],
            kind=edge.kind,
            look=self._line_look(edge.kind, edge.look, picture.styles),
            points=tuple(round(number, 1) for point in place.points for number in point) if place is not None else (),
            radius=place.radius if place is not None else 0,
            labels=tuple(_text(label) for label in labels if label is not None),
            directed=edge.directed,
            source_interface=edge.source.interface,
            target_interface=edge.target.interface,
            source_label=edge.source.label,
            target_label=edge.target.label,
            source_text=edge.source.text,
            target_text=edge.target.text,
            addresses=edge.addresses,
            detail=edge.detail,
            state=edge.state,
            word=edge.word,
        )

    def _more(self) -> Mapping[str, Mapping[str, str]]:
        """What other pictures know of a node: their details, and things of theirs it belongs to."""
        found: dict[str, dict[str, str]] = {}
        for picture in self._others:
            things = {node.id: node for node in picture.nodes if node.id not in self._index}
            for node in picture.nodes:
                found.setdefault(node.id, {}).update(node.detail)
            for edge in picture.edges:
                for one, other in ((edge.source.node, edge.target.node), (edge.target.node, edge.source.node)):
                    if other in things and one in self._index:
                        known = found.setdefault(one, {})
                        title = f"{things[other].noun or LAYERS[picture.type].name + ' subnet'}s"
                        text = " ".join(things[other].label)
                        known[title] = f"{known[title]}, {text}" if title in known else text
        return found

    # Looks

    def _look(self, look: p.PageLook) -> int:
        return self._looks.setdefault(look, len(self._looks))

    def _line_look(self, kind: str, own: Look, styles: Mapping[str, Look]) -> int:
        look = resolve(kind, own, styles)
        dash = dash_of(kind, look)
        line = _pair(rgb(look.color, FAINT[0]), PAGE, LINE_RATIO)
        return self._look(p.PageLook(line=line, width=look.width or 1.5, dash=tuple(map(float, dash.split()))))

    def _node_look(self, node: PictureNode) -> int:
        look = resolve(node.kind, node.look, self._base.styles)
        fill = rgb(look.fill, PAGE[0])
        ink = readable(rgb(look.text, on(fill)), fill, TEXT_RATIO)
        border = rgb(look.color, mix(fill, (17, 20, 24), 0.45))
        line = _pair(border, PAGE, LINE_RATIO)
        width = look.width or 1.5
        return self._look(p.PageLook(line=line, fill=(css(fill), css(fill)), ink=(css(ink), css(ink)), width=width))

    def _cluster_look(self, cluster: PictureCluster) -> int:
        look = box_look(self._base, cluster)
        light = rgb(look.fill, _BOX_FILL[0])
        fills = (light, mix(PAGE[1], light, 0.09))
        inks = [css(readable(rgb(look.text, FAINT[i]), fill, TEXT_RATIO)) for i, fill in enumerate(fills)]
        lines = [css(readable(rgb(look.color, FAINT[i]), fill, 2.0)) for i, fill in enumerate(fills)]
        return self._look(
            p.PageLook(
                line=(lines[0], lines[1]),
                fill=(css(fills[0]), css(fills[1])),
                ink=(inks[0], inks[1]),
                width=look.width or 1.2,
            )
        )


def edge_id(type: str, id: str) -> str:
    """The id of an edge on the page: pictures of different types use the same names."""
    return f"{type}/{id}"


def _pair(color: Rgb, backgrounds: tuple[Rgb, Rgb], ratio: float) -> p.Colours:
    return css(readable(color, backgrounds[0], ratio)), css(readable(color, backgrounds[1], ratio))


def _box(box: Box) -> p.Box:
    return round(box.x, 1), round(box.y, 1), round(box.width, 1), round(box.height, 1)


def _text(label: Label) -> p.Text:
    return p.Text(
        lines=label.lines,
        box=_box(label.box),
        size=label.size,
        anchor=label.anchor,
        bold=label.bold_lines,
        turned=label.turned,
    )
