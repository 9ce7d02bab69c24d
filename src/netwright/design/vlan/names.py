"""Descriptions of interfaces in VLANs, and the node's VLANs as the model has them.

Owns: `interface.name` of ports, subinterfaces, VLAN interfaces and what is attached to a bridged VLAN; `node.vlans`.
Must not: decide anything. Source: descriptions the format gives, measured; they name five neighbours at most.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from ...addr import Prefix
from ...errors import Problems
from ...model import Vlan
from ..draft import Draft, DraftInterface, DraftLink, DraftNode
from ..merge import without
from .definitions import VlanDefinition, node_mode
from .ports import definition

SHOWN_NEIGHBORS = 5
TYPED = ("id", "node", "links", "mode", "prefix", "vni", "vrf")
"""Attributes of a definition that the model has fields for."""


def name_vlan_interfaces(draft: Draft, problems: Problems) -> None:
    """Descriptions that say which VLAN an interface is in, and who else is."""
    if not draft.domains and not draft.members:
        return
    for node in draft.nodes.values():
        for interface in node.interfaces:
            _describe(draft, interface)


def _describe(draft: Draft, interface: DraftInterface) -> None:
    vlan = interface.vlan
    if interface.type == "svi" and vlan is not None and interface.link is not None:
        title = str(interface.data.get("name") or f"VLAN {vlan.name} ({vlan.access_id})")
        others = _others(interface, interface.link)
        interface.name = f"{title} -> {others}" if others else title
    elif vlan is not None and vlan.access is not None:
        word = "SubIf" if interface.parent is not None else "Access"
        interface.name = f"[{word} VLAN {vlan.access}] {_base(interface)}"
    elif vlan is not None and vlan.native is not None and not interface.layer3:
        interface.name = _base(interface)
    elif interface.domain is not None:
        title = interface.link.name if interface.link is not None and interface.link.name else interface.node.name
        interface.name = f"{title} -> {_others(interface, interface.domain) or '[]'}"


def _others(interface: DraftInterface, domain: DraftLink) -> str:
    """`[a,b,c,d,e...]`; nothing when the interface is alone."""
    node = interface.node
    names = list(islice((end.node.name for end in domain.interfaces if end.node is not node), SHOWN_NEIGHBORS + 1))
    more = "..." if len(names) > SHOWN_NEIGHBORS else ""
    return f"[{','.join(names[:SHOWN_NEIGHBORS])}{more}]" if names else ""


def _base(interface: DraftInterface) -> str:
    """The description of the port as a plain link's end, whatever the VLAN calls itself."""
    link = interface.link
    others = [end.node.name for end in link.interfaces if end is not interface] if link is not None else []
    if len(others) == 1:
        return f"{interface.node.name} -> {others[0]}"
    return f"{interface.node.name} -> [{','.join(others)}]" if others else f"{interface.node.name} -> stub"


def finish_vlans(draft: Draft, problems: Problems) -> None:
    """Fill `node.vlans`, in the order the node's interfaces use them, and number what VLANs make of links."""
    draft.vlan_models = {name: vlan_of_node(draft, None, found, 0) for name, found in draft.vlans.items()}
    draft.segments = [link for link in (*draft.members, *draft.domains) if link.interfaces]
    for index, link in enumerate(draft.segments, 1):
        link.segment = index
    for node in draft.nodes.values():
        for position, name in enumerate(node.vlan_order, 1):
            found = definition(draft, node, name)
            if found is not None:
                node.vlans[name] = vlan_of_node(draft, node, found, position)
    _check_ids(draft, problems)


def _check_ids(draft: Draft, problems: Problems) -> None:
    """Two VLANs of a node have different ids; each pair is told once."""
    told: set[tuple[str, str]] = set()
    for node in draft.nodes.values():
        seen: dict[int, str] = {}
        for vlan in node.vlans.values():
            pair = (seen.setdefault(vlan.id, vlan.name), vlan.name)
            if pair[0] != pair[1] and pair not in told:
                told.add(pair)
                at = draft.setting_at("vlans", vlan.name, "id")
                what = f"VLANs `{pair[0]}` and `{pair[1]}` of node `{node.name}` have the same id {vlan.id}"
                problems.error("duplicate-vlan-id", what, at, "give one of them another id")


def vlan_of_node(draft: Draft, node: DraftNode | None, found: VlanDefinition, position: int) -> Vlan:
    """A definition as a node (or, without one, the topology) has it."""
    domain = found.root.domain
    extra = dict(without(found.data, TYPED))
    return Vlan(
        name=found.name,
        id=found.id,
        mode=node_mode(draft, node, found),  # type: ignore[arg-type]  # reading checked it
        bridge_group=position,
        vrf=found.data.get("vrf"),
        ipv4=_prefix(domain.ipv4) if domain is not None else None,
        ipv6=_prefix(domain.ipv6) if domain is not None else None,
        extra=extra,
    )


def _prefix(value: Prefix | bool | None) -> Any:
    return value or None if not isinstance(value, Prefix) else value
