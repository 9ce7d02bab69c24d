"""Machines of a cluster -> KubeVirt's VirtualMachines: bridged into the network of pods, on their nodes.

Owns: what a machine is when no user wrote it. Must not: change one that a user wrote.
Source: KubeVirt's API reference and user guide; Calico's documentation of `cni.projectcalico.org/ipAddrs`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from ...addr import Family, Prefix
from ...model.cluster import WorkloadPlace
from ...model.kubernetes import Metadata
from ..design.placing import HOSTNAME_LABEL
from ..designed import DesignedCluster
from ..resources import VirtualMachine
from .cloud_init import host_data, network_data, node_data
from .commands import INIT, join_command
from .kubeadm import init_file
from .made import head
from .model import Tree
from .order import KUBEVIRT
from .settings import NODE_IMAGE, SSH_KEY
from .sites import Sites, pinned

_ROOT, _CLOUD_INIT, _NETWORK = "root", "cloudinit", "default"


class Size(NamedTuple):
    cores: int
    memory_gib: int
    disk_gib: int


GIB = 1 << 30
NODE, PLAIN = Size(2, 4, 20), Size(1, 1, 0)
"""kubeadm asks for two cores; a machine that is no node lives on its image."""


def made_machine(sites: Sites, site: DesignedCluster, lab_name: str) -> Tree:
    """A machine of the topology as a VirtualMachine."""
    place = site.workloads[lab_name]
    known = site.resources.virtual_machines.get(place.name)
    nested = sites.nested(lab_name)
    size = machine_size(sites, site, lab_name)
    labels = {**(known.template_labels if known is not None else {}), **place.labels}
    annotations = dict(known.template_annotations) if known is not None else {}
    template = {"spec": _instance(sites, site, lab_name, size)}
    if labels or annotations:
        template = {"metadata": _metadata(labels, annotations), **template}
    spec: Tree = {"runStrategy": "Always"}
    if nested is not None:
        spec["dataVolumeTemplates"] = [_disk(place.name.name, size)]
    metadata = Metadata(name=place.name.name, namespace=place.name.namespace, labels=_own_labels(known))
    return head(KUBEVIRT, "VirtualMachine", metadata) | {"spec": spec | {"template": template}}


def machine_labels(site: DesignedCluster, lab_name: str) -> Tree:
    """What a topology adds to a machine that a user wrote: labels and annotations of its pod, where it has none."""
    place = site.workloads[lab_name]
    known = site.resources.virtual_machines.get(place.name)
    labels = {**(known.template_labels if known is not None else {}), **place.labels}
    found = _metadata(labels, dict(known.template_annotations) if known is not None else {})
    return {"spec": {"template": {"metadata": found}}} if found else {}


def machine_size(sites: Sites, site: DesignedCluster, lab_name: str) -> Size:
    """As its resource says; else, of a node: what it takes, and what the machines it runs take."""
    nested = sites.nested(lab_name)
    known = site.resources.virtual_machines.get(site.workloads[lab_name].name)
    if known is not None and known.resources.memory_bytes is not None:
        given = known.resources
        cores = math.prod(count or 1 for count in (given.cores, given.sockets, given.threads))
        return Size(cores, -(-(given.memory_bytes or 0) // GIB), NODE.disk_gib)
    if nested is None:
        return PLAIN
    total = NODE
    for name in nested.cluster.machines:
        if nested.workloads[name].host == lab_name:
            total = Size(*(a + b for a, b in zip(total, machine_size(sites, nested, name), strict=True)))
    return total


def service_ranges(site: DesignedCluster) -> tuple[Prefix, ...]:
    """Ranges of cluster addresses that a cluster announces, the first of each family."""
    configuration = site.resources.configuration()
    ranges = configuration.service_cluster_ips if configuration is not None else ()
    return tuple({prefix.family: prefix for prefix in reversed(ranges)}.values())


def first_node_address(sites: Sites, site: DesignedCluster) -> str:
    """Of the first node of a nested cluster, or the word that stands for it where Calico chooses it."""
    first = site.cluster.nodes[0]
    addresses = sites.pinned_nodes(site).get(first, ())
    return str(addresses[0]) if addresses else f"ADDRESS-OF-{first.upper()}"


def node_command(sites: Sites, site: DesignedCluster, name: str) -> str:
    """What makes a machine a node of a nested cluster, as root."""
    return INIT if name == site.cluster.nodes[0] else join_command(name, first_node_address(sites, site))


def _init_file(sites: Sites, site: DesignedCluster, name: str) -> str:
    """What kubeadm is told on the first node; empty for others."""
    if name != site.cluster.nodes[0]:
        return ""
    addresses = sites.pinned_nodes(site).get(name, ())
    return init_file(addresses, site.cluster.pools, service_ranges(site))


def _metadata(labels: dict[str, str], annotations: dict[str, str]) -> Tree:
    found = {"labels": labels, "annotations": annotations}
    return {key: value for key, value in found.items() if value}


def _own_labels(known: VirtualMachine | None) -> dict[str, str]:
    return dict(known.labels) if known is not None else {}


def _instance(sites: Sites, site: DesignedCluster, lab_name: str, size: Size) -> Tree:
    place, nested = site.workloads[lab_name], sites.nested(lab_name)
    cpu: dict[str, Any] = {"cores": size.cores}
    if nested is not None and nested.cluster.machines:
        cpu["model"] = "host-passthrough"  # it runs machines itself
    devices = {
        "disks": [{"name": name, "disk": {"bus": "virtio"}} for name in (_ROOT, _CLOUD_INIT)],
        "interfaces": [{"name": _NETWORK, "bridge": {}}],
        "rng": {},
    }
    spec: Tree = {
        "hostname": lab_name,
        "nodeSelector": {HOSTNAME_LABEL: place.host},
        "domain": {"cpu": cpu, "memory": {"guest": f"{size.memory_gib}Gi"}, "devices": devices},
        "networks": [{"name": _NETWORK, "pod": {}}],
        "volumes": [_root(place, nested is not None), _cloud_init(sites, site, lab_name)],
    }
    if nested is not None:
        key = {"source": {"secret": {"secretName": SSH_KEY}}, "propagationMethod": {"noCloud": {}}}
        spec["accessCredentials"] = [{"sshPublicKey": key}]
    return spec


def _disk(name: str, size: Size) -> Tree:
    """A disk that stays, with the image on it."""
    return {
        "metadata": {"name": f"{name}-{_ROOT}"},
        "spec": {
            "source": {"registry": {"url": f"docker://{NODE_IMAGE}"}},
            "storage": {"resources": {"requests": {"storage": f"{size.disk_gib}Gi"}}},
        },
    }


def _root(place: WorkloadPlace, is_node: bool) -> Tree:
    if is_node:
        return {"name": _ROOT, "dataVolume": {"name": f"{place.name.name}-{_ROOT}"}}
    return {"name": _ROOT, "containerDisk": {"image": NODE_IMAGE}}


def _cloud_init(sites: Sites, site: DesignedCluster, lab_name: str) -> Tree:
    addresses, nested = pinned(site, site.workloads[lab_name]), sites.nested(lab_name)
    source = {"userData": host_data(lab_name)}
    if nested is not None:
        init, then = _init_file(sites, nested, lab_name), node_command(sites, nested, lab_name)
        source["userData"] = node_data(lab_name, addresses, _families(nested), init, then)
    network = network_data(addresses)
    if network:
        source["networkData"] = network
    return {"name": _CLOUD_INIT, "cloudInitNoCloud": source}


def _families(site: DesignedCluster) -> Iterable[Family]:
    """What a node forwards."""
    return sorted({pool.family for pool in site.cluster.pools})
