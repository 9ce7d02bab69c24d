"""What is to be drawn, and how: the settings of the topology with the options of a run over them.

Owns: reading `defaults.outputs`, flags, titles. Must not: walk nodes and links.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec

from ..errors import NOWHERE, Problems, Span, nearest
from ..model import Map, Network
from ..schema.graph import BGP_FAMILIES
from ..schema.graph_styles import OUTPUT_DEFAULTS
from .looks import Family, look_of
from .picture import Direction, Look

GraphType = Literal["topology", "bgp", "ospf", "isis", "vlan", "vrf", "evpn", "workloads"]
GRAPH_TYPES: tuple[GraphType, ...] = get_args(GraphType)
EndLabels = Literal["address", "name", "all"]
ClusterDepth = Literal["pods", "nodes", "none"]
FLAGS: Mapping[str, tuple[str, ...]] = {
    "topology": ("vlan", "veth", "pods", "nodes"),
    "bgp": ("all", "rr", "vrf", "novrf", *BGP_FAMILIES),
    "evpn": ("rr",),
    "workloads": ("pods", "nodes"),
}
"""Flags (`-f`) by graph type."""


class SketchText(msgspec.Struct, frozen=True):
    """An arrangement as text, and where its first line stands."""

    text: str
    at: Span = NOWHERE


class DrawOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a run asks for beyond the topology."""

    family: Family = "graph"
    flags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    """Classes of nodes and links to draw; others of a kind that has one of them are left out."""
    exclude: tuple[str, ...] = ()
    title: str | None = None
    direction: Direction | None = None
    sketch: SketchText | None = None
    detail: bool = True
    """Fill `detail` of nodes and edges; engines that show none go without."""


class DrawSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything views need to know beside the network."""

    family: Family
    flags: frozenset[str]
    include: frozenset[str]
    exclude: frozenset[str]
    title: str | None
    direction: Direction
    sketch: SketchText | None
    as_clusters: bool
    clusters: ClusterDepth | None
    """How far Kubernetes clusters are drawn as boxes; None: as far as there is room."""
    groups: tuple[str, ...] | Literal[True]
    """Groups to draw as boxes; True = all of the topology's own."""
    groups_at: Span
    end_labels: EndLabels | None
    address_labels: bool
    style_map: Mapping[str, str]
    styles: Mapping[str, Look]
    detail: bool


def read_settings(network: Network, type: GraphType, options: DrawOptions, problems: Problems) -> DrawSettings:
    """Topology, then command line; flags that a graph type does not know are problems."""
    family = options.family
    given = _mapping(_mapping(network.defaults, "outputs"), family)
    output = _merged(OUTPUT_DEFAULTS[family], given)
    graph = _mapping(network.settings, "graph")
    groups = output.get("groups") or ()
    labels = output["interface_labels"]
    direction: Any = options.direction or graph.get("direction") or output.get("direction") or "down"
    flags = _flags(type, output, options, problems)
    return DrawSettings(
        family=family,
        flags=flags,
        include=frozenset(options.include),
        exclude=frozenset(options.exclude),
        title=options.title or _title(network, family),
        direction=direction,
        sketch=options.sketch or _sketch(graph),
        as_clusters=bool(output["as_clusters"]),
        clusters=_clusters(flags, graph, output),
        groups=True if groups is True else tuple(groups),
        groups_at=given.at("groups") if isinstance(given, Map) else NOWHERE,
        end_labels="address" if labels is True else labels or None,
        address_labels=bool(output["node_address_label"]),
        style_map=output["style_map"],
        styles=_styles(output, family),
        detail=options.detail,
    )


def _mapping(owner: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = owner.get(key)
    return value if isinstance(value, Mapping) else {}


def _title(network: Network, family: Family) -> str | None:
    for owner in (network.settings, network.defaults):
        for key in dict.fromkeys((family, "graph")):
            title = _mapping(owner, key).get("title")
            if title:
                return str(title)
    return None


def _clusters(flags: frozenset[str], *owners: Mapping[str, Any]) -> ClusterDepth | None:
    """A flag of the run goes before the topology, and that before the defaults."""
    asked = [depth for depth in get_args(ClusterDepth) if depth in flags]
    asked += [owner["clusters"] for owner in owners if owner.get("clusters")]
    return asked[0] if asked else None


def _sketch(graph: Mapping[str, Any]) -> SketchText | None:
    """The sketch of the topology; the text of a block starts on the line after its mark."""
    found = graph.get("sketch")
    if not isinstance(found, str):
        return None
    at = graph.at("sketch") if isinstance(graph, Map) else NOWHERE
    return SketchText(found, at._replace(line=at.line + 1, column=1) if at.line else at)


def _flags(type: GraphType, output: Mapping[str, Any], options: DrawOptions, problems: Problems) -> frozenset[str]:
    known = FLAGS.get(type, ())
    found = set()
    if type in ("bgp", "evpn"):
        bgp = _mapping(output, "bgp")
        wanted = {**_mapping(bgp, "af"), **bgp, "rr": bgp.get("rr", True) or output.get("rr_sessions")}
        found |= {name for name in known if wanted.get(name)}
    for flag in options.flags:
        if flag in known:
            found.add(flag)
        else:
            hint = nearest(flag, known) or (f"known: {', '.join(known)}" if known else "it takes none")
            problems.error("unknown-flag", f"`{flag}` is no flag of {type} diagrams", Span("<command line>"), hint)
    return frozenset(found)


def _styles(output: Mapping[str, Any], family: Family) -> dict[str, Look]:
    words: dict[str, dict[str, Any]] = {name: dict(values) for name, values in output["styles"].items()}
    for name, color in _mapping(output, "colors").items():
        key = "color" if name in ("ibgp", "ebgp", "edge") else "bgcolor"
        words[name] |= {key: color, **({"fillcolor": color} if name in ("node", "stub") else {})}
    margin = _mapping(output, "margins").get("as")
    if margin is not None:
        words["as"]["margin"] = margin
    return {name: look_of(values, family) for name, values in words.items()}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of `above` over those of `below`; a group of settings that is empty says nothing."""
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        if not isinstance(known, Mapping):
            merged[key] = value
        elif isinstance(value, Mapping):
            merged[key] = _merged(known, value)
    return merged
