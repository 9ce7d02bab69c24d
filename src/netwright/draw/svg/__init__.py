"""Pictures as SVG, without any other program: `render_svg`.

Owns paint and markup; `draw.layout` says where everything stands. The same picture gives the same bytes.
"""

from __future__ import annotations

from ..layout import Geometry, layout
from ..picture import Picture, Theme
from .writer import Writer


def render_svg(picture: Picture, theme: Theme = "auto", geometry: Geometry | None = None) -> str:
    """A whole SVG document; `geometry`: of this picture, when it has been placed already."""
    return Writer(picture, geometry or layout(picture), theme).svg()


__all__ = ["render_svg"]
