"""Sections -> `ClusterInput`: the resources of each cluster, read, with what `as`, `pools` and machines stand for.

Owns: reading files through a reader, completing resources. Must not: place workloads or choose addresses.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from ...addr import Prefix
from ...errors import Problems
from ...model import Map, Seq, Topology
from ...model.kubernetes import Metadata, NamespacedName, Places
from ...source import DirectoryReader
from ..resources import (
    DEFAULT_AS_NUMBER,
    DEFAULT_BLOCK_SIZES,
    DEFAULT_CONFIGURATION,
    BGPConfiguration,
    Document,
    IPPool,
    Pod,
    Resources,
    read_paths,
    read_resources,
    unpack,
)
from .hierarchy import nest
from .launchers import take_launchers
from .sections import Section, read_sections


class ClusterInput(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster before the network around it is known."""

    section: Section
    parent: str | None = None
    documents: tuple[Document, ...] = ()
    """What the user gave, as it was written."""
    resources: Resources
    """The same, read, with the BGPConfiguration and IPPools that `as` and `pools` stand for, without `launchers`."""
    launchers: Mapping[NamespacedName, Pod] = {}
    """Pods that machines run in, by machine."""

    @property
    def name(self) -> str:
        return self.section.name

    @property
    def as_number(self) -> int:
        configuration = self.resources.configuration()
        return (configuration.as_number if configuration is not None else None) or DEFAULT_AS_NUMBER


def read_clusters(topology: Topology, files: DirectoryReader, problems: Problems) -> tuple[ClusterInput, ...]:
    """Clusters of a topology, parents first. Their nodes in the topology get the AS of their cluster."""
    sections = read_sections(topology, problems)
    if not sections:
        return ()
    found = []
    for section, parent in nest(sections, topology.nodes, problems):
        documents = _documents(section, topology.directory, files, problems)
        resources = read_resources(documents, problems, tuple(section.nodes), section.pools)
        resources = _with_pools(section, _with_as(section, resources, problems), problems)
        resources, launchers = take_launchers(section, resources)
        cluster = ClusterInput(
            section=section,
            parent=parent,
            documents=tuple(documents),
            resources=resources,
            launchers=launchers,
        )
        found.append(cluster)
        _tell_tunnels(cluster, problems)
        _set_as_numbers(cluster, topology)
    for section in sections:  # what is left out for a mistake of its own is no node without an AS as well
        for name in section.nodes:
            _set_as_number(topology, name, section.as_number or DEFAULT_AS_NUMBER)
    return tuple(found)


def _documents(section: Section, directory: str, files: DirectoryReader, problems: Problems) -> list[Document]:
    found: list[Document] = []
    for path, at in section.paths:
        found += read_paths([os.path.normpath(os.path.join(directory, path))], files, problems, at)
    for tree, at in section.inline:
        found += unpack([tree], at, problems)
    return found


def _with_as(section: Section, resources: Resources, problems: Problems) -> Resources:
    """`as` is the `asNumber` of BGPConfiguration `default`."""
    if section.as_number is None:
        return resources
    known = resources.configuration()
    if known is None:
        places = Places(section.data.at("as"))
        known = BGPConfiguration(metadata=Metadata(name=DEFAULT_CONFIGURATION), places=places)
    elif known.as_number not in (None, section.as_number):
        said = f"cluster `{section.name}` is in AS {section.as_number}"
        message = f"{said}, but its BGPConfiguration says {known.as_number}"
        problems.error("cluster-as-conflict", message, section.data.at("as"), "leave one of them out")
    configuration = replace(known, as_number=section.as_number)
    configurations = {**resources.bgp_configurations, DEFAULT_CONFIGURATION: configuration}
    return replace(resources, bgp_configurations=dict(sorted(configurations.items())))


def _with_pools(section: Section, resources: Resources, problems: Problems) -> Resources:
    """`pools` are IPPools without encapsulation; those of resources stay."""
    if not section.pools:
        return resources
    listed, pools = section.data.get("pools"), dict(resources.ip_pools)
    for index, cidr in enumerate(section.pools):
        at = listed.at(index) if isinstance(listed, Seq) else section.data.at("pools")
        known = next((p for p in pools.values() if p.cidr.overlaps(cidr)), None)
        size = DEFAULT_BLOCK_SIZES[cidr.family]
        if known is not None:
            message = f"pool {cidr} of cluster `{section.name}` overlaps IPPool {known.name}, {known.cidr}"
            problems.error("pools-overlap", message, at, "pools of a cluster are disjoint")
        elif cidr.length > size:
            message = f"pool {cidr} is smaller than one of its blocks, which have {size} bits"
            problems.error("pool-smaller-than-block", message, at, "give an IPPool with `blockSize` in `resources`")
        else:
            name = _pool_name(pools, cidr)
            pools[name] = IPPool(metadata=Metadata(name=name), places=Places(at), cidr=cidr, block_size=size)
    return replace(resources, ip_pools=dict(sorted(pools.items())))


def _pool_name(taken: Iterable[str], cidr: Prefix) -> str:
    """`pool-ipv4`, `pool-ipv4-2`, ..."""
    base, number = f"pool-ipv{cidr.family}", 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return name


def _tell_tunnels(cluster: ClusterInput, problems: Problems) -> None:
    """Pools with encapsulation: Felix makes tunnels, and no Felix runs in a lab."""
    for pool in cluster.resources.ip_pools.values():
        for field, mode in (("ipipMode", pool.ipip_mode), ("vxlanMode", pool.vxlan_mode)):
            if mode != "Never" and not pool.disabled:
                message = (
                    f"IPPool {pool.name} of cluster `{cluster.name}` has `{field}: {mode}`, and labs have no tunnels"
                )
                hint = "its pods are reached on other nodes only where BGP has a route to them"
                problems.warning("pool-with-tunnels", message, pool.places.at(f"spec.{field}"), hint)


def _set_as_numbers(cluster: ClusterInput, topology: Topology) -> None:
    """What the design of the network has to know: sessions lead from routers to these nodes."""
    for name in cluster.section.nodes:
        given = cluster.resources.nodes.get(name)
        number = given.bgp.as_number if given is not None and given.bgp is not None else None
        _set_as_number(topology, name, number or cluster.as_number)


def _set_as_number(topology: Topology, name: str, number: int) -> None:
    """Unless the topology says it; machines of clusters are no nodes of the topology."""
    node = topology.nodes.get(name)
    if node is None:
        return
    bgp = node.get("bgp")
    if not isinstance(bgp, Map):
        bgp = Map(span=node.span)
        node.put("bgp", bgp)
    if "as" not in bgp:
        bgp.put("as", number)
