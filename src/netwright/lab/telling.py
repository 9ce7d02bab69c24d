"""A change of a plan in words, one sentence each.

Owns: the words. Must not: compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import RoutePlan, Segment
from .changes import NodeChange, PlanChange

LISTED = (
    ("interfaces_added", "+", "interface"),
    ("interfaces_removed", "-", "interface"),
    ("interfaces_remade", "~", "interface"),
    ("interfaces_changed", "~", "interface"),
    ("sysctls", "~", "setting"),
    ("files_written", "~", "file"),
    ("files_removed", "-", "file"),
    ("daemons_added", "+", "daemon"),
    ("daemons_removed", "-", "daemon"),
    ("daemons_restarted", "~", "daemon"),
    ("snippets_applied", "~", "configuration"),
    ("snippets_removed", "-", "configuration"),
)
"""Fields of a `NodeChange` that are names, the mark of each, and what the names are of."""


def sentences(change: PlanChange) -> tuple[str, ...]:
    """`+ node r4`, `- link r1.eth2 - r2.eth1`, `~ node r1: + interface eth3, ~ file /etc/bird/bird.conf`."""
    return (
        *(f"+ node {name}" for name in change.nodes_added),
        *(f"- node {name}" for name in change.nodes_removed),
        *(f"+ link {link_name(segment)}" for segment in change.links_added),
        *(f"- link {link_name(segment)}" for segment in change.links_removed),
        *(f"~ link {link_name(segment)}" for segment in change.links_changed),
        *(f"~ link {'.'.join(m.stays)}: {'.'.join(m.before)} -> {'.'.join(m.after)}" for m in change.moves),
        *(f"~ node {node.name}: {', '.join(parts(node))}" for node in change.nodes_changed),
        *(("~ /etc/hosts of every node",) if change.hosts else ()),
    )


def data(change: PlanChange) -> dict[str, Any]:
    """The same as plain data: what was added, removed and changed."""
    return {
        "added": {"nodes": change.nodes_added, "links": [_ends(segment) for segment in change.links_added]},
        "removed": {"nodes": change.nodes_removed, "links": [_ends(segment) for segment in change.links_removed]},
        "changed": {
            "nodes": {node.name: _node(node) for node in change.nodes_changed},
            "links": [_ends(segment) for segment in change.links_changed],
            "moved": [
                {"end": ".".join(m.stays), "from": ".".join(m.before), "to": ".".join(m.after)} for m in change.moves
            ],
            "hosts": change.hosts,
        },
    }


def _ends(segment: Segment) -> list[str]:
    return [".".join(end) for end in segment.ends]


def _node(node: NodeChange) -> dict[str, list[str]]:
    """Only what there is."""
    found = {field: list(getattr(node, field)) for field, _mark, _what in LISTED}
    found["routes_added"] = [route_words(route) for route in node.routes_added]
    found["routes_removed"] = [route_words(route) for route in node.routes_removed]
    return {field: names for field, names in found.items() if names}


def link_name(segment: Segment) -> str:
    return " - ".join(_ends(segment))


def parts(node: NodeChange) -> Iterator[str]:
    """What happens to one node."""
    for field, mark, what in LISTED:
        for name in getattr(node, field):
            yield f"{mark} {what} {name}"
    yield from (f"+ route {route_words(route)}" for route in node.routes_added)
    yield from (f"- route {route_words(route)}" for route in node.routes_removed)


def route_words(route: RoutePlan) -> str:
    """As iproute2 has it."""
    words = [str(route.prefix)]
    if route.discard:
        words.append("discard")
    elif route.next_hop is not None:
        words.append(f"via {route.next_hop}")
    if route.ifname:
        words.append(f"dev {route.ifname}")
    if route.metric is not None:
        words.append(f"metric {route.metric}")
    return " ".join(words)
