"""Workloads of a cluster: what resources and facts say of them, brought together.

Owns: the merge, and the labels selectors see. Must not: know peers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..resources import NamespacedName, Pod, Resources, VirtualMachine
from ..selectors import workload_labels
from .facts import ClusterFacts, Workload

VM_NAME_LABEL = "vm.kubevirt.io/name"
"""KubeVirt puts it on the pod of a machine."""
LAUNCHER_LABEL, LAUNCHER = "kubevirt.io", "virt-launcher"
"""The same, and the same for all machines."""


def workloads_of(resources: Resources, facts: ClusterFacts) -> Mapping[NamespacedName, Workload]:
    """Placed workloads with an address, in order of their names; facts win over pods of the same name."""
    found = {workload.name: workload for workload in _of_pods(resources.pods.values())}
    found |= {workload.name: workload for workload in facts.workloads}
    return {name: found[name] for name in sorted(found) if found[name].addresses}


def _of_pods(pods: Iterable[Pod]) -> Iterable[Workload]:
    for pod in pods:
        if pod.node_name and pod.pod_ips and not pod.host_network and not pod.has_ended:
            yield Workload(
                name=pod.key,
                node=pod.node_name,
                labels=pod.labels,
                addresses=pod.pod_ips,
                service_account=pod.service_account_name,
            )


def machine_labels(machine: VirtualMachine) -> dict[str, str]:
    """Labels of the pod of a machine: those of its template, and KubeVirt's own."""
    return {**machine.template_labels, VM_NAME_LABEL: machine.name, LAUNCHER_LABEL: LAUNCHER}


def selectable_labels(workload: Workload, resources: Resources) -> dict[str, str]:
    """Everything a `localWorkloadSelector` can name of it; a machine's template says what its pod's labels are."""
    machine = resources.virtual_machines.get(workload.name)
    template = machine_labels(machine) if machine is not None else {}
    namespace = workload.name.namespace
    return workload_labels(
        {**template, **workload.labels}, namespace, resources.namespace_labels(namespace), workload.service_account
    )
