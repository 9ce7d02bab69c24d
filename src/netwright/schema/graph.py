"""Diagram attributes of the format (`graph.*`, `d2.*`) and the settings of diagrams (`defaults.outputs`).

Owns: tables. Must not: hold colours and other default values (`graph_styles` does).
Source: the format's "Topology Graph (Graphviz) Output Module" and "Declarative Diagramming (D2) Output Module";
`sketch`, `direction`, `clusters` and `pin` are Netwright's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from .graph_styles import D2_STYLES, GRAPH_STYLES
from .types import ANY, BOOL, NUMBER, TEXT, A, AnyOf, Attribute, Int, ListOf, MapOf, Table, Word

FAMILIES = ("graph", "d2")
"""Attributes of all engines, and those of D2 alone, which go before them there."""
BGP_FAMILIES = ("ipv4", "ipv6", "vpnv4", "vpnv6", "6pe", "evpn")
WIDTH = Int(1, 32)
ORDER = Int(1, 200)
_SHARED = {
    "color": A(TEXT, "colour of lines: a name or `#rrggbb`"),
    "fill": A(TEXT, "colour inside"),
    "width": A(WIDTH, "width of lines, in thin lines"),
    "linkorder": A(ORDER, "position among links or nodes, low first; 100 by default"),
    "format": A(MapOf(AnyOf(BOOL, NUMBER, TEXT)), "attributes of the engine's own, as they are"),
}
_D2_SHARED = {**_SHARED, "format": A(MapOf(ANY), "attributes of D2, as they are")}
_CLASS = A(ListOf(TEXT), "classes that `netwright graph -i` and `-x` choose by")
_RANK = A(ORDER, "layer, low first; 100 by default")
GRAPH_NODE: Mapping[str, Attribute] = {
    **_SHARED,
    "class": _CLASS,
    "rank": _RANK,
    "pin": A(Table({"column": A(NUMBER, "column, from 0"), "row": A(NUMBER, "row, from 0")}), "place in the picture"),
}
GRAPH_LINK: Mapping[str, Attribute] = {
    **_SHARED,
    "class": _CLASS,
    "rank": _RANK,
    "type": A(Word("lan"), "`lan` = drawn as a subnet, whatever number of ends it has"),
}
DIRECTIONS = ("down", "right")
CLUSTER_DEPTHS = ("pods", "nodes", "none")
_CLUSTERS = A(
    Word(*CLUSTER_DEPTHS),
    "how far Kubernetes clusters are drawn as boxes: down to pods, to nodes with a count of their pods, or not at all; "
    "pods unless there are very many",
)
GRAPH_GLOBAL: Mapping[str, Attribute] = {
    "title": A(TEXT, "title of diagrams"),
    "direction": A(Word(*DIRECTIONS), "where layers grow: top-down or left to right"),
    "clusters": _CLUSTERS,
    "sketch": A(TEXT, "the intended arrangement: names of nodes in rows, each where it shall be"),
}
D2_GLOBAL: Mapping[str, Attribute] = {"title": A(TEXT, "title of D2 diagrams")}
ELEMENTS: Mapping[str, Mapping[str, Table]] = {
    "global": {"graph": Table(GRAPH_GLOBAL), "d2": Table(D2_GLOBAL)},
    "node": {"graph": Table(GRAPH_NODE), "d2": Table(_D2_SHARED)},
    "link": {"graph": Table(GRAPH_LINK), "d2": Table(_D2_SHARED)},
}
"""What stands below `graph` and `d2`, by level."""


def element(level: str) -> dict[str, Attribute]:
    """The entries `graph` and `d2` of an element's table."""
    tables = ELEMENTS[level]
    return {"graph": A(tables["graph"], "diagram attributes"), "d2": A(tables["d2"], "attributes of D2 diagrams")}


_BGP_FLAGS = Table(
    {
        "all": A(BOOL, "show nodes without BGP, too"),
        "rr": A(BOOL, "arrows from route reflectors to their clients"),
        "vrf": A(BOOL, "draw sessions in VRFs dashed"),
        "novrf": A(BOOL, "leave out sessions in VRFs"),
        "af": A(Table({name: A(BOOL, "only sessions of this family") for name in BGP_FAMILIES}), "address families"),
    }
)
_SCALAR = AnyOf(BOOL, NUMBER, TEXT)
_OUTPUT: Mapping[str, Attribute] = {
    "as_clusters": A(BOOL, "boxes around autonomous systems in topology diagrams"),
    "attributes": A(ANY, "attributes of your own: level -> name -> type"),
    "bgp": A(_BGP_FLAGS, "what diagrams of BGP show"),
    "clusters": _CLUSTERS,
    "command": A(TEXT, "kept as data"),
    "direction": A(Word(*DIRECTIONS), "where layers grow"),
    "groups": A(AnyOf(BOOL, ListOf(TEXT)), "boxes around these groups; True = all groups of the topology"),
    "interface_labels": A(
        AnyOf(BOOL, Word("address", "name", "all")), "what stands at the ends of links; True = addresses"
    ),
    "node_address_label": A(BOOL, "addresses in the labels of nodes"),
    "rr_sessions": A(BOOL, "older spelling of `bgp.rr`"),
    "style_map": A(MapOf(TEXT), "attributes of your own: name -> attribute of the engine"),
}
_OLD_COLORS = Table({name: A(TEXT, "colour") for name in ("as", "node", "stub", "ibgp", "ebgp", "edge")})
GRAPH_OUTPUT: Mapping[str, Attribute] = {
    **_OUTPUT,
    "colors": A(_OLD_COLORS, "older spelling of colours in `styles`"),
    "margins": A(Table({"as": A(NUMBER, "points")}), "older spelling of `styles.as.margin`"),
    "styles": A(
        Table({name: A(MapOf(_SCALAR), "attributes of Graphviz") for name in GRAPH_STYLES}), "looks of kinds of objects"
    ),
}
D2_OUTPUT: Mapping[str, Attribute] = {
    **_OUTPUT,
    "styles": A(Table({name: A(MapOf(ANY), "attributes of D2") for name in D2_STYLES}), "looks of kinds of objects"),
}
OUTPUTS = {"graph": Table(GRAPH_OUTPUT), "d2": Table(D2_OUTPUT)}
"""Below `defaults.outputs`."""
