"""Fields of KubeVirt's VirtualMachine as data: placement, interfaces, networks, size, and the names of the others.

Owns: names, types, descriptions and constraints. Must not: read documents.
Source: KubeVirt's API reference (`kubevirt.io/v1`). Objects are open: releases add fields.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, get_args

from ...errors import Problems, nearest
from ...model import Map
from ...schema.types import INVALID, MAC, Scalar, Word
from ...schema.types import Attribute as A
from . import kubevirt
from .kubevirt import VMInterface, VMNetwork, VMResources
from .objects import Constraint, Found, Items, Object, fields
from .types import ANNOTATIONS, BOOL, LABELS, NAME, STRING, Cidr, Integer

PLUGIN = "plugin"
BINDINGS = tuple(word for word in get_args(kubevirt.Binding) if word != PLUGIN)
_QUANTITY = re.compile(r"([0-9]{1,20}(?:\.[0-9]{0,9})?)(|[KMGTPE]i|[kMGTPE])")
_FACTORS = {"": 1, "k": 1000} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("KMGTPE", 1)
    for suffix, base in (("i", 1024), ("", 1000))
}


def parse_quantity(value: Any) -> Any:
    """Bytes of a quantity, `2Gi` or a plain number; INVALID when it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value >= 0 else INVALID
    match = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    return INVALID if match is None else int(Decimal(match[1]) * _FACTORS[match[2]])


QUANTITY = Scalar("an amount, `2Gi` or `512Mi`", parse_quantity)
COUNT = Integer(1, 1024)
METHOD = Object({}, lambda found: True, open=True)
PLUGIN_BINDING = Object({"name": A(STRING, "the plugin")}, lambda found: found["name"], required=("name",))


def _interface(found: Found) -> VMInterface:
    plugin = found.get("binding")
    binding: Any = next((word for word in BINDINGS if word in found), PLUGIN if plugin else None)
    return VMInterface(
        name=found["name"],
        binding=binding,
        plugin=plugin,
        mac_address=found.get("macAddress"),
        model=found.get("model"),
    )


INTERFACE = Object(
    {
        "name": A(STRING, "the network it belongs to"),
        "macAddress": A(MAC, "its MAC address"),
        "model": A(STRING, "what the guest sees"),
        "binding": A(PLUGIN_BINDING, "binding by a plugin"),
        **{word: A(METHOD, f"binding by {word}") for word in BINDINGS},
    },
    _interface,
    required=("name",),
    constraints=(
        Constraint(
            "vm-interface-bindings",
            "an interface of a machine has one binding",
            "",
            lambda found: len({"binding", *BINDINGS} & set(found)) > 1,
            "nested clusters need `bridge: {}`",
        ),
    ),
    ignored="acpiIndex bootOrder dhcpOptions pciAddress portRanges ports state tag",
    open=True,
)
POD_NETWORK = Object(
    {
        "vmNetworkCIDR": A(Cidr(4), "prefix inside the machine"),
        "vmIPv6NetworkCIDR": A(Cidr(6), "prefix inside the machine"),
    },
    lambda found: dict(found),
)
MULTUS = Object(
    {"networkName": A(STRING, "its definition")},
    lambda found: found["networkName"],
    required=("networkName",),
    ignored="default",
)


def _network(found: Found) -> VMNetwork:
    pod: dict[str, Any] = found.get("pod", {})
    return VMNetwork(
        name=found["name"],
        pod="pod" in found,
        multus=found.get("multus"),
        vm_network_cidr=pod.get("vmNetworkCIDR"),
        vm_ipv6_network_cidr=pod.get("vmIPv6NetworkCIDR"),
    )


