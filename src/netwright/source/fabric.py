"""`fabric`: a leaf-and-spine fabric from its size.

Owns: nodes, groups and links of the plugin `fabric`. Must not: apply groups or allocate.
Source: the format's "Build a Leaf-and-Spine Fabric": leafs are `L1`, `L2`, ... in group `leafs`, spines `S1`, ... in
group `spines`, every leaf has a link to every spine; what else `leaf` and `spine` say belongs to the group, format
strings to each node. What the topology says itself of these nodes and groups wins. Order: leafs, spines, the nodes
that are written out; links of the fabric come first (measured on the format's behaviour).
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq, copy_tree, merge_missing
from ..schema.fabric import FABRIC
from ..schema.types import Table, read_attribute
from .formats import evaluate, is_format
from .groups import members_as_map
from .nodes import check_name

LAYERS = {"leaf": ("leafs", "L{count}"), "spine": ("spines", "S{count}")}
"""Layer -> key of its size, which is also the default group, and default node name."""
COUNT = "_fabric_count"
"""Attribute of a generated node: its number in its layer."""
INTEGER = re.compile(r"-?[0-9]+\Z")


def generate_fabric(
    tree: Map, nodes: dict[str, Map], groups: Map, problems: Problems, longest: int
) -> tuple[dict[str, Map], Seq]:
    """Nodes with those of the fabric before them, and the links of the fabric; `fabric` is taken from the tree."""
    at = tree.key_at("fabric")
    links = Seq(span=at)
    given = tree.get("fabric")
    if given is None:
        return nodes, links
    missing = [size for size, _ in LAYERS.values() if isinstance(given, Map) and size not in given]
    for size in missing:
        problems.error("missing-value", f"`fabric` needs `{size}`", at, f"how many: `fabric.{size}: 2`")
    read_attribute(tree, "fabric", Table(FABRIC), "fabric", problems)
    data = tree.take("fabric")
    if not isinstance(data, Map):
        return nodes, links
    made: dict[str, Map] = {}
    layers = [_layer(data, layer, at, made, groups, problems, longest) for layer in LAYERS]
    for leaf in layers[0]:
        for spine in layers[1]:
            link = Map(span=at)
            link["interfaces"] = Seq([_end(leaf, at), _end(spine, at)], at)
            links.put(link, at)
    for name, own in nodes.items():
        made[name] = merge_missing(own, made[name]) if name in made else own
    return made, links


def _end(node: str, at: Span) -> Map:
    end = Map(span=at)
    end.put("node", node, at)
    return end


def _layer(
    data: Map, layer: str, at: Span, made: dict[str, Map], groups: Map, problems: Problems, longest: int
) -> list[str]:
    """Add the nodes and the group of one layer; returns the names of the nodes."""
    size_key, default_name = LAYERS[layer]
    size = data.get(size_key) or 0
    given = data.get(layer)
    parameters = copy_tree(given) if isinstance(given, Map) else Map(span=at)
    place = parameters.at("name")
    template = str(parameters.take("name", default_name))
    group_at = parameters.key_at("group")
    group_name = str(parameters.take("group", size_key))
    own = _format_strings(parameters)
    names: list[str] = []
    for count in range(1, size + 1):
        node = _node(template, own, count, made, problems, longest, place)
        if node is None:
            break
        names.append(node)
    _join(groups, group_name, names, parameters, group_at)
    return names


def _node(
    template: str, own: Map, count: int, made: dict[str, Map], problems: Problems, longest: int, at: Span
) -> str | None:
    """One node; None with a problem when its name or an attribute cannot be made."""
    try:
        name = evaluate(template, {"count": count})
    except ValueError as error:
        problems.error("bad-format", f"name of fabric nodes: {error}", at, "a name is like `leaf-{count}`")
        return None
    if not check_name(name, at, problems, longest):
        return None
    if name in made:
        problems.error("duplicate-node", f"the fabric makes node `{name}` twice", at, "use `{count}` in the name")
        return None
    try:
        data = _evaluated(own, {"count": count, "name": name})
    except _BadFormatError as error:
        problems.error("bad-format", f"attribute `{error.key}` of `{name}`: {error}", error.at)
        return None
    data.put(COUNT, count, at)
    made[name] = data
    return name


def _format_strings(parameters: Map) -> Map:
    """Take the format strings out of a layer's parameters, those of inner mappings included."""
    found = Map(span=parameters.span)
    for key in list(parameters):
        value = parameters[key]
        if isinstance(value, Map):
            inner = _format_strings(value)
            if inner:
                found.put(key, inner, parameters.key_at(key), parameters.at(key))
                if not value:
                    parameters.take(key)
        elif is_format(value):
            found.move(key, parameters)
            parameters.take(key)
    return found


class _BadFormatError(ValueError):
    """A format string that cannot be evaluated, with its key and place."""

    def __init__(self, message: str, key: str, at: Span) -> None:
        super().__init__(message)
        self.key = key
        self.at = at


def _evaluated(templates: Map, values: dict[str, Any]) -> Map:
    """What the format strings give one node; whole numbers are numbers. Raises _BadFormatError."""
    found = Map(span=templates.span)
    for key, value in templates.items():
        found.move(key, templates)
        if isinstance(value, Map):
            found[key] = _evaluated(value, values)
            continue
        try:
            text = evaluate(value, values)
        except ValueError as error:
            raise _BadFormatError(str(error), key, templates.at(key)) from None
        found[key] = int(text) if INTEGER.match(text) else text
    return found


def _join(groups: Map, name: str, members: list[str], parameters: Map, at: Span) -> None:
    """Add members, before those that the topology names, and attributes to a group."""
    group = members_as_map(groups, name, at)
    if group is None:
        return
    listed = group.get("members")
    own = listed if isinstance(listed, list) else [] if listed is None else [listed]
    joined = Seq(span=at)
    for member in members:
        joined.put(member, at)
    for index, member in enumerate(own):
        if member not in joined:
            joined.put(member, own.at(index) if isinstance(own, Seq) else group.at("members"))
    group.put("members", joined, group.key_at("members") if "members" in group.keys_at else at, at)
    merge_missing(group, parameters)
