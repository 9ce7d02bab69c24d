"""Rules about losing one thing. A lab has single points for a reason more often than not: these rules are asked for.

Owns: nodes and links whose loss takes the network apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Node
from ...model.rule import names
from ..graphs import components, cuts
from ..rule import Finding
from ..subject import Subject


def _is_leaf(node: Node) -> bool:
    """Hosts, and machines of Kubernetes clusters, have one link by nature."""
    return node.role == "host" or node.workload is not None


def _edges(subject: Subject) -> dict[str, list[str]]:
    """Nodes with those they share a link with."""
    found: dict[str, list[str]] = {name: [] for name in subject.network.nodes}
    for ends in subject.cables:
        members = list(dict.fromkeys(end.node.name for end in ends))
        for name in members:
            found[name] += [other for other in members if other != name]
    return found


def single_point_of_failure(subject: Subject) -> Iterator[Finding]:
    """A router or switch whose loss leaves others apart."""
    edges = _edges(subject)
    cut = cuts(edges).nodes
    nodes = subject.network.nodes
    for name, node in nodes.items():
        if name not in cut or _is_leaf(node):
            continue
        rest = {other: [o for o in others if o != name] for other, others in edges.items() if other != name}
        near = set(edges[name])
        parts = [part for part in components(rest, rest) if near & set(part)]
        apart = [[n for n in part if not _is_leaf(nodes[n])] for part in parts]
        if sum(bool(part) for part in apart) > 1:
            smallest = min((part for part in apart if part), key=len)
            message = f"without `{name}` the rest does not reach {names(smallest)}"
            yield Finding(message, subject.node_at(name), "a second way around it")


def single_link(subject: Subject) -> Iterator[Finding]:
    """A link between routers or switches whose loss leaves them apart."""
    nodes = subject.network.nodes
    edges = _edges(subject)
    bridges = cuts(edges).edges
    for link, ends in zip(subject.network.links, subject.cables, strict=True):
        pair = frozenset(end.node.name for end in ends)
        if pair not in bridges or any(_is_leaf(nodes[name]) for name in pair):
            continue
        one, other = dict.fromkeys(end.node.name for end in ends)
        rest = {n: [o for o in others if {n, o} != pair] for n, others in edges.items()}
        parts = [part for part in components(rest, rest) if one in part or other in part]
        smallest = min(([n for n in part if not _is_leaf(nodes[n])] for part in parts), key=len)
        message = f"the link between `{one}` and `{other}` is the only way to {names(smallest)}"
        yield Finding(message, subject.link_at(link), "a second link, or another way around")
