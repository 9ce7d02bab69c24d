"""IS-IS of a router: network entity title, levels, families, redistribution.

Owns: `node.isis`. Must not: decide about links' roles (BGP did).
Source: the topology format's "IS-IS Configuration Module"; ISO 10589, RFC 1195.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import BfdFamilies, IsisInstance
from ..draft import Draft, DraftNode
from ..igp import asked_bfd, leave, running_families, takes_part
from ..merge import EMPTY, without
from ..protocols import read_redistribution
from .interfaces import LEVELS, design_interface
from .net import Net, generated, parsed

AREA = "49.0001"
INSTANCE = "Gandalf"
"""Defaults of the format."""
_TYPED = ("af", "area", "bfd", "import", "instance", "net", "type")


def design_isis(draft: Draft, problems: Problems) -> None:
    """IS-IS on every node that runs it; nodes without IS-IS interfaces lose the module."""
    owners: dict[str, str] = {}
    for node in list(draft.nodes_with("isis")):
        data = node.module("isis")
        members = [i for i in node.all_interfaces if i.vrf is None and takes_part(i, "isis", data)]
        families = running_families(data, members)
        if not any(i.link is not None for i in members) or not any(families):
            leave(draft, node, "isis", "IS-IS", problems)
            continue
        for interface in members:
            interface.isis = design_interface(interface, families, problems)
        node.isis = _instance(draft, node, data, families, problems)
        _check_system_id(node, node.isis, owners, problems)


def _instance(
    draft: Draft, node: DraftNode, data: Mapping[str, Any], families: tuple[bool, bool], problems: Problems
) -> IsisInstance:
    ipv4, ipv6 = families
    levels = data.get("type")
    bfd = asked_bfd(data.get("bfd")) if node.runs("bfd") else (False, False)
    net = _net(node, data, problems)
    return IsisInstance(
        instance=str(data.get("instance") or INSTANCE),
        area=net.area,
        system_id=net.system_id,
        net=net.text,
        levels=levels if levels in LEVELS else "level-2",
        ipv4=ipv4,
        ipv6=ipv6,
        redistribute=read_redistribution(draft, node, "isis", problems),
        bfd=BfdFamilies(ipv4=bfd[0] and ipv4, ipv6=bfd[1] and ipv6),
        extra=without(data, _TYPED) or EMPTY,
    )


def _net(node: DraftNode, data: Mapping[str, Any], problems: Problems) -> Net:
    own = data.get("net")
    if own is not None:
        net = parsed(str(own))
        if net is not None:
            return net
        message = f"a network entity title ends with the selector `00`, found `{own}`"
        problems.error("wrong-isis-net", message, node.at("isis", "net"))
    return generated(str(data.get("area") or AREA), node.id)


def _check_system_id(node: DraftNode, isis: IsisInstance, owners: dict[str, str], problems: Problems) -> None:
    """Two routers of one system id take each other's link state PDUs for their own (ISO 10589 section 7.3.16)."""
    other = owners.setdefault(isis.system_id, node.name)
    if other != node.name:
        message = f"IS-IS system id {isis.system_id} of `{node.name}` is that of `{other}`"
        hint = "generated ids are node ids: choose another `isis.net`"
        problems.error("duplicate-isis-system-id", message, node.at("isis", "net"), hint)


__all__ = ["design_isis"]
