"""RIPv2 and RIPng of a router: interfaces, families, timers, redistribution.

Owns: `interface.ripv2`, `node.ripv2` and the instances of VRFs, their redistribution excepted
(`design/vrf/redistribution.py`). Must not: decide about links' roles (BGP did).
Source: the topology format's "RIPv2/RIPng Configuration Module"; RFC 2453, RFC 2080.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from ..model import RipInstance, RipInterface, RipTimers
from .draft import Draft, DraftInterface, DraftNode
from .igp import Families, Table, is_passive, leave, tables
from .merge import EMPTY, mapping, without
from .protocols import protocol_router_id, read_redistribution
from .values import number

UPDATE_S = 30
TIMEOUT_UPDATES = 6
GARBAGE_UPDATES = 4
"""RFC 2453 section 3.8, the two others as multiples of the update timer."""
_TYPED = ("active", "af", "bfd", "import", "timers", "version")


def design_ripv2(draft: Draft, problems: Problems) -> None:
    """RIP on every node that runs it; nodes without RIP interfaces lose the module."""
    if draft.global_module("ripv2").get("bfd"):
        message = "no routing daemon here has BFD for RIP; `ripv2.bfd` is left out"
        problems.warning("rip-without-bfd", message, draft.setting_at("ripv2", "bfd"))
    for node in list(draft.nodes_with("ripv2")):
        for table in tables(node, "ripv2"):
            rip = _design(draft, table, problems)
            if table.vrf is not None:
                table.vrf.ripv2 = rip
            else:
                node.ripv2 = rip
        if node.ripv2 is None and all(vrf.ripv2 is None for vrf in node.vrfs.values()):
            leave(draft, node, "ripv2", "RIP", problems)


def _design(draft: Draft, table: Table, problems: Problems) -> RipInstance | None:
    """Interfaces and instance of one routing table; None when RIP has nothing to do there."""
    members = table.members
    if not table.active(members):
        return None
    families = table.families(members)
    for interface in members:
        interface.ripv2 = RipInterface(passive=is_passive(interface, "ripv2"))
        _check_numbered(table.node, interface, families, problems)
    node, vrf = table.node, table.vrf
    return RipInstance(
        ipv4=families[0],
        ipv6=families[1],
        router_id=protocol_router_id(draft, node, "ripv2", problems, vrf),
        timers=_timers(table.data),
        redistribute=read_redistribution(draft, node, "ripv2", problems) if vrf is None else (),
        extra=without(table.data, _TYPED) or EMPTY,
    )


def _timers(data: Mapping[str, Any]) -> RipTimers | None:
    """All three timers when one is asked for."""
    asked = mapping(data.get("timers"))
    if not asked:
        return None
    update = number(asked.get("update")) or UPDATE_S
    return RipTimers(
        update_s=update,
        timeout_s=number(asked.get("timeout")) or update * TIMEOUT_UPDATES,
        garbage_s=number(asked.get("garbage")) or update * GARBAGE_UPDATES,
    )


def _check_numbered(node: DraftNode, interface: DraftInterface, families: Families, problems: Problems) -> None:
    """RIPv2 takes updates from senders on a common subnet alone (RFC 2453 section 3.9.2)."""
    rip = interface.ripv2
    if families[0] and interface.ipv4 is True and rip is not None and not rip.passive:
        message = f"RIPv2 cannot run over the unnumbered interface {interface.ifname} of `{node.name}`"
        hint = "give the link an IPv4 prefix, or switch RIP off there with `ripv2: False`"
        problems.error("rip-unnumbered", message, interface.at("unnumbered"), hint)


__all__ = ["design_ripv2"]
