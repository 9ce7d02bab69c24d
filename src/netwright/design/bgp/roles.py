"""The role of links between autonomous systems, before anything is addressed.

Owns: `link.role` of external links (a role may name an address pool). Must not: make sessions.
Source: the topology format's `bgp.ebgp_role`: a link with more than one AS among the `as` and `local_as` of its
nodes is external, even when only one of them is a router. A VLAN is external everywhere when it is
on one trunk; an access link that is routed says nothing about others (measured).
"""

from __future__ import annotations

from ...errors import Problems
from ..draft import Draft, DraftInterface
from .external import DEFAULT_ROLE
from .speakers import autonomous_systems


def mark_external_links(draft: Draft, problems: Problems) -> None:
    """Give links between autonomous systems the role `external`, unless the user chose a role."""
    numbers = autonomous_systems(draft, problems)
    if not numbers:
        return
    role = str(draft.global_module("bgp").get("ebgp_role") or DEFAULT_ROLE)
    vlans: set[str | None] = set()
    for link in draft.subnets:
        if link.role is not None:
            continue
        found: set[object] = set()
        for end in link.interfaces:
            if end.node.name in numbers:
                found.add(numbers[end.node.name])
                found.add(_local_as(end) or numbers[end.node.name])
        if len(found) > 1:
            link.role = role
            if not link.linkindex:
                vlans.add(link.vlan)
    for link in draft.subnets if vlans - {None} else ():
        if link.vlan in vlans and link.vlan is not None and link.role is None:
            if link.linkindex:
                link.vlan_role = role
            else:
                link.role = role


def _local_as(end: DraftInterface) -> object:
    """The local AS of an interface, else of its node."""
    return end.module("bgp").get("local_as") or end.node.module("bgp").get("local_as")
