"""Rules about KubeVirt machines that are nodes of nested clusters.

Owns: how machines are joined to their pods' network. Must not: know BGP sessions.
Source: Calico documentation of nested clusters; KubeVirt user guide, "Interfaces and networks", "Live migration".
"""

from __future__ import annotations

from collections.abc import Iterator

from ....model.rule import Finding, names
from ..subject import Subject

ALLOW_MIGRATION = "kubevirt.io/allow-pod-bridge-network-live-migration"
"""Annotation of the pod template: KubeVirt moves a machine with a bridge on the pod network only with it."""


def machine_without_bridge(subject: Subject) -> Iterator[Finding]:
    """A machine of a nested cluster whose interface on the pod network is not bound by `bridge`."""
    for view in subject.clusters:
        for machine in view.nested_machines:
            of_pod = {network.name for network in machine.networks if network.pod}
            for index, interface in enumerate(machine.interfaces):
                if interface.name in of_pod and interface.binding != "bridge":
                    how = interface.plugin or interface.binding or "masquerade, KubeVirt's choice"
                    yield Finding(
                        f"machine `{machine.name}` is joined to the pod network by {how}: its address is not its pod's",
                        machine.places.at(f"spec.template.spec.domain.devices.interfaces[{index}]"),
                        f"{{ name: {interface.name}, bridge: {{}} }}",
                    )
            if not machine.interfaces and machine.places.has("spec.template.spec.domain"):
                yield Finding(
                    f"machine `{machine.name}` says no interface: KubeVirt joins it to the pod network by masquerade",
                    machine.places.at("spec.template.spec.domain"),
                    "devices.interfaces: [ { name: default, bridge: {} } ], networks: [ { name: default, pod: {} } ]",
                )


def machine_with_several_interfaces(subject: Subject) -> Iterator[Finding]:
    """A machine of a nested cluster with further interfaces: its node's address may be found on another one."""
    for view in subject.clusters:
        for machine in view.nested_machines:
            if len(machine.interfaces) > 1:
                listed = names(interface.name for interface in machine.interfaces)
                yield Finding(
                    f"machine `{machine.name}` has several interfaces ({listed}): its node may use another",
                    machine.places.at("spec.template.spec.domain.devices.interfaces[1]"),
                    "one interface, on the pod network, or an address detection that names it",
                )


def machine_not_migratable(subject: Subject) -> Iterator[Finding]:
    """A machine with a bridge on the pod network without the annotation that lets it migrate."""
    for view in subject.clusters:
        for machine in view.nested_machines:
            of_pod = {network.name for network in machine.networks if network.pod}
            bridged = any(i.binding == "bridge" and i.name in of_pod for i in machine.interfaces)
            written = machine.places.has("spec.template")
            if bridged and written and ALLOW_MIGRATION not in machine.template_annotations:
                yield Finding(
                    f"machine `{machine.name}` cannot migrate while it runs",
                    machine.places.at("spec.template.metadata"),
                    f'annotations: {{ {ALLOW_MIGRATION}: "" }}',
                )
