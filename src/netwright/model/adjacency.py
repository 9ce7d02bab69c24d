"""Who becomes a neighbour of whom: which ends of a subnet speak OSPF or IS-IS there, and what they have in common.

Owns: pure questions about a designed network, asked by checks and by rules alike. Must not: know what runs, judge.
Sources: RFC 2328 section 10.5, ISO 10589 section 8.2.4.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .bgp import BgpInstance
from .interface import Interface
from .isis import IsisInstance, IsisLevels
from .network import Node
from .ospf import OspfInstance
from .state import Family

FAMILIES: tuple[Family, ...] = ("ipv4", "ipv6")
OSPF_FAMILIES: Mapping[int, Family] = {2: "ipv4", 3: "ipv6"}
"""What a version of OSPF routes."""
LEVELS: Mapping[IsisLevels, frozenset[int]] = {
    "level-1": frozenset({1}),
    "level-2": frozenset({2}),
    "level-1-2": frozenset({1, 2}),
}


class End(NamedTuple):
    """An interface with its node."""

    node: Node
    interface: Interface


def is_live(end: End) -> bool:
    """The node is configured and this end is not shut down; the other end may be."""
    return not end.node.skip_config and not end.interface.shutdown


def runs(node: Node, module: str) -> bool:
    """The daemons of a node are told of a module, if the node has it."""
    return not node.skip_config and module not in node.skip_modules


def bgp_instances(node: Node) -> Iterator[tuple[str | None, BgpInstance]]:
    """The instance of the global routing table (None), then those of VRFs by name."""
    if node.bgp is not None:
        yield None, node.bgp
    yield from ((name, vrf.bgp) for name, vrf in node.vrfs.items() if vrf.bgp is not None)


def ospf_instances(node: Node) -> Iterator[tuple[str | None, OspfInstance]]:
    """The same of OSPF."""
    if node.ospf is not None:
        yield None, node.ospf
    yield from ((name, vrf.ospf) for name, vrf in node.vrfs.items() if vrf.ospf is not None)


def isis_instances(node: Node) -> Iterator[tuple[str | None, IsisInstance]]:
    """The same of IS-IS."""
    if node.isis is not None:
        yield None, node.isis
    yield from ((name, vrf.isis) for name, vrf in node.vrfs.items() if vrf.isis is not None)


def ospf_of(node: Node, vrf: str | None, family: Family) -> OspfInstance | None:
    """OSPFv2 (`ipv4`) or OSPFv3 (`ipv6`) as it runs in a routing table."""
    known = node.ospf if vrf is None else node.vrfs[vrf].ospf
    if known is None or node.role == "host" or not runs(node, "ospf"):
        return None
    return known if getattr(known, family) else None


def speaks_ospf(end: End, family: Family) -> bool:
    """It looks for neighbours of OSPFv2 (`ipv4`) or OSPFv3 (`ipv6`)."""
    own = end.interface.ospf
    if own is None or own.passive or not getattr(end.interface, family) or not is_live(end):
        return False
    return ospf_of(end.node, end.interface.vrf, family) is not None


def isis_in(node: Node, vrf: str | None) -> IsisInstance | None:
    """The instance of a routing table, whether it looks for neighbours or not."""
    return node.isis if vrf is None else node.vrfs[vrf].isis


def isis_of(end: End) -> IsisInstance | None:
    """IS-IS of the end's routing table when it looks for neighbours there."""
    own, vrf = end.interface.isis, end.interface.vrf
    if own is None or own.passive or not is_live(end) or not runs(end.node, "isis"):
        return None
    return isis_in(end.node, vrf)


def runs_isis(end: End, family: Family) -> bool:
    """It looks for neighbours and carries routes of a family."""
    instance = isis_of(end)
    return instance is not None and getattr(instance, family) and getattr(end.interface, family) is not None


def isis_levels(end: End) -> frozenset[int]:
    """Levels of adjacencies: those of the interface that the router takes part in; none where it seeks no neighbour."""
    instance, own = isis_of(end), end.interface.isis
    if instance is None or own is None:
        return frozenset()
    whole = LEVELS[instance.levels]
    return whole if own.levels is None else whole & LEVELS[own.levels]


def common_levels(here: End, there: End) -> frozenset[int]:
    """Levels two ends of a subnet have in common; level 1 needs a common area, too."""
    ours, theirs = isis_of(here), isis_of(there)
    if ours is None or theirs is None:
        return frozenset()
    common = isis_levels(here) & isis_levels(there)
    return common if ours.area == theirs.area else common - {1}


def shared_levels(here: End, there: End) -> frozenset[int]:
    """Levels of the adjacency of two ends: a family in common, and of one mind whether the link is a LAN."""
    ours, theirs = here.interface.isis, there.interface.isis
    if ours is None or theirs is None or ours.network_type != theirs.network_type:
        return frozenset()
    together = any(runs_isis(here, family) and runs_isis(there, family) for family in FAMILIES)
    return common_levels(here, there) if together else frozenset()
