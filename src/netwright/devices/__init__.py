"""Devices that run here: their features, and the plan of a lab.

A device is one package: `features.py` (data), views and templates, `driver.py`; it adds one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import NOWHERE, Problems, Span
from ..model import DeviceCatalog, LabPlan, Network
from .base import (
    UNKNOWN,
    ChangingDriver,
    CheckedDevice,
    Device,
    Driver,
    NodeImage,
    RenderContext,
    ShowCommand,
    StateError,
)
from .bird import DEVICE as BIRD
from .calico import DEVICE as CALICO
from .dnsmasq import DEVICE as DNSMASQ
from .frr import DEVICE as FRR
from .linux import DEVICE as LINUX
from .plan import assemble
from .substitutes import SUBSTITUTES

DEVICES: Mapping[str, Device] = {d.features.name: d for d in (FRR, BIRD, LINUX, DNSMASQ, CALICO)}


def catalog() -> DeviceCatalog:
    """What designing has to know of devices."""
    return DeviceCatalog(devices={name: device.features for name, device in DEVICES.items()}, substitutes=SUBSTITUTES)


def get(name: str) -> Device:
    """The device that runs under a name. Raises KeyError for one that designing should have substituted."""
    return DEVICES[name]


def check_nodes(
    network: Network,
    problems: Problems,
    places: Mapping[str, Span] | None = None,
    context: RenderContext = UNKNOWN,
) -> None:
    """Add a problem for everything a node asks of its device that the device cannot do.

    `places` says where nodes stand in the user's file, `context` which releases they run, as far as that is known.
    """
    for node in network.nodes.values():
        device = DEVICES.get(node.device)
        if isinstance(device, CheckedDevice) and not node.skip_config:
            at = (places or {}).get(node.name, NOWHERE)
            device.check_node(network, node, problems, at, context)


def plan_lab(network: Network, context: RenderContext | None = None, **versions: Any) -> LabPlan:
    """Everything a lab has to do for a network, custom configuration excepted.

    `plan_lab(network, frr="10.3")` is short for a context with that version.
    """
    known = dict(context.versions) if context is not None else {}
    images = context.images if context is not None else {}
    chosen = RenderContext(versions={**known, **versions}, images=images)
    return assemble(network, DEVICES, chosen)


__all__ = [
    "DEVICES",
    "ChangingDriver",
    "Device",
    "Driver",
    "NodeImage",
    "RenderContext",
    "ShowCommand",
    "StateError",
    "catalog",
    "check_nodes",
    "get",
    "plan_lab",
]
