"""Nodes of `clusters`: every node of a cluster that is no machine of another one is a node of the topology.

Owns: their names, device and defaults; `clusters.X.nodes` as a mapping. Must not: read resources or place workloads
(`cluster.design` does).
"""

from __future__ import annotations

from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq
from .nodes import check_name

DEVICE = "calico"


def add_cluster_nodes(tree: Map, nodes: dict[str, Map], problems: Problems, longest: int) -> None:
    """Put nodes of clusters into `nodes`, or complete what is said of them there."""
    clusters = tree.get("clusters")
    if not isinstance(clusters, Map):
        return
    sections = {name: data for name, data in clusters.items() if isinstance(data, Map)}
    machines = {name for data in sections.values() for name in _names(data.get("machines"))}
    for name, data in sections.items():
        listed = nodes_as_map(data, problems)
        for node in listed or ():
            if node not in machines:
                _complete(node, listed.key_at(node), name, nodes, problems, longest)


def nodes_as_map(data: Map, problems: Problems) -> Map:
    """`nodes` of a cluster as a mapping, in place; what is neither a list nor a mapping is told by the schema."""
    value = data.get("nodes")
    if isinstance(value, Map):
        return value
    listed = Map(span=data.at("nodes"))
    if value is None or _is_text(value) or isinstance(value, list):
        items = value if isinstance(value, Seq) else Seq([] if value is None else [value], data.at("nodes"))
        if not all(_is_text(item) for item in items):
            return listed
        for index, item in enumerate(items):
            if str(item) in listed:
                problems.error("duplicate-node", f"`{item}` stands in `nodes` twice", items.at(index))
            listed.put(str(item), Map(span=items.at(index)), items.at(index))
        if "nodes" in data:
            data["nodes"] = listed
    return listed


def _is_text(value: Any) -> bool:
    """As everywhere in topologies, a number is a name where one is asked for."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _names(section: Any) -> list[str]:
    return list(section) if isinstance(section, Map) else []


def _complete(name: str, at: Span, cluster: str, nodes: dict[str, Map], problems: Problems, longest: int) -> None:
    node = nodes.get(name)
    if node is None:
        if not check_name(name, at, problems, longest):
            return
        node = nodes[name] = Map(span=at)
    device = node.get("device", DEVICE)
    if device != DEVICE:
        message = f"node `{name}` of cluster `{cluster}` runs Calico, so its device cannot be `{device}`"
        problems.error("cluster-node-device", message, node.at("device"), "leave `device` out")
    node.put("device", DEVICE, at)
    if "loopback" not in node:
        node.put("loopback", False, at)
