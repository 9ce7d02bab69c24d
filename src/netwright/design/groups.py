"""Groups, variables and further attributes of nodes.

Owns: `draft.groups`, `node.groups`, `node.vars`, `node.extra`. Must not: resolve members (reading did).
Source: the topology format's "Groups": `all`, one group per device type and one per AS are automatic.
"""

from __future__ import annotations

from typing import Any

from ..errors import Problems
from .draft import Draft
from .merge import EMPTY, mapping

NODE_TYPED = frozenset(
    {
        "bfd",
        "bgp",
        "box",
        "config",
        "device",
        "group",
        "id",
        "image",
        "include",
        "interfaces",
        "isis",
        "loopback",
        "mgmt",
        "module",
        "mpls",
        "mtu",
        "name",
        "ospf",
        "ripv2",
        "role",
        "router_id",
        "routing",
        "skip_config",
        "sr",
        "srv6",
        "vars",
        "vrfs",
    }
)
"""Node attributes that have typed fields, or modules whose typed instance keeps its own remainder."""


def set_extra_attributes(draft: Draft, problems: Problems) -> None:
    """Keep what no typed field holds: user-declared attributes and attributes of modules."""
    for node in draft.nodes.values():
        extra: dict[str, Any] = {key: value for key, value in node.data.items() if key not in NODE_TYPED}
        extra.update({m: a for m, a in node.attributes.items() if a and m not in NODE_TYPED})
        node.extra = extra or EMPTY


def finish_groups(draft: Draft, problems: Problems) -> None:
    """User groups plus automatic ones; membership and variables of every node."""
    members: dict[str, dict[str, None]] = {"all": dict.fromkeys(draft.nodes)}
    for name, group in draft.topology.groups.items():
        if group.kind == "node":
            members.setdefault(name, {}).update(dict.fromkeys(m for m in group.members if m in draft.nodes))
    for node in draft.nodes.values():
        automatic = [node.requested_device, node.device.name]
        if node.bgp is not None and node.runs("bgp"):
            automatic.append(f"as{node.bgp.asn}")
        for name in automatic:
            members.setdefault(name, {})[node.name] = None
    draft.groups = {name: tuple(names) for name, names in members.items()}
    for name, group in draft.topology.groups.items():
        if group.kind != "node":
            draft.groups[name] = group.members
    for name, names in members.items():
        for node_name in names:
            draft.nodes[node_name].groups.append(name)
    for node in draft.nodes.values():
        variables: dict[str, Any] = {}
        for name in node.groups:
            known = draft.topology.groups.get(name)
            if known is not None and known.vars:
                variables.update(known.vars)
        variables.update(mapping(node.data.get("vars")))
        node.vars = variables or EMPTY
