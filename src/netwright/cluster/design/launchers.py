"""Pods that KubeVirt runs machines in: what a cluster that runs says of its machines.

Owns: telling them from other pods. Must not: place machines. Source: KubeVirt's user guide, labels of `virt-launcher`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from ...model.kubernetes import NamespacedName
from ..peering.workloads import VM_NAME_LABEL
from ..resources import Pod, Resources
from .sections import Section

_KUBEVIRT = ("kubevirt.io", "vm.kubevirt.io/")


class Launchers(NamedTuple):
    """Resources without such pods, and the pod of each machine that runs."""

    resources: Resources
    pods: Mapping[NamespacedName, Pod]


def take_launchers(section: Section, resources: Resources) -> Launchers:
    """Pods of machines that resources or the topology name are no workloads beside them."""
    machines = {*resources.virtual_machines, *(NamespacedName(m.namespace, m.name) for m in section.machines.values())}
    others: dict[NamespacedName, Pod] = {}
    found: dict[NamespacedName, Pod] = {}
    for key, pod in resources.pods.items():
        machine = _machine(pod, machines)
        if machine is None:
            others[key] = pod
        elif pod.node_name and pod.pod_ips and not pod.has_ended:
            known = found.get(machine)
            if known is None or (pod.ready and not known.ready):  # while it moves it has two
                found[machine] = pod
    return Launchers(replace(resources, pods=others), found)


def own_labels(launcher: Pod) -> dict[str, str]:
    """Labels that its machine's template gave the pod, without those of KubeVirt."""
    return {key: value for key, value in launcher.labels.items() if not key.startswith(_KUBEVIRT)}


def _machine(pod: Pod, machines: Collection[NamespacedName]) -> NamespacedName | None:
    name = NamespacedName(pod.metadata.namespace, pod.labels.get(VM_NAME_LABEL, ""))
    return name if name in machines else None
