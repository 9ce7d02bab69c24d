"""Looks: from attributes in the words of an engine to neutral ones.

Owns: which attributes of Graphviz and D2 mean a colour, a width, a dash. Must not: know kinds of objects.
Source: Graphviz "Node, Edge and Graph Attributes"; D2 "Style".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from .picture import Look, Picture, PictureCluster

Family = Literal["graph", "d2"]
"""Whose attributes of the topology hold: `graph.*`, or `d2.*` before `graph.*`."""
ENGINE: Mapping[Family, str] = {"graph": "graphviz", "d2": "d2"}
"""Key of `Look.extra` by family."""
SHARED = ("linkorder", "color", "fill", "width")
"""Attributes of `graph` that hold for D2, too."""
_PLAIN = Look()
_NONE: Mapping[str, Any] = {}


def text(value: Any) -> str:
    """A value as engines write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number(value: Any) -> float | None:
    """A number that stands in a text, too; None for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def flat(words: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Dotted names and texts of nested attributes."""
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        elif value is not None:
            yield f"{prefix}{key}", text(value)


def look_of(words: Mapping[str, Any], family: Family) -> Look:
    """What attributes in a family's words mean; all of them are passed through to its engine."""
    found = dict(flat(words))
    if not found:
        return _PLAIN
    if family == "d2":
        return Look(
            color=found.get("style.stroke"),
            fill=found.get("style.fill"),
            text=found.get("style.font-color"),
            width=number(found.get("style.stroke-width")),
            dashed=(number(found.get("style.stroke-dash")) or 0) > 0,
            extra={"d2": found},
        )
    return Look(
        color=found.get("color"),
        fill=found.get("fillcolor") or _opaque(found.get("bgcolor")),
        text=found.get("fontcolor"),
        width=number(found.get("penwidth")),
        dashed=any(word in found.get("style", "") for word in ("dashed", "dotted")),
        extra={"graphviz": found},
    )


def _opaque(color: str | None) -> str | None:
    return None if color == "transparent" else color


def over(below: Look, above: Look) -> Look:
    """The looks of `below` where `above` says nothing."""
    if above == _PLAIN:
        return below
    if below == _PLAIN:
        return above
    extra = {
        name: {**below.extra.get(name, {}), **above.extra.get(name, {})} for name in {**below.extra, **above.extra}
    }
    return Look(
        color=above.color or below.color,
        fill=above.fill or below.fill,
        text=above.text or below.text,
        width=below.width if above.width is None else above.width,
        dashed=above.dashed or below.dashed,
        extra=extra,
    )


def cluster_look(picture: Picture, cluster: PictureCluster) -> Look:
    """A box's own looks over those of all boxes: style class `as`, in D2's words `container`."""
    style = picture.styles.get("as") or picture.styles.get("container")
    return cluster.look if style is None else over(style, cluster.look)


def attributes_of(extra: Mapping[str, Any], family: Family) -> Mapping[str, Any]:
    """The diagram attributes an element has, those of its family first."""
    if not extra:
        return _NONE
    own = extra.get(family)
    own = own if isinstance(own, Mapping) else _NONE
    if family == "graph":
        return own
    general = extra.get("graph")
    shared = {key: general[key] for key in SHARED if key in general} if isinstance(general, Mapping) else {}
    return {**shared, **own} if shared else own


def element_look(attributes: Mapping[str, Any], style_map: Mapping[str, str], family: Family) -> Look:
    """The look an element's diagram attributes ask for."""
    if not attributes:
        return _PLAIN
    words: dict[str, Any] = {}
    for key, value in attributes.items():
        name = style_map.get(key)
        if name is not None:
            words[name if family == "graph" else f"style.{name}"] = value
    own = attributes.get("format")
    return look_of({**words, **dict(flat(own))} if isinstance(own, Mapping) else words, family)
