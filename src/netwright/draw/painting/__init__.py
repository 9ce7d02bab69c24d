"""What pictures are painted with: colours, dashes, names and states by kind, for all engines.

`kinds` is the table, `paint` has the rules, `colors` the arithmetic. Must not: know a format.
"""

from __future__ import annotations

from .colors import TEXT_RATIO, Rgb, css, parse
from .kinds import INK, PAGE, STATES, Pair, kind_name
from .paint import (
    LINE_WIDTH,
    Paint,
    cluster_paint,
    dash_of,
    key_paint,
    line_color,
    line_pair,
    node_paint,
    resolve,
    text_pair,
)

__all__ = [
    "INK",
    "LINE_WIDTH",
    "PAGE",
    "STATES",
    "TEXT_RATIO",
    "Paint",
    "Pair",
    "Rgb",
    "cluster_paint",
    "css",
    "dash_of",
    "key_paint",
    "kind_name",
    "line_color",
    "line_pair",
    "node_paint",
    "parse",
    "resolve",
    "text_pair",
]
