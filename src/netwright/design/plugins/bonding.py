"""Plugin `bonding`: interfaces of a node that make one, without the other side's help.

Owns: the bond, which takes over what its first member had. Must not: touch links.
Source: the topology format's "Host-Side Link Bonding"; Linux bonding.txt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import Lag, Map
from ..draft import Draft, DraftInterface, DraftNode
from ..merge import mapping, merged

PLUGIN = "bonding"
BASE = 50000
"""Indexes of bonds count from here."""
DEFAULT_MODE = "active-backup"
_MOVED = ("ipv4", "ipv6", "gateway", "dhcp_client")


def bond_interfaces(draft: Draft, problems: Problems) -> None:
    """Make a bond of all interfaces of a node with one `bonding.ifindex`."""
    used = PLUGIN in draft.topology.plugins
    general = mapping(draft.settings.get("bonding"))
    for node in draft.nodes.values():
        groups: dict[int, list[DraftInterface]] = {}
        for interface in node.interfaces:
            index = mapping(interface.data.get("bonding")).get("ifindex") if len(interface.data) > 1 else None
            if index is None:
                continue
            if not used:
                at = interface.at("bonding")
                problems.error("plugin-needed", "`bonding` needs plugin `bonding`", at, "plugin: [ bonding ]")
            groups.setdefault(index, []).append(interface)
        for position, (index, members) in enumerate(groups.items()):
            _bond(node, BASE + position, index, members, merged(mapping(node.data.get("bonding")), general), problems)


def _bond(
    node: DraftNode,
    ifindex: int,
    index: int,
    members: list[DraftInterface],
    general: Mapping[str, Any],
    problems: Problems,
) -> None:
    own = [mapping(member.data.get("bonding")) for member in members]
    mode = next((o["mode"] for o in own if "mode" in o), general.get("mode", DEFAULT_MODE))
    primaries = [member for member, o in zip(members, own, strict=True) if o.get("primary")]
    if len(primaries) > 1:
        message = f"bond {index} of node {node.name} has two primary members"
        problems.error("two-primaries", message, primaries[1].at("bonding"), "mark one of them")
    primary = primaries[0].ifname if primaries else None
    first = members[0]
    bond = DraftInterface(node, first.link, Map({"node": node.name}, first.data.span), "bond")
    bond.ifindex, bond.ifname, bond.virtual = ifindex, node.device.lag_name.format(ifindex=index), True
    bond.name = f"bond {index}"
    bond.domain, bond.vrf, bond.mtu, bond.own_role = first.domain, first.vrf, first.mtu, first.own_role
    bond.borrowed_ipv4, bond.borrowed_from = first.borrowed_ipv4, first.borrowed_from
    bond.lag = Lag(index=index, lacp="off", bonding=mode, primary=primary)
    words: dict[str, Any] = {"ifindex": index, "members": [m.ifname for m in members], "mode": mode}
    bond.extra = {"bonding": {**words, "primary": primary} if primary else words}
    if any(i.ifname == bond.ifname for i in node.interfaces):
        message = f"node `{node.name}` has two interfaces named `{bond.ifname}`"
        problems.error("duplicate-ifname", message, first.at("bonding"), "use another `bonding.ifindex`")
    for field in _MOVED:
        setattr(bond, field, getattr(first, field))
    for member in members:
        member.lag_member_of = bond
        for field in _MOVED:
            setattr(member, field, None)
        if member.domain is not None:
            _leave(member, bond if member is first else None)
            member.domain = None
    if bond.domain is not None:
        others = dict.fromkeys(end.node.name for end in bond.domain.interfaces if end.node is not node)
        bond.name += f" -> [{','.join(others)}]"
    node.interfaces.append(bond)


def _leave(member: DraftInterface, bond: DraftInterface | None) -> None:
    """In a VLAN the bond stands in its first member's place, the others have none."""
    domain = member.domain
    ends = domain.interfaces if domain is not None else []
    if member in ends:
        position = ends.index(member)
        ends[position : position + 1] = [bond] if bond is not None else []
