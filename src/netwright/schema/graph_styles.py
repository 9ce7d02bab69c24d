"""Default looks of diagrams, by kind of object: attributes of Graphviz and of D2.

Owns: values. Colours of nodes, subnets, boxes and sessions are facts of the format; the kinds it does not draw
(`ospf-*`, `isis-*`, `vxlan`, `vrf-*`) take colours beside them that readers with colour-blindness can tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ORANGE, RUST, BROWN, UMBER, RED = "#ff9f01", "#d26400", "#9b652f", "#613913", "#b21a1a"
SAND, PALE, GREY, BLUE, TEAL = "#d1bfab", "#e8e8e8", "#c0c0c0", "#1f5fa8", "#00695c"

_LINES: Mapping[str, tuple[str, float, float]] = {
    "ibgp": (UMBER, 2, 4),
    "ebgp": (RED, 2, 4),
    "localas_ibgp": (BROWN, 2, 4),
    "confed_ebgp": (RUST, 2, 4),
    "level-1": ("#fba002", 1, 3),
    "level-2": (BROWN, 1.5, 4),
    "level-1-2": (RUST, 1.5, 4),
    "ospf-backbone": (RED, 2, 4),
    "ospf-area": (BLUE, 1.5, 3),
    "vlan_trunk": (RUST, 3, 4),
    "vxlan": (TEAL, 1.5, 3),
    "vrf_link": (BLUE, 1.5, 3),
    "vrf_leak": (RED, 1.5, 3),
}
"""Kind of line -> (colour, width in points for Graphviz, width in pixels for D2)."""
_DASHED = ("vrf", "passive", "bridged")
GRAPH_STYLES: Mapping[str, Mapping[str, Any]] = {
    "graph": {"bgcolor": "transparent", "nodesep": 0.5, "ranksep": 1},
    "node": {
        "bgcolor": ORANGE,
        "fillcolor": ORANGE,
        "margin": "0.3,0.1",
        "shape": "box",
        "style": "rounded,filled",
        "fontname": "Verdana",
        "fontsize": 11,
    },
    "edge": {"fontname": "Verdana", "labelfontsize": 8, "labeldistance": 1.5},
    "as": {"bgcolor": PALE, "color": GREY, "fontname": "Verdana", "fontsize": 12, "margin": 16},
    "stub": {"bgcolor": SAND, "fillcolor": SAND, "fontsize": 11, "margin": "0.3,0.1"},
    "title": {"fontname": "Verdana", "fontsize": 16, "labelloc": "t", "labeljust": "l"},
    "vlan_access": {"color": RUST},
    **{name: {"color": color, "penwidth": width} for name, (color, width, _) in _LINES.items()},
    **{name: {"style": "dashed"} for name in _DASHED},
}


def _shape(shape: str, fill: str, radius: int | None = None) -> Mapping[str, Any]:
    style: dict[str, Any] = {"fill": fill, "stroke": "black", "font-size": 20}
    return {"shape": shape, "style": style if radius is None else {**style, "border-radius": radius}}


_ARROWS = {"source-arrowhead": {"shape": "arrow"}, "target-arrowhead": {"shape": "arrow"}}
_SESSIONS = ("ibgp", "ebgp", "localas_ibgp", "confed_ebgp")
D2_STYLES: Mapping[str, Mapping[str, Any]] = {
    "node": _shape("rectangle", ORANGE, 4),
    "router": _shape("oval", ORANGE),
    "switch": _shape("hexagon", ORANGE),
    "lan": _shape("rectangle", SAND, 8),
    "stub": _shape("rectangle", SAND, 8),
    "container": {"style": {"fill": PALE, "stroke": GREY, "font-size": 24}},
    "edge": {"style": {"stroke": "black"}},
    "title": {"shape": "text", "near": "top-center", "style": {"bold": True, "font-size": 36}},
    "vlan_access": {"style": {"stroke": RUST}},
    **{
        name: {"style": {"stroke": color, "stroke-width": width}, **(_ARROWS if name in _SESSIONS else {})}
        for name, (color, _, width) in _LINES.items()
    },
    **{name: {"style": {"stroke-dash": 3}} for name in _DASHED},
}
OUTPUT_DEFAULTS: Mapping[str, Any] = {
    "graph": {
        "as_clusters": True,
        "bgp": {"rr": True},
        "interface_labels": False,
        "node_address_label": True,
        "style_map": {"color": "color", "fill": "fillcolor", "width": "penwidth"},
        "styles": GRAPH_STYLES,
    },
    "d2": {
        "as_clusters": True,
        "bgp": {"rr": True},
        "interface_labels": False,
        "node_address_label": True,
        "style_map": {"color": "stroke", "fill": "fill", "width": "stroke-width"},
        "styles": D2_STYLES,
    },
}
"""`defaults.outputs` below the user's own."""
