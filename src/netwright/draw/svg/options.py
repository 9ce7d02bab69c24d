"""What callers of `render_svg` can choose."""

from __future__ import annotations

import msgspec

from ..layout import LayoutOptions
from .sheet import Theme


class SvgOptions(msgspec.Struct, frozen=True, kw_only=True):
    theme: Theme = "auto"
    background: bool = True
    """Paint the page; without it the picture stands on whatever is behind it."""
    legend: bool = True
    """Explain kinds and states of edges below pictures that have several."""
    layout: LayoutOptions = LayoutOptions()
