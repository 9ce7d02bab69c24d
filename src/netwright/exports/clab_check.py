"""Whether containerlab takes a topology file: fields, kinds, links and names by its published rules.

Owns: the checks. Must not: make topologies (see `containerlab`); the rules are data in `clab_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .clab_rules import (
    ENDPOINT,
    FRR_DAEMONS,
    LARGEST_MTU,
    LINK,
    LINK_ENDPOINT,
    LINK_OPTIONAL,
    MAC,
    NODE,
    NODE_NAME,
    PREDEFINED,
    TOP,
    TOPOLOGY,
    Field,
)


def violations(document: Any) -> Iterator[str]:
    """One sentence for everything containerlab would refuse."""
    if not isinstance(document, Mapping):
        yield "the file is no mapping"
        return
    yield from _unknown("the file", document, TOP)
    if not isinstance(document.get("name"), str) or not document["name"]:
        yield "`name` must be a text"
    topology = document.get("topology")
    if not isinstance(topology, Mapping):
        yield "`topology` is missing"
        return
    yield from _unknown("`topology`", topology, TOPOLOGY)
    nodes = topology.get("nodes")
    if not isinstance(nodes, Mapping):
        yield "`topology.nodes` is missing"
        return
    for name, node in nodes.items():
        if not NODE_NAME.fullmatch(str(name)):
            yield f"node {name}: names begin with a letter or digit and have letters, digits, `-`, `.`, `_` and `|`"
        yield from _node(f"node {name}", node or {})
    for kind, node in (topology.get("kinds") or {}).items():
        if kind not in PREDEFINED:
            yield f"there is no kind {kind}"
        yield from _node(f"kind {kind}", node)
    if "defaults" in topology:
        yield from _node("`defaults`", topology["defaults"])
    yield from _links(topology, frozenset(map(str, nodes)))


def _unknown(what: str, found: Mapping[str, Any], known: Any) -> Iterator[str]:
    yield from (f"{what} has an unknown field `{key}`" for key in found if key not in known)


def _node(what: str, node: Any) -> Iterator[str]:
    if not isinstance(node, Mapping):
        yield f"{what} is no mapping"
        return
    yield from _unknown(what, node, NODE)
    for key, value in node.items():
        field = NODE.get(key)
        if field is not None:
            yield from (f"{what}: `{key}` {wrong}" for wrong in _value(field, value))


def _value(field: Field, value: Any) -> Iterator[str]:
    match field.type:
        case "text":
            if not isinstance(value, str):
                yield "must be a text"
            elif (field.values and value not in field.values) or not re.search(field.pattern, value):
                yield f"cannot be {value}"
        case "flag":
            if not isinstance(value, bool):
                yield "must be true or false"
        case "integer" | "number":
            kinds = int if field.type == "integer" else (int, float)
            if isinstance(value, bool) or not isinstance(value, kinds):
                yield "must be a number"
        case "texts":
            yield from _texts(value)
        case "table":
            if not isinstance(value, Mapping) or not all(isinstance(v, str | int | float) for v in value.values()):
                yield "must be a mapping of texts and numbers"
        case "frr":
            yield from _frr(value)


def _texts(value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        yield "must be a list of texts"
    elif len(set(value)) < len(value):
        yield "names something twice"


def _frr(value: Any) -> Iterator[str]:
    """`extras`, of which only the part for FRR is exported."""
    daemons = value.get("frr", {}).get("daemons") if isinstance(value, Mapping) and set(value) == {"frr"} else None
    if not isinstance(daemons, list) or not daemons:
        yield "must have a list `frr.daemons`"
        return
    yield from (f"names an unknown daemon {name}" for name in daemons if name not in FRR_DAEMONS)


def _links(topology: Mapping[str, Any], nodes: frozenset[str]) -> Iterator[str]:
    links = topology.get("links")
    if links is None:
        return
    if not isinstance(links, list) or not links:
        yield "`topology.links` must be a list that is not empty"
        return
    seen: set[tuple[str, str]] = set()
    for number, link in enumerate(links, 1):
        what = f"link {number}"
        ends = list(_ends(link)) if isinstance(link, Mapping) else []
        yield from _link(what, link)
        for node, interface in ends:
            if node not in nodes:
                yield f"{what}: there is no node {node}"
            if (node, interface) in seen:
                yield f"{what}: interface {interface} of node {node} is in another link, too"
            seen.add((node, interface))


def _link(what: str, link: Any) -> Iterator[str]:
    if not isinstance(link, Mapping):
        yield f"{what} is no mapping"
        return
    needed = LINK.get(link.get("type", ""))
    if needed is None:
        yield f"{what}: there is no link type {link['type']}"
        return
    yield from _unknown(what, link, LINK_OPTIONAL | set(needed))
    yield from (f"{what}: `{key}` is missing" for key in needed if key not in link)
    mtu = link.get("mtu", 1500)
    if isinstance(mtu, bool) or not isinstance(mtu, int) or not 1 <= mtu <= LARGEST_MTU:
        yield f"{what}: `mtu` must be between 1 and {LARGEST_MTU}"
    if "endpoints" in needed and len(link.get("endpoints", ())) != 2:
        yield f"{what}: a link has two endpoints"
    brief = "type" not in needed
    each = list(link.get("endpoints", ())) if "endpoints" in needed else [link.get("endpoint")]
    for end in each:
        yield from _endpoint(what, end, brief=brief)


def _endpoint(what: str, end: Any, *, brief: bool) -> Iterator[str]:
    if brief:
        if not isinstance(end, str) or not ENDPOINT.fullmatch(end):
            yield f"{what}: an endpoint is `node:interface`, not {end}"
        return
    if not isinstance(end, Mapping) or not all(isinstance(end.get(key), str) for key in ("node", "interface")):
        yield f"{what}: an endpoint has `node` and `interface`"
        return
    yield from _unknown(f"{what}: an endpoint", end, LINK_ENDPOINT)
    if "mac" in end and not MAC.fullmatch(end["mac"]):
        yield f"{what}: {end['mac']} is no MAC address"


def _ends(link: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for end in (*link.get("endpoints", ()), *([link["endpoint"]] if "endpoint" in link else [])):
        if isinstance(end, str):
            node, _, interface = end.partition(":")
            yield node, interface
        elif isinstance(end, Mapping):
            yield str(end.get("node")), str(end.get("interface"))
