"""IS-IS of a router: network entity title, levels, families, redistribution.

Owns: `node.isis` and the instances of VRFs, their redistribution excepted (`design/vrf/redistribution.py`).
Must not: decide about links' roles (BGP did).
Source: the topology format's "IS-IS Configuration Module"; ISO 10589, RFC 1195.
"""

from __future__ import annotations

from ...errors import Problems
from ...model import BfdFamilies, IsisInstance
from ..draft import Draft, DraftNode
from ..igp import Families, Table, asked_bfd, leave, tables
from ..merge import EMPTY, without
from ..protocols import read_redistribution
from .interfaces import LEVELS, design_interface
from .net import Net, generated, parsed

AREA = "49.0001"
INSTANCE = "Gandalf"
"""Defaults of the format."""
_TYPED = ("active", "af", "area", "bfd", "import", "instance", "net", "type")


def design_isis(draft: Draft, problems: Problems) -> None:
    """IS-IS on every node that runs it; nodes without IS-IS interfaces lose the module."""
    owners: dict[str, str] = {}
    for node in list(draft.nodes_with("isis")):
        for table in tables(node, "isis"):
            isis = _design(draft, table, problems)
            if table.vrf is not None:
                table.vrf.isis = isis
            else:
                node.isis = isis
        if node.isis is not None:
            _check_system_id(node, node.isis, owners, problems)
        elif all(vrf.isis is None for vrf in node.vrfs.values()):
            leave(draft, node, "isis", "IS-IS", problems)


def _design(draft: Draft, table: Table, problems: Problems) -> IsisInstance | None:
    """Interfaces and instance of one routing table; None when IS-IS has nothing to do there."""
    members = table.members
    if not table.active(members):
        return None
    families = table.families(members)
    for interface in members:
        interface.isis = design_interface(interface, families, problems)
    return _instance(draft, table, families, problems)


def _instance(draft: Draft, table: Table, families: Families, problems: Problems) -> IsisInstance:
    """Instances of VRFs are named like the VRF."""
    node, vrf, data = table.node, table.vrf, table.data
    ipv4, ipv6 = families
    levels = data.get("type")
    bfd = asked_bfd(data.get("bfd")) if node.runs("bfd") else (False, False)
    net = _net(table, problems)
    return IsisInstance(
        instance=vrf.name if vrf is not None else str(data.get("instance") or INSTANCE),
        area=net.area,
        system_id=net.system_id,
        net=net.text,
        levels=levels if levels in LEVELS else "level-2",
        ipv4=ipv4,
        ipv6=ipv6,
        redistribute=read_redistribution(draft, node, "isis", problems) if vrf is None else (),
        bfd=BfdFamilies(ipv4=bfd[0] and ipv4, ipv6=bfd[1] and ipv6),
        extra=without(data, _TYPED) or EMPTY,
    )


def _net(table: Table, problems: Problems) -> Net:
    own = table.data.get("net")
    if own is not None:
        net = parsed(str(own))
        if net is not None:
            return net
        message = f"a network entity title ends with the selector `00`, found `{own}`"
        problems.error("wrong-isis-net", message, table.at("net"))
    return generated(str(table.data.get("area") or AREA), table.node.id)


def _check_system_id(node: DraftNode, isis: IsisInstance, owners: dict[str, str], problems: Problems) -> None:
    """Two routers of one system id take each other's link state PDUs for their own (ISO 10589 section 7.3.16)."""
    other = owners.setdefault(isis.system_id, node.name)
    if other != node.name:
        message = f"IS-IS system id {isis.system_id} of `{node.name}` is that of `{other}`"
        hint = "generated ids are node ids: choose another `isis.net`"
        problems.error("duplicate-isis-system-id", message, node.at("isis", "net"), hint)


__all__ = ["design_isis"]
