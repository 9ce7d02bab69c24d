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
    # Two units of a rack.
    "server": (
        '<rect x="2" y="3" width="20" height="8" rx="2"/><rect x="2" y="13" width="20" height="8" rx="2"/>'
        '<path d="M5.8 7h.2M9.3 7h.2M5.8 17h.2M9.3 17h.2M14 7h4.5M14 17h4.5"/>'
    ),
    # A computer in a frame.
    "machine": (
        '<rect x="1.5" y="1.5" width="21" height="21" rx="4" stroke-dasharray="4 2.6"/>'
        '<rect x="6" y="6.5" width="12" height="8" rx="1.5"/><path d="M12 14.5v3M9 17.5h6"/>'
    ),
    # A cube.
    "pod": '<path d="M12 2.2 20.5 7v10L12 21.8 3.5 17V7zM3.5 7 12 11.8 20.5 7M12 11.8v10"/>',
}
