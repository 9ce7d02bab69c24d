"""How the interfaces of a planned node stand on each other: what whoever makes them, in whatever way, has to know.

Owns: pure questions about `InterfacePlan`s. Must not: order or make anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .plan import InterfacePlan

Interfaces = Mapping[str, InterfacePlan]
"""The interfaces of one node by name, in the order of the plan."""


def is_up(interface: InterfacePlan, interfaces: Interfaces) -> bool:
    """Whether it is to be raised: the kernel refuses to raise a VLAN of a link that is down."""
    if interface.kind == "loopback":
        return True
    below = interfaces.get(interface.parent or "")
    if interface.kind == "vlan" and below is not None and not is_up(below, interfaces):
        return False
    return interface.up


def is_of_bridge(interface: InterfacePlan, interfaces: Interfaces) -> bool:
    """A VLAN of a bridge: it cannot have a larger MTU than that, which gets its own when its ports are there."""
    below = interfaces.get(interface.parent or "")
    return interface.kind == "vlan" and below is not None and below.kind == "bridge"


def is_edge(interface: InterfacePlan, interfaces: Interfaces) -> bool:
    """A port that is not to wait for the spanning tree of its bridge."""
    master = interfaces.get(interface.master or "")
    edge = interface.port is not None and interface.port.edge
    return edge and master is not None and master.bridge is not None and master.bridge.stp


def on_bridges(interfaces: Interfaces) -> Iterator[tuple[str, InterfacePlan]]:
    """Bridges with what stands on them, itself or through a VLAN, with a MAC address of its own.

    A bridge floods frames to these addresses unless it is told of them, once it has its VLANs.
    """
    for interface in interfaces.values():
        if interface.kind != "macvlan" and not (interface.mac and is_of_bridge(interface, interfaces)):
            continue
        below = interfaces.get(interface.parent or "")
        if below is not None and below.kind == "vlan":
            below = interfaces.get(below.parent or "")
        if below is not None and below.kind == "bridge":
            yield below.name, interface
