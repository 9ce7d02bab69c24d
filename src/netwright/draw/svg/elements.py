"""Text of single SVG elements. Escapes everything that comes from a picture."""

from __future__ import annotations

import re

from ..characters import clean
from ..layout import Box, Label
from ..layout.text import LINE
from .paths import number

BASELINE = 0.355
"""From the middle of a line of text down to its base line, in font sizes."""

_WORD = re.compile(r"[^a-zA-Z0-9_-]")


def content(text: str) -> str:
    """Text as XML content."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def word(text: str) -> str:
    """A kind as the name of a class."""
    return _WORD.sub("-", text)


def rect(box: Box, radius: float, names: str, more: str = "") -> str:
    rounding = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect class="{names}" x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}"'
        f' height="{number(box.height)}"{rounding}{more}/>'
    )


def text(label: Label, names: str) -> str:
    """A label; one `tspan` per line when there are several."""
    box, size = label.box, label.size
    sized = f' font-size="{number(size)}"'
    if label.turned:
        x, y = box.center
        lines = _turned_lines(label)
        return f'<text class="{names}"{sized} transform="translate({number(x)} {number(y)}) rotate(-90)">{lines}</text>'
    x = box.x if label.anchor == "start" else box.x + box.width / 2
    start = "start " if label.anchor == "start" else ""
    first = box.y + size * LINE / 2 + size * BASELINE
    spans = [
        (content(line), first + index * size * LINE, index < label.bold_lines) for index, line in enumerate(label.lines)
    ]
    if len(spans) == 1:
        line, y, bold = spans[0]
        weight = "bold " if bold else ""
        return f'<text class="{weight}{start}{names}" x="{number(x)}" y="{number(y)}"{sized}>{line}</text>'
    inner = "".join(
        f'<tspan x="{number(x)}" y="{number(y)}"{" class=" + chr(34) + "bold" + chr(34) if bold else ""}>{line}</tspan>'
        for line, y, bold in spans
    )
    return f'<text class="{start}{names}"{sized}>{inner}</text>'


def _turned_lines(label: Label) -> str:
    """Around the origin, before turning."""
    size = label.size
    first = -(len(label.lines) - 1) * size * LINE / 2 + size * BASELINE
    if len(label.lines) == 1:
        return f'<tspan x="0" y="{number(first)}">{content(label.lines[0])}</tspan>'
    return "".join(
        f'<tspan x="0" y="{number(first + index * size * LINE)}">{content(line)}</tspan>'
        for index, line in enumerate(label.lines)
    )
