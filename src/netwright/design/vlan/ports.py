"""What VLANs a link's ends carry: reading `vlan.access`, `vlan.trunk` and `vlan.native`, and their mistakes.

Owns: `Port`, one per end that carries VLANs. Must not: change the draft.
Source: the topology format's "Using VLANs on Interfaces and Links": attributes of a link hold for all of its ends whose
nodes run the module; access VLANs and native VLANs agree on a link; a trunk's VLANs have two ends at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems, Span, nearest
from ..draft import Draft, DraftInterface, DraftLink, DraftNode
from ..merge import mapping
from .definitions import BRIDGE_VLAN, VlanDefinition, node_mode

LAYER3 = ("bgp", "gateway", "ipv4", "ipv6", "isis", "ospf", "ripv2", "vrf")
"""Attributes of an interface that make no sense on the port of a bridged VLAN."""


class Port:
    """One end of a link as a VLAN port."""

    __slots__ = ("access", "data", "end", "native", "trunk")

    def __init__(self, end: DraftInterface, data: Mapping[str, Any]) -> None:
        self.end = end
        self.data = data
        trunk = data.get("trunk")
        self.access: str | None = data.get("access")
        self.native: str | None = data.get("native")
        self.trunk: Mapping[str, Any] | None = trunk if isinstance(trunk, dict) else None

    @property
    def at(self) -> Span:
        return self.end.at("vlan")

    def __repr__(self) -> str:
        return f"<port {self.end!r} {self.access or self.trunk}>"


def definition(draft: Draft, node: DraftNode, name: str) -> VlanDefinition | None:
    """The VLAN of that name as a node has it."""
    return node.vlan_definitions.get(name) or draft.vlans.get(name)


def mode_on(draft: Draft, port: Port, name: str) -> str:
    """Mode of a VLAN on a port: that of a tagged VLAN on the trunk, the interface's, the node's."""
    member = mapping(mapping(port.trunk).get(name)) if name != port.native else {}
    own = mapping(member.get("vlan")).get("mode") or port.data.get("mode")
    if own:
        return str(own)
    found = definition(draft, port.end.node, name)
    return node_mode(draft, port.end.node, found) if found is not None else "irb"


def read_ports(draft: Draft, link: DraftLink, problems: Problems) -> list[Port]:
    """Ends of a link that carry VLANs; empty after a mistake that leaves nothing to build."""
    ports = []
    asked = "vlan" in link.data
    for end in link.interfaces:
        data = end.module("vlan") if "vlan" in end.attributes and end.node.runs("vlan") else {}
        if data.get("access") or data.get("trunk") or data.get("native"):
            ports.append(Port(end, data))
        elif end.node.role == "bridge" and not asked:
            ports.append(Port(end, {"access": BRIDGE_VLAN}))
    if ports:
        return ports if _check(draft, link, ports, problems) else []
    if asked and any(mapping(link.data.get("vlan")).get(key) for key in ("access", "native", "trunk")):
        hint = "at least one node on the link must run module `vlan`"
        problems.error("vlan-without-node", "no node on the link runs VLANs", link.data.key_at("vlan"), hint)
    return []


def _check(draft: Draft, link: DraftLink, ports: list[Port], problems: Problems) -> bool:
    at = next((port.at for port in ports), link.span)
    if any(port.access for port in ports) and any(port.trunk is not None for port in ports):
        problems.error("vlan-access-and-trunk", "a link is an access link or a trunk, not both", at)
        return False
    if any(port.native and port.trunk is None for port in ports):
        hint = "use `vlan.access`, or add `vlan.trunk`"
        problems.error("native-without-trunk", "a native VLAN needs a trunk", at, hint)
        return False
    known = _known(draft, ports, problems)
    same = _same_untagged(ports, problems)
    return _trunk(link, ports, problems) and known and same


def _known(draft: Draft, ports: list[Port], problems: Problems) -> bool:
    """Every VLAN is defined; one that several nodes of the link use, or that is on a trunk, for the topology."""
    missing: dict[str, Port] = {}
    for port in ports:
        names = [port.access] if port.access else [*(port.trunk or ()), *([port.native] if port.native else ())]
        for name in names:
            if name == BRIDGE_VLAN and port.end.node.role == "bridge":
                continue
            shared = port.trunk is not None or sum(other.access == name for other in ports) > 1
            if definition(draft, port.end.node, name) is None or (shared and name not in draft.vlans):
                missing.setdefault(name, port)
    for name, port in missing.items():
        if definition(draft, port.end.node, name) is None:
            hint = nearest(name, [*draft.vlans, *port.end.node.vlan_definitions]) or "define it in `vlans`"
            problems.error("unknown-vlan", f"VLAN `{name}` is not defined", port.at, hint)
        else:
            hint = "move its definition to the topology's `vlans`"
            what = f"VLAN `{name}` is used by several nodes of a link but is defined in node `{port.end.node.name}`"
            problems.error("local-vlan", what, port.at, hint)
    return not missing


def _same_untagged(ports: list[Port], problems: Problems) -> bool:
    """One access VLAN, one native VLAN."""
    for word, names in (
        ("access", {p.access for p in ports if p.access and p.access != BRIDGE_VLAN}),
        ("native", {p.native for p in ports if p.trunk is not None}),
    ):
        if len(names) > 1:
            listed = ", ".join(sorted(f"`{name}`" if name else "none" for name in names))
            what = f"the ends of a link have different {word} VLANs: {listed}"
            problems.error(f"different-{word}-vlans", what, ports[0].at, f"set `vlan.{word}` on the link")
            return False
    return True


def _trunk(link: DraftLink, ports: list[Port], problems: Problems) -> bool:
    trunks = [port for port in ports if port.trunk is not None]
    if not trunks:
        return True
    good = True
    native = next((port.native for port in trunks if port.native), None)
    for port in trunks:
        assert port.trunk is not None
        if native is not None and native not in port.trunk:
            what = f"native VLAN `{native}` is not among the trunk's VLANs"
            problems.error("native-not-in-trunk", what, port.at, f"add `{native}` to `vlan.trunk`")
            return False
        for name in port.trunk:
            if name != native and sum(name in (other.trunk or ()) for other in trunks) < 2:
                what = f"VLAN `{name}` of node `{port.end.node.name}` is on no other end of the trunk"
                problems.error("vlan-with-one-end", what, port.at, "add it to the trunk of the other node")
                good = False
    outside = [end.node.name for end in link.interfaces if all(port.end is not end for port in trunks)]
    if outside and native is None:
        what = f"node `{outside[0]}` on a trunk has no VLANs and the trunk has no native VLAN"
        problems.error("node-on-trunk", what, trunks[0].at, "give the trunk a `vlan.native`")
        good = False
    return good


def check_attributes(port: Port, name: str, problems: Problems) -> None:
    """Attributes of the network layer on a port whose VLAN is bridged have no effect."""
    own = port.end.data
    found = [key for key in own if key in LAYER3] if len(own) > 1 else []
    if not found:
        return
    listed = ", ".join(f"`{key}`" for key in found)
    node = port.end.node.name
    hint = f"set it in `nodes.{node}.vlans.{name}`"
    if port.trunk is not None:
        what = f"{listed} on a trunk port of `{node}` has no effect"
        problems.warning("attribute-on-trunk", what, own.key_at(found[0]), hint)
    else:
        what = f"{listed} on an access port of VLAN `{name}` has no effect: the VLAN interface has it"
        problems.error("attribute-on-port", what, own.key_at(found[0]), hint)


def check_mode(draft: Draft, ports: list[Port], name: str, modes: list[str], problems: Problems) -> None:
    """A VLAN the topology routes has no prefix of its own, so nobody can bridge it."""
    known = draft.vlans.get(name)
    if known is None or known.data.get("mode") != "route":
        return
    for port, mode in zip(ports, modes, strict=True):
        if mode != "route":
            conflict(port.end.node.name, name, mode, port.at, problems)
            return


def conflict(node: str, name: str, mode: str, at: Span, problems: Problems) -> None:
    """The problem of a node that bridges a VLAN the topology routes."""
    what = f"node `{node}` has VLAN `{name}` in mode `{mode}`, but the topology routes it"
    hint = f"remove `mode: route` of `{name}`, or set `mode: route` on `{node}`"
    problems.error("vlan-mode-conflict", what, at, hint)
