"""The section `clusters` of a topology as typed values.

Owns: their shape, reading what the schema has checked. Must not: read resources, compare clusters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ...addr import Address, Prefix, parse_address, parse_prefix
from ...errors import NOWHERE, Problems, Span
from ...model import Map, Seq, Topology
from ...model.cluster import ServiceProtocol, WorkloadKind
from ...model.kubernetes import DEFAULT_NAMESPACE
from ..resources import is_name

Port = tuple[ServiceProtocol, int]
_PROTOCOLS: Mapping[str, ServiceProtocol] = {"tcp": "TCP", "udp": "UDP"}
LONGEST_LAB_NAME = 63
"""A label of the domain name system; names become host names."""


class WorkloadSection(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of `machines` or `pods`; None where it says nothing."""

    name: str
    kind: WorkloadKind
    node: str | None = None
    namespace: str = DEFAULT_NAMESPACE
    labels: Mapping[str, str] = {}
    addresses: tuple[Address, ...] = ()
    ports: tuple[Port, ...] = ()
    leaving: str | None = None
    data: Map
    """As it was written, for places."""
    at: Span = NOWHERE

    def place(self, key: str) -> Span:
        """Where a key's value stands, or the workload."""
        return self.data.at(key) if key in self.data else self.at


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster as a topology describes it."""

    name: str
    as_number: int | None = None
    nodes: Mapping[str, Mapping[str, str]]
    """Name -> labels of the Kubernetes Node."""
    pools: tuple[Prefix, ...] = ()
    paths: tuple[tuple[str, Span], ...] = ()
    """Files and directories of resources."""
    inline: tuple[tuple[Any, Span], ...] = ()
    """Resources themselves, located."""
    machines: Mapping[str, WorkloadSection]
    pods: Mapping[str, WorkloadSection]
    data: Map
    at: Span = NOWHERE

    @property
    def workloads(self) -> tuple[WorkloadSection, ...]:
        return (*self.machines.values(), *self.pods.values())

    def node_at(self, name: str) -> Span:
        nodes = self.data.get("nodes")
        return nodes.key_at(name) if isinstance(nodes, Map) else self.at


def read_sections(topology: Topology, problems: Problems) -> tuple[Section, ...]:
    """Clusters in the order of the topology."""
    clusters = topology.settings.get("clusters")
    if not isinstance(clusters, Map):
        return ()
    found = []
    for name, data in clusters.items():
        at = clusters.key_at(name)
        if not is_name(name):
            _bad_name("cluster", name, at, problems)
        found.append(_section(name, data if isinstance(data, Map) else Map(span=at), at, problems))
    return tuple(found)


def _section(name: str, data: Map, at: Span, problems: Problems) -> Section:
    nodes = data.get("nodes")
    paths: list[tuple[str, Span]] = []
    inline: list[tuple[Any, Span]] = []
    given = data.get("resources")
    items = given if isinstance(given, Seq) else Seq([] if given is None else [given], data.at("resources"))
    for index, item in enumerate(items):
        if isinstance(item, str):
            paths.append((item, items.at(index)))
        elif item is not None:
            inline.append((item, items.at(index)))
    return Section(
        name=name,
        as_number=data.get("as"),
        nodes={n: dict(_map(of).get("labels") or {}) for n, of in nodes.items()} if isinstance(nodes, Map) else {},
        pools=tuple(parse_prefix(text) for text in data.get("pools") or ()),
        paths=tuple(paths),
        inline=tuple(inline),
        machines=_workloads(data, "machines", "machine", problems),
        pods=_workloads(data, "pods", "pod", problems),
        data=data,
        at=at,
    )


def _map(value: Any) -> Map:
    return value if isinstance(value, Map) else Map()


def _workloads(data: Map, key: str, kind: WorkloadKind, problems: Problems) -> dict[str, WorkloadSection]:
    section = _map(data.get(key))
    found = {}
    for name, value in section.items():
        at = section.key_at(name)
        if not is_name(name) or len(name) > LONGEST_LAB_NAME:
            _bad_name(kind, name, at, problems)
            continue
        found[name] = _workload(name, kind, value, at, problems)
    return found


def _workload(name: str, kind: WorkloadKind, value: Any, at: Span, problems: Problems) -> WorkloadSection:
    if isinstance(value, str):  # short for its node
        value = _short(value, at)
    data = value if isinstance(value, Map) else Map(span=at)
    return WorkloadSection(
        name=name,
        kind=kind,
        node=data.get("node"),
        namespace=data.get("namespace") or DEFAULT_NAMESPACE,
        labels=dict(data.get("labels") or {}),
        addresses=tuple(parse_address(data[key]) for key in ("ipv4", "ipv6") if key in data),
        ports=tuple(_ports(data, problems)),
        leaving=data.get("leaving"),
        data=data,
        at=at,
    )


def _short(node: str, at: Span) -> Map:
    data = Map(span=at)
    data.put("node", node, at)
    return data


def _ports(data: Map, problems: Problems) -> list[Port]:
    listed = data.get("ports")
    found: list[Port] = []
    for index, item in enumerate(listed or ()):
        number, _, protocol = str(item).partition("/")
        known = _PROTOCOLS.get(protocol.lower() or "tcp")
        if known is None or not number.isdigit() or not 0 < int(number) < 65536:
            at = listed.at(index) if isinstance(listed, Seq) else data.at("ports")
            problems.error("wrong-type", f"`{item}` is no port", at, "write `80` or `53/udp`")
        else:
            found.append((known, int(number)))
    return found


def _bad_name(what: str, name: str, at: Span, problems: Problems) -> None:
    hint = f"lower-case letters, digits and `-`, at most {LONGEST_LAB_NAME}"
    problems.error("bad-name", f"`{name}` is no name of a {what} in Kubernetes", at, hint)
