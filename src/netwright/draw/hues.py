"""Colours of Kubernetes clusters: one hue each, the same in every picture of a network.

Owns: which hue a cluster has, and its shades. Must not: know boxes or an engine's syntax.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from .looks import Family, look_of
from .painting import Rgb, css, parse
from .painting.colors import WHITE, mix
from .picture import Look

HUES = ("#4f6b8a", "#b8432f", "#2e8b57", "#8a4fa8", "#00838f", "#c2407f", "#6b7a1e", "#2f6db3")
"""In this order, for clusters that are not called after a colour; none is like the orange of other nodes."""
Part = Literal["box", "host", "node", "workload"]
"""A cluster; one of its nodes with what runs on it; that node itself; a pod or machine."""
_TINTS: Mapping[Part, float] = {"box": 0.88, "host": 0.97, "node": 0.5, "workload": 0.78}
"""Share of white in the fill."""
_GREY: Rgb = (90, 90, 90)
_CALM = 0.25
"""Share of grey in colours that are names: pure ones glare."""
_ALIKE = 110.0
"""Distance of colours up to which they are one to the eye."""
_COLORLESS = 40
"""Least difference of the parts of a colour that is not grey, black or white."""


def hues_of(clusters: Iterable[str]) -> dict[str, Rgb]:
    """Hue by cluster: a cluster that is called after a colour has it, others take what is left."""
    names = list(clusters)
    found = {name: hue for name in names if (hue := _named(name)) is not None}
    free = [hue for hue in map(_hue, HUES) if all(math.dist(hue, taken) > _ALIKE for taken in found.values())]
    others = [name for name in names if name not in found]
    hues = free or [_hue(text) for text in HUES]
    return found | {name: hues[number % len(hues)] for number, name in enumerate(others)}


def _named(name: str) -> Rgb | None:
    for word in re.findall(r"[a-z]+", name.lower()):
        color = parse(word)
        if color is not None and max(color) - min(color) >= _COLORLESS:
            return mix(color, _GREY, _CALM)
    return None


def _hue(text: str) -> Rgb:
    return parse(text) or _GREY


def shaded(hue: Rgb, part: Part, family: Family) -> Look:
    """The looks of a part of a cluster, in a family's words."""
    fill, line = css(mix(hue, WHITE, _TINTS[part])), css(hue)
    if family == "d2":
        return look_of({"style": {"fill": fill, "stroke": line}}, family)
    box = part in ("box", "host")
    return look_of({"color": line, "bgcolor" if box else "fillcolor": fill}, family)
