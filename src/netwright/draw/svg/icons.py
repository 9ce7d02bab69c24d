"""Symbols of nodes: simple shapes of our own, drawn with lines in a square of 24 by 24."""

from __future__ import annotations

from collections.abc import Mapping

from ..picture import Shape

ICONS: Mapping[Shape, str] = {
    # A disc that passes on in four directions.
    "router": (
        '<circle cx="12" cy="12" r="10.5"/>'
        '<path d="M12 10V4.5M9.8 6.7 12 4.5l2.2 2.2M12 14v5.5M9.8 17.3 12 19.5l2.2-2.2'
        'M3.9 12H10M7.8 9.8 10 12l-2.2 2.2M20.1 12H14M16.2 9.8 14 12l2.2 2.2"/>'
    ),
    # A box with frames going both ways.
    "switch": (
        '<rect x="1.5" y="3.5" width="21" height="17" rx="3"/>'
        '<path d="M5 9.2h13M15.4 6.6 18 9.2l-2.6 2.6M19 14.8H6M8.6 12.2 6 14.8l2.6 2.6"/>'
    ),
    # A screen on its foot.
    "host": '<rect x="2" y="3.5" width="20" height="13" rx="2"/><path d="M12 16.5v4M7.5 20.5h9"/>',
}
