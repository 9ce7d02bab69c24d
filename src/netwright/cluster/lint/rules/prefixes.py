"""Rules about ranges: pools, services and node networks of clusters whose routes meet.

Owns: what may overlap and what not. Must not: repeat what reading refuses (pools of one cluster that overlap).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ....addr import Prefix
from ....errors import Span
from ....model.rule import Finding
from ..subject import Subject
from ..view import View, service_ranges


class _Range(NamedTuple):
    """Addresses of a cluster, for one purpose."""

    prefix: Prefix
    view: View
    kind: Literal["pool", "service", "external", "node"]
    what: str
    at: Span


def cluster_prefix_overlap(subject: Subject) -> Iterator[Finding]:
    """Pools, service ranges and node networks, of one cluster or of two, that overlap."""
    ranges = sorted((r for view in subject.clusters for r in _ranges(view)), key=lambda r: r.prefix)
    around: list[_Range] = []
    for each in ranges:
        while around and not around[-1].prefix.contains(each.prefix):
            around.pop()
        other = next((o for o in around if _clash(each, o)), None)
        if other is not None:
            yield Finding(
                f"{each.what} {each.prefix} of cluster `{each.view.name}` overlaps {other.what} {other.prefix} "
                f"of {'the same cluster' if other.view is each.view else f'cluster `{other.view.name}`'}",
                each.at,
                f"see {other.at}; every cluster needs ranges of its own",
            )
        around.append(each)


def _ranges(view: View) -> Iterator[_Range]:
    for pool in view.workload_pools:
        yield _Range(pool.cidr, view, "pool", "pool", pool.places.at("spec.cidr"))
    for field, prefixes in service_ranges(view.configuration):
        kind: Literal["service", "external"] = "service" if field == "serviceClusterIPs" else "external"
        at = view.configuration.places if view.configuration is not None else None
        for index, prefix in enumerate(prefixes):
            where = at.at(f"spec.{field}[{index}].cidr") if at is not None else view.anchor
            yield _Range(prefix, view, kind, "service range", where)
    yield from _node_networks(view)


def _node_networks(view: View) -> Iterator[_Range]:
    """Each once; a node that is known by its address alone says no network."""
    seen: set[Prefix] = set()
    for node in view.nodes.values():
        for family in node.families:
            prefix = family.address.prefix
            if prefix.bits and prefix not in seen:
                seen.add(prefix)
                resource = view.resources.nodes.get(node.name)
                path = f"spec.bgp.ipv{family.family}Address"
                at = resource.places.at(path) if resource is not None else view.anchor
                yield _Range(prefix, view, "node", "node network", at)


def _clash(one: _Range, other: _Range) -> bool:
    """Whether two ranges that overlap must not."""
    kinds = {one.kind, other.kind}
    if kinds == {"node"} or (one.view is other.view and "pool" not in kinds and kinds != {"service", "node"}):
        return False
    if one.view is other.view:
        return kinds != {"pool"}
    if kinds == {"external", "node"}:
        return False
    nodes = one if one.kind == "node" else other
    return "node" not in kinds or not _is_within(nodes.view, other.view if nodes is one else one.view)


def _is_within(nested: View, around: View) -> bool:
    """Nodes of a nested cluster have addresses of their parents' pools."""
    parent = nested.parent
    while parent is not None and parent is not around:
        parent = parent.parent
    return parent is not None
