"""KubeVirt's VirtualMachine as a typed value, with the fields that placement, networking and size depend on.

Owns: its shape. Must not: start machines. Source: KubeVirt's API reference (`kubevirt.io/v1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ...addr import Prefix
from ...model.kubernetes import Resource

Binding = Literal["bridge", "masquerade", "sriov", "macvtap", "passt", "passtBinding", "slirp", "plugin"]
"""How an interface of the machine is joined to the pod's; `plugin`: one by name (`binding.name`)."""
RunStrategy = Literal["Always", "Halted", "Manual", "Once", "RerunOnFailure", "WaitAsReceiver"]


class VMInterface(msgspec.Struct, frozen=True, kw_only=True):
    """An interface of the machine; `name` is that of its network."""

    name: str
    binding: Binding | None = None
    """None: KubeVirt chooses (masquerade on the pod network)."""
    plugin: str | None = None
    mac_address: str | None = None
    model: str | None = None


class VMNetwork(msgspec.Struct, frozen=True, kw_only=True):
    """The pod network, or a network of Multus by name."""

    name: str
    pod: bool = False
    multus: str | None = None
    vm_network_cidr: Prefix | None = None
    vm_ipv6_network_cidr: Prefix | None = None


class VMResources(msgspec.Struct, frozen=True, kw_only=True):
    """Size of a machine; None: KubeVirt or an instance type chooses."""

    cores: int | None = None
    sockets: int | None = None
    threads: int | None = None
    memory_bytes: int | None = None
    """Memory the guest sees, or requests."""


class VirtualMachine(Resource, frozen=True, kw_only=True):
    """A machine and the template of the pod it runs in."""

    running: bool = True
    run_strategy: RunStrategy | None = None
    template_labels: Mapping[str, str] = {}
    """Labels of its pod, which is the workload that Calico's selectors see."""
    template_annotations: Mapping[str, str] = {}
    node_selector: Mapping[str, str] = {}
    hostname: str | None = None
    interfaces: tuple[VMInterface, ...] = ()
    networks: tuple[VMNetwork, ...] = ()
    resources: VMResources = VMResources()
