"""From pictures and the places of the first one to the data of a page.

Owns: which layers a page has, what is merged into a node's details. Must not: write HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..layout import Box, EdgeGeometry, Geometry, Label
from ..painting import (
    LINE_WIDTH,
    PAGE,
    STATES,
    TEXT_RATIO,
    Paint,
    Pair,
    cluster_paint,
    css,
    dash_of,
    key_paint,
    kind_name,
    line_color,
    line_pair,
    node_paint,
    parse,
    resolve,
)
from ..picture import Look, Picture, PictureEdge
from . import page as p
from .names import LAYERS


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
        self._boxes = [cluster_paint(self._base, cluster) for cluster in self._base.clusters]

    def page(self, name: str, live: bool) -> p.Page:
        base, placed = self._base, self._geometry
        layers = tuple(self._layers())
        more = self._more()
        nodes = zip(base.nodes, placed.nodes, strict=True)
        clusters = zip(self._boxes, placed.clusters, strict=True)
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
                    look=self._shape_look(node_paint(node, base.styles)),
                    noun=node.noun,
                    detail={**more.get(node.id, {}), **node.detail},
                )
                for node, place in nodes
            ),
            clusters=tuple(
                p.PageCluster(
                    boxes=tuple(_box(box) for box in place.boxes),
                    text=None if place.label is None else _text(place.label),
                    look=self._shape_look(paint),
                )
                for paint, place in clusters
            ),
            layers=layers,
            keys=tuple(p.PageKey(name=key.label, look=self._shape_look(key_paint(key))) for key in base.keys),
            looks=tuple(self._looks),
            kinds={kind: kind_name(kind) for kind in sorted(self._kinds)},
            states=self._states(),
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
                physical=picture.type in ("topology", "workloads"),
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
        line = line_pair(line_color(look), (PAGE, *(box.fill for box in self._boxes)))
        return self._look(
            p.PageLook(line=_colours(line), width=look.width or LINE_WIDTH, dash=_numbers(dash_of(kind, look)))
        )

    def _states(self) -> Mapping[str, p.PageLook]:
        """Words are written in these colours, too: they are as strong as text has to be."""
        surfaces = (PAGE, *(box.fill for box in self._boxes))
        return {
            state: p.PageLook(
                line=_colours(line_pair(parse(look.color), surfaces, TEXT_RATIO)), dash=_numbers(look.dash)
            )
            for state, look in STATES.items()
        }

    def _shape_look(self, paint: Paint) -> int:
        return self._look(
            p.PageLook(
                line=_colours(paint.line),
                fill=_colours(paint.fill),
                ink=_colours(paint.ink),
                width=paint.width,
                dash=_numbers(paint.dash),
            )
        )


def edge_id(type: str, id: str) -> str:
    """The id of an edge on the page: pictures of different types use the same names."""
    return f"{type}/{id}"


def _colours(pair: Pair) -> p.Colours:
    return css(pair[0]), css(pair[1])


def _numbers(dash: str) -> tuple[float, ...]:
    return tuple(map(float, dash.split()))


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
