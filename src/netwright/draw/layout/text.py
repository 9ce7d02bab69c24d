"""Measures text with the embedded table of widths; must not ask for fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from .widths import BOLD, OTHER, REGULAR, WIDE

LINE = 1.25
"""Distance of base lines, in font sizes."""
SLACK = 1.03
"""Faces with the same nominal widths differ a little in hinting."""


def _table(rows: Sequence[tuple[int, str]]) -> dict[str, int]:
    return {character: width for width, characters in rows for character in characters}


_WIDTHS = (_table(REGULAR), _table(BOLD))


def _width(character: str, bold: bool) -> int:
    known = _WIDTHS[bold].get(character)
    if known is not None:
        return known
    if unicodedata.combining(character):
        return 0
    return WIDE if unicodedata.east_asian_width(character) in "WF" else OTHER


@lru_cache(maxsize=50_000)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in px of one line."""
    return sum(_width(character, bold) for character in text) * size * SLACK / 1000


def text_size(lines: Sequence[str], size: float, bold_lines: int = 0) -> tuple[float, float]:
    """(width, height) in px of lines of which the first `bold_lines` are bold."""
    if not lines:
        return 0.0, 0.0
    width = max(text_width(line, size, index < bold_lines) for index, line in enumerate(lines))
    return width, len(lines) * size * LINE
