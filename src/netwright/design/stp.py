"""Spanning trees: the node's part in the tree of each of its VLANs, and its ports.

Owns: `interface.stp`, the spanning trees of `node.vlans`. Must not: make VLANs.
Source: the topology format's "STP"; IEEE 802.1D-2004 17.19.1 (an automatic edge port is one where nobody answers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from ..errors import Problems
from ..model import SpanningTree, StpPort
from ..model.stp import DEFAULT_PRIORITY, StpPortType, StubPortType
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .merge import EMPTY, mapping, merged
from .vlan import definition

PROTOCOL = "stp"
"""The kernel's bridges speak IEEE 802.1D; a daemon cannot serve bridges of network namespaces."""


def design_stp(draft: Draft, problems: Problems) -> None:
    """Every VLAN a node bridges has a tree of its own, unless the node or the VLAN switches it off."""
    stub_type = draft.global_module("stp").get("stub_port_type")
    for node in draft.nodes_with("stp"):
        settings = node.module("stp")
        trees = 0
        for name, vlan in node.vlans.items():
            own = merged(_of_vlan(draft, node, name), settings)
            if vlan.mode == "route" or own.get("enable") is False:
                continue
            trees += 1
            node.vlans[name] = replace(vlan, spanning_tree=_tree(node, own, problems))
        protocol = settings.get("protocol", PROTOCOL)
        if trees and protocol != PROTOCOL:
            at = node.at("stp") if "stp" in node.data else draft.setting_at("stp", "protocol")
            message = f"node {node.name}: spanning tree protocol {protocol} is not supported"
            hint = "use `stp.protocol: stp`: bridges in namespaces are the kernel's own (IEEE 802.1D), not of mstpd"
            problems.error("stp-not-supported", message, at, hint)
        for interface in node.interfaces:
            if interface.parent is not None:
                interface.stp = interface.parent.stp
            elif interface.vlan is not None and (interface.vlan.access or interface.vlan.trunk):
                of_vlan = _of_vlan(draft, node, interface.vlan.access or interface.vlan.native or "")
                interface.stp = _port(interface, settings, of_vlan, stub_type, problems)


def _of_vlan(draft: Draft, node: DraftNode, name: str) -> Mapping[str, Any]:
    found = definition(draft, node, name)
    return mapping(found.attributes.get("stp")) if found is not None else EMPTY


def _tree(node: DraftNode, own: Mapping[str, Any], problems: Problems) -> SpanningTree:
    priority = own.get("priority", DEFAULT_PRIORITY)
    if priority % 4096:
        hint = f"{priority // 4096 * 4096} and {priority // 4096 * 4096 + 4096} are the nearest"
        message = f"a bridge priority is a multiple of 4096, found {priority}"
        problems.error("wrong-stp-priority", message, node.at("stp", "priority"), hint)
    return SpanningTree(priority=priority // 4096 * 4096)


def _of_link(link: DraftLink, of_vlan: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a link says itself: a link that is written with its VLAN has all the VLAN says, too."""
    stp = mapping(link.data.get("stp"))
    return {key: value for key, value in stp.items() if of_vlan.get(key) != value}


def _port(
    interface: DraftInterface,
    settings: Mapping[str, Any],
    of_vlan: Mapping[str, Any],
    stub_type: StubPortType | None,
    problems: Problems,
) -> StpPort:
    """An interface's own words come before `stub_port_type`, that before those of its VLAN and node."""
    link = interface.link
    own = merged(mapping(interface.data.get("stp")), _of_link(link, of_vlan) if link is not None else EMPTY)
    others = [other for other in (link.interfaces if link is not None else ()) if other is not interface]
    hosts = all(other.node.role == "host" for other in others)
    port_type: StpPortType | None = own.get("port_type")
    if port_type is None and hosts and stub_type is not None:
        port_type = None if stub_type == "none" else stub_type
    elif port_type is None:
        port_type = of_vlan.get("port_type", settings.get("port_type"))
    if own.get("enable") is False:
        hint = "switch it off for the VLAN or the node"
        message = f"node {interface.node.name}: a spanning tree cannot be switched off on one port of a Linux bridge"
        problems.error("stp-not-supported", message, interface.at("stp"), hint)
    return StpPort(
        port_type=port_type,
        priority=own.get("port_priority"),
        edge=port_type == "edge" or (port_type == "auto" and hosts),
    )
