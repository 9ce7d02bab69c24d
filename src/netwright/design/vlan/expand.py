"""Links with VLANs -> ports of VLANs, and one virtual link per VLAN of a trunk.

Owns: `link.domain`, `link.trunk`, `draft.members`, `interface.vlan` of ports. Must not: make VLAN interfaces.
Source: the topology format's "VLAN Addressing": a VLAN that all ends of a link route is a link of its own; when one
end bridges it, the link is part of the VLAN. Members of a trunk come in alphabetical order of VLANs, after all links.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import Map, VlanMode, VlanPort
from ..draft import Draft, DraftInterface, DraftLink
from ..links import attach, describe, inherit
from ..merge import EMPTY, mapping, merged, without
from .definitions import VlanDefinition, domain_of
from .ports import Port, check_attributes, check_mode, definition, mode_on, read_ports


def expand_vlans(draft: Draft, problems: Problems) -> None:
    """Give VLANs to the ends of links and make the members of trunks."""
    if not any("vlan" in node.modules for node in draft.nodes.values()):
        return
    for link in list(draft.links):
        ports = read_ports(draft, link, problems)
        if not ports:
            continue
        trunks = [port for port in ports if port.trunk is not None]
        untagged = [port for port in ports if port.access] or [port for port in ports if port.native]
        link.trunk = bool(trunks)
        if untagged:
            _untagged(draft, link, untagged, problems)
        if trunks:
            _members(draft, link, trunks, problems)


def _untagged(draft: Draft, link: DraftLink, ports: list[Port], problems: Problems) -> None:
    """Access or native VLAN of a link."""
    modes = [mode_on(draft, port, _name(port)) for port in ports]
    check_mode(draft, ports, _name(ports[0]), modes, problems)
    routed = all(mode == "route" for mode in modes)
    _inherit(draft, link, ports[0])
    if not routed:
        _join(draft, link, ports[modes.index(next(m for m in modes if m != "route"))], problems)
        if link.type != "lag":
            link.type = "lan"
            link.bridge = link.data.get("bridge") or f"{draft.topology.name}_{link.linkindex}"
            for end in link.interfaces:
                end.type, end.bridge = link.type, link.bridge
    link.trunk = link.trunk and not routed
    link.vlan = _name(ports[0]) if routed and _name(ports[0]) in draft.vlans else None
    for port, mode in zip(ports, modes, strict=True):
        name = _name(port)
        found = definition(draft, port.end.node, name)
        assert found is not None
        trunk = tuple(port.trunk or ())
        if mode == "route":
            port.end.vlan = VlanPort(name=name, mode="route", native=port.native, trunk=trunk)
            _of_node(draft, link, port, found)
            continue
        port.end.vlan = VlanPort(
            mode="bridge" if mode == "bridge" else "irb",
            access=port.access,
            access_id=found.id,
            native=port.native,
            trunk=trunk,
        )
        check_attributes(port, name, problems)
        _to_port(port.end)


def _inherit(draft: Draft, link: DraftLink, port: Port) -> None:
    """The link has the attributes of its VLAN that it does not set itself."""
    found = definition(draft, port.end.node, _name(port))
    if found is None or not found.root.inherited:
        return
    describe(link, as_map(merged(link.data, found.root.inherited)), draft.modules)
    for end in link.interfaces:
        inherit(end, link, draft.modules)


def _of_node(draft: Draft, link: DraftLink, port: Port, found: VlanDefinition) -> None:
    """A port that routes its VLAN has what the node says of the VLAN, its MTU and, on a trunk, addresses excepted."""
    not_here = ("mtu", "ipv4", "ipv6") if port.native else ("mtu",)
    changed = without(found.changed, not_here)
    if changed:
        port.end.data = as_map(merged(port.end.data, changed))
        inherit(port.end, link, draft.modules)


def _name(port: Port) -> str:
    name = port.access or port.native
    assert name is not None
    return name


def _join(draft: Draft, link: DraftLink, port: Port, problems: Problems) -> None:
    """Make a link part of the bridged VLAN of one of its ports."""
    found = definition(draft, port.end.node, _name(port))
    assert found is not None
    link.domain = domain = domain_of(draft, found, problems)
    link.ipv4, link.ipv6 = domain.ipv4, domain.ipv6
    domain.cables.append(link)


def _to_port(end: DraftInterface) -> None:
    """What only passes frames has no attributes of the network layer."""
    end.layer3 = False
    end.attributes = EMPTY
    end.extra = EMPTY


def _members(draft: Draft, link: DraftLink, trunks: list[Port], problems: Problems) -> None:
    modules = frozenset(draft.modules)
    native = trunks[0].native
    whole = mapping(mapping(link.data.get("vlan")).get("trunk"))
    for name in sorted({name for port in trunks for name in port.trunk or () if name != native}):
        ports = [port for port in trunks if name in (port.trunk or ())]
        found = definition(draft, ports[0].end.node, name)
        assert found is not None
        member = DraftLink(0, as_map(merged(_attributes(whole.get(name)), found.root.inherited)))
        describe(member, member.data, modules)
        for port in ports:
            own = _attributes(mapping(mapping(port.end.data.get("vlan")).get("trunk")).get(name))
            of_node = port.end.node.vlan_definitions.get(name)
            if of_node is not None and of_node.changed:
                own = merged(own, of_node.changed)
            attach(member, port.end.node, _with_node(own, port.end.node.name), modules)
            subinterface = member.interfaces[-1]
            subinterface.parent = port.end
            subinterface.type, subinterface.virtual = "vlan_member", True
        _member_type(draft, member, found, ports, problems)
        draft.members.append(member)
    for port in trunks:
        if port.native is None:
            port.end.vlan = VlanPort(trunk=tuple(port.trunk or ()))
            check_attributes(port, next(iter(port.trunk or ()), ""), problems)
            if "prefix" not in link.data and not link.data.get("pool"):
                _to_port(port.end)


def _attributes(value: Any) -> Mapping[str, Any]:
    """Attributes of a VLAN on a trunk, its mode excepted."""
    return without(mapping(value), ("vlan",))


def _with_node(own: Mapping[str, Any], node: str) -> Map:
    return as_map(merged(Map({"node": node}), own))


def as_map(data: Mapping[str, Any]) -> Map:
    """The same mapping as a `Map`."""
    return data if isinstance(data, Map) else Map(data)


def _member_type(draft: Draft, member: DraftLink, found: VlanDefinition, ports: list[Port], problems: Problems) -> None:
    """A member that all ends route is a link of its own; else it belongs to the VLAN."""
    modes = [mode_on(draft, port, found.name) for port in ports]
    check_mode(draft, ports, found.name, modes, problems)
    routed = all(mode == "route" for mode in modes)
    member.type = "vlan_member"
    member.vlan = found.name
    if not routed:
        member.domain = domain_of(draft, found, problems)
        member.domain.cables.append(member)
    for port, end, mode in zip(ports, member.interfaces, modes, strict=True):
        own = definition(draft, port.end.node, found.name)
        tag = own.id if own is not None else found.id
        if mode == "route":
            end.vlan = VlanPort(name=found.name, mode="route", access_id=tag, routed_link=routed)
        else:
            word: VlanMode = "bridge" if mode == "bridge" else "irb"
            end.vlan = VlanPort(mode=word, access=found.name, access_id=tag)
            _to_port(end)