NETWORK = Object(
    {
        "name": A(STRING, "its name"),
        "pod": A(POD_NETWORK, "the network of pods"),
        "multus": A(MULTUS, "a network of Multus"),
    },
    _network,
    required=("name",),
    constraints=(
        Constraint(
            "vm-network-kind",
            "a network of a machine is either `pod` or `multus`",
            "",
            lambda found: "pod" in found and "multus" in found,
        ),
    ),
    ignored="resourceClaim",
    open=True,
)
CPU = Object(
    {
        "cores": A(COUNT, "cores of a socket"),
        "sockets": A(COUNT, "sockets"),
        "threads": A(COUNT, "threads of a core"),
    },
    fields,
    ignored="dedicatedCpuPlacement features isolateEmulatorThread maxSockets model numa realtime",
    open=True,
)
MEMORY = Object(
    {"guest": A(QUANTITY, "what the guest sees")},
    lambda found: found.get("guest"),
    ignored="hugepages maxGuest reservedOverhead",
    open=True,
)
AMOUNTS = Object({"memory": A(QUANTITY, "memory")}, lambda found: found.get("memory"), open=True)
REQUESTS = Object(
    {"requests": A(AMOUNTS, "what it needs")},
    lambda found: found.get("requests"),
    ignored="limits overcommitGuestOverhead",
    open=True,
)
DEVICES = Object(
    {"interfaces": A(Items(INTERFACE), "its interfaces")},
    lambda found: found.get("interfaces", ()),
    open=True,
)


def _domain(found: Found) -> dict[str, Any]:
    memory = found.get("memory") or found.get("resources")
    size = VMResources(**found.get("cpu", {}), memory_bytes=memory)
    return {"interfaces": found.get("devices", ()), "resources": size}


DOMAIN = Object(
    {
        "cpu": A(CPU, "processors"),
        "memory": A(MEMORY, "memory"),
        "resources": A(REQUESTS, "what it needs of the node"),
        "devices": A(DEVICES, "devices"),
    },
    _domain,
    ignored="chassis clock features firmware ioThreads ioThreadsPolicy launchSecurity machine rebootPolicy",
    open=True,
)


def _join_networks(found: Found, value: Map, name: str, problems: Problems) -> bool:
    """Every interface names a network."""
    networks = [network.name for network in found.get("networks", ())]
    interfaces = found["domain"]["interfaces"]
    whole = True
    for index, interface in enumerate(interfaces):
        if interface.name not in networks:
            at = value["domain"]["devices"]["interfaces"][index].at("name")
            problems.error(
                "vm-interface-without-network",
                f"interface `{interface.name}` of the machine has no network of its name",
                at,
                nearest(interface.name, networks) or f"add it to `{name}.networks`",
            )
            whole = False
    return whole


INSTANCE = Object(
    {
        "domain": A(DOMAIN, "the machine"),
        "hostname": A(NAME, "its host name"),
        "networks": A(Items(NETWORK), "its networks"),
        "nodeSelector": A(LABELS, "nodes it may be on"),
    },
    lambda found: {**fields({key: item for key, item in found.items() if key != "domain"}), **found["domain"]},
    required=("domain",),
    further=_join_networks,
    ignored=(
        "accessCredentials affinity architecture dnsConfig dnsPolicy evictionStrategy livenessProbe "
        "priorityClassName readinessProbe resourceClaims schedulerName serviceAccountName startStrategy subdomain "
        "terminationGracePeriodSeconds tolerations topologySpreadConstraints utilityVolumes volumes"
    ),
    open=True,
)
TEMPLATE_METADATA = Object(
    {"labels": A(LABELS, "labels of its pod"), "annotations": A(ANNOTATIONS, "annotations of its pod")},
    lambda found: {f"template_{key}": item for key, item in found.items()},
    open=True,
)
TEMPLATE = Object(
    {"metadata": A(TEMPLATE_METADATA, "of its pod"), "spec": A(INSTANCE, "the machine")},
    lambda found: {**found.get("metadata", {}), **found["spec"]},
    required=("spec",),
)
SPEC = Object(
    {
        "running": A(BOOL, "whether it runs"),
        "runStrategy": A(Word(*get_args(kubevirt.RunStrategy)), "when it runs"),
        "template": A(TEMPLATE, "the machine and its pod"),
    },
    lambda found: {**fields({k: v for k, v in found.items() if k != "template"}), **found["template"]},
    required=("template",),
    constraints=(
        Constraint(
            "vm-runs-twice",
            "`running` and `runStrategy` both say when the machine runs",
            "running",
            lambda found: "running" in found and "runStrategy" in found,
            "keep `runStrategy`; `running` is deprecated",
        ),
    ),
    ignored="dataVolumeTemplates instancetype preference updateVolumesStrategy",
    open=True,
)
VIRTUAL_MACHINE = Object({"spec": A(SPEC, "")}, lambda found: found["spec"], required=("spec",), ignored="status")
