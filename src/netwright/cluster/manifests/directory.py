"""All resources of one cluster, by the file they go into.

Owns: bringing together what a user wrote and what the topology makes; the former wins. Must not: print a README.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ...render.documents import yaml_text
from ..designed import DesignedCluster
from .machines import machine_labels, made_machine
from .made import made_access, made_configuration, made_namespaces, made_pool
from .model import PRIVATE, PUBLIC, ManifestFile, Tree
from .nodes import made_nodes
from .order import ALL_STEPS, CALICO, KUBEVIRT, Step, step_of
from .pods import IDLE, made_pod, pod_labels
from .sites import Sites
from .written import CALICO_NODE, LeftOut, ResourceId, Written, identify, read_written


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """What is applied to one cluster."""

    site: DesignedCluster
    resources: Mapping[Step, tuple[Tree, ...]]
    """In order of application; files that would be empty are not there."""
    left_out: tuple[LeftOut, ...]

    @property
    def name(self) -> str:
        return self.site.cluster.name

    def files(self) -> Iterator[ManifestFile]:
        for step, trees in self.resources.items():
            yield ManifestFile(
                path=f"{self.name}/{step.name}.yaml",
                content="---\n".join(map(yaml_text, trees)),
                mode=PRIVATE if step.private else PUBLIC,
                resources=tuple(str(identify(tree)) for tree in trees),
            )


def make_directory(sites: Sites, site: DesignedCluster) -> Directory:
    """Resources of a cluster. What the topology makes fills what a user's document of the same name does not say."""
    written = read_written(site.documents)
    found = {name: tree for name, tree in written.trees.items() if (name.version, name.kind) != CALICO_NODE}
    for tree in _made(sites, site, written):
        identity = identify(tree)
        found[identity] = _merged(found[identity], tree) if identity in found else tree
    for identity in found:
        if identity[:2] == ("v1", "Pod"):
            found[identity] = _merged(found[identity], {"spec": {"containers": [IDLE]}})
    for tree in [*made_namespaces(found.values())]:
        found[identify(tree)] = tree
    by_step: dict[Step, list[tuple[ResourceId, Tree]]] = {step: [] for step in ALL_STEPS}
    for identity, tree in found.items():
        by_step[step_of(identity.version, identity.kind)].append((identity, tree))
    resources = {step: tuple(_in_order(step, each)) for step, each in by_step.items() if each}
    return Directory(site=site, resources=resources, left_out=written.left_out)


def _made(sites: Sites, site: DesignedCluster, written: Written) -> Iterator[Tree]:
    told = site.resources
    for pool in told.ip_pools.values():
        yield made_pool(pool, explicit=ResourceId(CALICO, "IPPool", "", pool.name) not in written.trees)
    yield from map(made_configuration, told.bgp_configurations.values())
    yield from made_access(told)
    yield from made_nodes(site, written, sites.pinned_nodes(site))
    yield from _workloads(sites, site, written)


def _workloads(sites: Sites, site: DesignedCluster, written: Written) -> Iterator[Tree]:
    """Machines and pods of the topology; of those a user wrote what the topology adds, unless they are left out."""
    left_out = {each.resource for each in written.left_out}
    for lab_name in site.cluster.workloads:
        place = site.workloads[lab_name]
        is_machine = place.kind == "machine"
        version, kind = (KUBEVIRT, "VirtualMachine") if is_machine else ("v1", "Pod")
        identity = ResourceId(version, kind, *place.name)
        if identity in left_out:
            continue
        if identity not in written.trees:
            yield made_machine(sites, site, lab_name) if is_machine else made_pod(site, lab_name)
            continue
        added = machine_labels(site, lab_name) if is_machine else pod_labels(site, lab_name)
        metadata = {"name": place.name.name, "namespace": place.name.namespace, **added.pop("metadata", {})}
        yield {"apiVersion": version, "kind": kind, "metadata": metadata, **added}


def _merged(written: Any, made: Any) -> Any:
    """Mappings are merged, and what was written wins."""
    if not isinstance(written, dict) or not isinstance(made, dict):
        return written
    both = {key: _merged(value, made[key]) if key in made else value for key, value in written.items()}
    return both | {key: value for key, value in made.items() if key not in written}


def _in_order(step: Step, resources: Iterable[tuple[ResourceId, Tree]]) -> Iterator[Tree]:
    """By kind as the step lists them, then by name; others stay as they were given."""
    kinds = {kind: position for position, kind in enumerate(step.kinds)}
    given = [*resources]
    if kinds:
        given.sort(key=lambda each: (kinds[each[0].version, each[0].kind], each[0].namespace, each[0].name))
    return (tree for _, tree in given)
