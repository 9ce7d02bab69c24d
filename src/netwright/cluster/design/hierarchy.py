"""Which cluster is nested in which: parents first.

Owns: order and parents of clusters; every name of a workload stands once in a lab. Must not: read resources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...errors import Problems, nearest
from .sections import Section, WorkloadSection


class Nested(NamedTuple):
    """A section with the cluster around it."""

    section: Section
    parent: str | None


def nest(sections: Iterable[Section], nodes: Iterable[str], problems: Problems) -> tuple[Nested, ...]:
    """Sections in an order in which parents come first; what is nested in itself or belongs nowhere is left out.

    `nodes`: of the topology.
    """
    by_name = {section.name: section for section in sections}
    machines = _machines(by_name, set(nodes), problems)
    owners = _check_members(by_name, problems)
    parents: dict[str, str | None] = {}
    for name, section in by_name.items():
        around_it = _parents(section, machines, owners, problems)
        if len(around_it) <= 1:
            parents[name] = next(iter(around_it), None)
    found: dict[str, Nested] = {}
    for name, start in by_name.items():
        chain: list[str] = []
        around: str | None = name
        while around is not None and around not in chain:
            chain.append(around)
            around = parents.get(around)
        if any(outer not in parents for outer in chain):
            continue
        if around is not None:
            message = f"cluster `{name}` is nested in itself: {' in '.join([*chain, around])}"
            problems.error("cluster-cycle", message, start.at, "a cluster's nodes are machines of another one")
            continue
        for outer in reversed(chain):
            found.setdefault(outer, Nested(by_name[outer], parents[outer]))
    return tuple(found.values())


def _machines(sections: Mapping[str, Section], nodes: set[str], problems: Problems) -> Mapping[str, str]:
    """Machine -> its cluster."""
    owners: dict[str, tuple[str, WorkloadSection]] = {}
    for name, section in sections.items():
        for workload in section.workloads:
            if workload.name in owners or workload.name in nodes:
                where = (
                    f"{owners[workload.name][1].kind} of cluster `{owners[workload.name][0]}`"
                    if (workload.name in owners)
                    else "node of the topology"
                )
                message = f"{workload.kind} `{workload.name}` of cluster `{name}`: a {where} has that name"
                problems.error("duplicate-node", message, workload.at, "names are unique in a lab")
                continue
            owners[workload.name] = (name, workload)
    return {workload: cluster for workload, (cluster, entry) in owners.items() if entry.kind == "machine"}


def _check_members(sections: Mapping[str, Section], problems: Problems) -> Mapping[str, str]:
    """A node is of one cluster, which is the result, and workloads are on nodes of theirs."""
    owners: dict[str, str] = {}
    for name, section in sections.items():
        if not section.nodes:
            message = f"cluster `{name}` has no nodes"
            problems.error("cluster-without-nodes", message, section.at, "nodes: [ w1, w2 ]")
        for node in section.nodes:
            if node in owners:
                message = f"node `{node}` is in cluster `{owners[node]}` and in `{name}`"
                problems.error("node-in-two-clusters", message, section.node_at(node))
            owners.setdefault(node, name)
        for workload in section.workloads:
            for key, wanted in (("node", workload.node), ("leaving", workload.leaving)):
                if wanted is not None and wanted not in section.nodes:
                    hint = nearest(wanted, section.nodes) or f"its nodes are {', '.join(section.nodes) or 'none'}"
                    message = f"{workload.kind} `{workload.name}`: cluster `{name}` has no node `{wanted}`"
                    problems.error("unknown-node", message, workload.place(key), hint)
            if workload.leaving is not None and workload.leaving == workload.node:
                message = f"{workload.kind} `{workload.name}` is leaving `{workload.node}`, where it runs"
                problems.error("bad-move", message, workload.place("leaving"), "`leaving` is the node it comes from")
    return owners


def _parents(
    section: Section, machines: Mapping[str, str], owners: Mapping[str, str], problems: Problems
) -> list[str | None]:
    """The cluster whose machines are the nodes; None: they are machines of the topology. Several are a mistake."""
    found = {node: machines.get(node) for node in section.nodes if owners[node] == section.name}
    parents = dict.fromkeys(found.values())
    if len(parents) > 1:
        odd = next(node for node, parent in found.items() if parent != next(iter(parents)))
        said = ", ".join(f"`{node}` of {f'`{p}`' if p else 'the topology'}" for node, p in found.items())
        message = f"nodes of cluster `{section.name}` are machines of different clusters: {said}"
        problems.error("cluster-of-two-parents", message, section.node_at(odd))
    return list(parents)
