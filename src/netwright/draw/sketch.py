"""Arrangements drawn in text: a node's place in the sketch is its place in the picture.

Owns: reading a sketch. Must not: place what the sketch leaves out (engines do).
Names of nodes stand where the nodes shall be; lines, arrows and brackets between them are decoration. Rows are the
lines with names; a column is as wide as the closest two names of a row are apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from ..errors import Problems, Span, nearest
from .picture import Mark
from .settings import SketchText

_WORD = re.compile(r"[^\W_][\w.-]*")
_LONE_WIDTH = 8.0
"""Characters of a column where no row has two names."""


def read_sketch(sketch: SketchText, nodes: Collection[str], problems: Problems) -> dict[str, Mark]:
    """Places by node. Unknown names and names that stand twice are problems."""
    rows: list[list[tuple[str, float]]] = []
    seen: set[str] = set()
    for number, line in enumerate(sketch.text.expandtabs().splitlines()):
        row = []
        for name, start in _names(line, nodes):
            at = _place(sketch.at, number, start)
            if name not in nodes:
                hint = nearest(name, nodes)
                problems.error("unknown-node-in-sketch", f"the sketch has `{name}`, which is no node", at, hint)
            elif name in seen:
                problems.error("node-twice-in-sketch", f"`{name}` stands in the sketch twice", at)
            else:
                seen.add(name)
                row.append((name, start + len(name) / 2))
        if row:
            rows.append(row)
    return _marks(rows)


def _place(at: Span, line: int, column: int) -> Span:
    return Span(at.file, at.line + line, at.column + column) if at.line else at


def _names(line: str, nodes: Collection[str]) -> Iterator[tuple[str, int]]:
    """(name, position): hyphens belong to names of nodes that have them, and are lines otherwise."""
    for match in _WORD.finditer(line):
        yield from _split(match[0], match.start(), nodes)


def _split(word: str, start: int, nodes: Collection[str]) -> Iterator[tuple[str, int]]:
    stripped = word.rstrip("-_.")
    if word in nodes or stripped in nodes:
        yield (word if word in nodes else stripped), start
        return
    pieces = list(re.finditer(r"[^\W_](?:(?!--)[\w.-])*", stripped))
    if len(pieces) == 1:
        pieces = list(re.finditer(r"[^\W_][\w.]*", stripped))
        if not any(piece[0].rstrip("_.") in nodes for piece in pieces):
            yield stripped, start
            return
    for piece in pieces:
        if piece[0] == stripped:
            yield stripped, start
        else:
            yield from _split(piece[0], start + piece.start(), nodes)


def _marks(rows: list[list[tuple[str, float]]]) -> dict[str, Mark]:
    gaps = [right[1] - left[1] for row in rows for left, right in pairwise(row)]
    width = min(gaps, default=_LONE_WIDTH)
    first = min((center for row in rows for _, center in row), default=0.0)
    return {
        name: Mark(column=round((center - first) / width, 3), row=float(index))
        for index, row in enumerate(rows)
        for name, center in row
    }
