"""VLAN interfaces (SVIs) of nodes, and who is attached to which VLAN.

Owns: SVIs, ends of domains, `node.vlan_order`. Must not: address or name anything.
Source: the topology format's "Creating VLAN Interfaces": one for every VLAN a node bridges, in the order in which its
ports use them, then for VLANs it defines, routes and has no port in. The order of neighbours in a VLAN was measured:
node by node, what is attached to the node's ports, then the node itself; a node is a neighbour once.
"""

from __future__ import annotations

from ...errors import Problems
from ...model import Map, VlanPort
from ..draft import Draft, DraftInterface, DraftLink, DraftNode
from ..links import natural_type
from ..merge import EMPTY, shallow_copy, without
from .definitions import VlanDefinition, domain_of, node_mode
from .ports import conflict, definition


def create_vlan_interfaces(draft: Draft, problems: Problems) -> None:
    """Make VLAN interfaces and put everything attached to a bridged VLAN into its domain."""
    for node in draft.nodes.values():
        if node.runs("vlan"):
            _of_node(draft, node, problems)


def _of_node(draft: Draft, node: DraftNode, problems: Problems) -> None:
    made: dict[str, DraftInterface] = {}
    used: dict[str, None] = {}
    later: list[tuple[DraftLink, DraftInterface]] = []
    for port in list(node.interfaces):
        name = vlan_of(port)
        if name is None or port.vlan is None:
            continue
        used[name] = None
        domain = port.link.domain if port.link is not None else None
        found = definition(draft, node, name)
        if domain is None or found is None:
            continue
        if port.layer3:
            if port.parent is not None:
                _add(domain, port)
            elif _by_subinterface(port, domain):
                later.append((domain, port))
            continue
        if name not in made:
            made[name] = _svi(node, found, domain_of(draft, found, problems), str(port.vlan.mode))
        _attach_others(draft, port, found)
    for domain, port in later:
        _add(domain, port)
    for name, found in node.vlan_definitions.items():
        mode = node_mode(draft, node, found)
        if found.base is not None and found.base.data.get("mode") == "route" and mode != "route":
            conflict(node.name, name, mode, node.at("vlans", name), problems)
        elif name not in used and mode == "irb":
            used[name] = None
            if found.base is not None:
                made[name] = _svi(node, found, domain_of(draft, found, problems), "irb")
            else:
                made[name] = _unused(draft, node, found)
    for index, svi in enumerate(made.values()):
        svi.mac = _mac(node.id, index)
        node.interfaces.append(svi)
        if svi.link is not None and svi.link not in draft.members:
            _add(svi.link, svi)
    node.vlan_order = tuple(used)


def _mac(node_id: int, index: int) -> str:
    """`ca:f4:<node id>:<number of the VLAN interface>`, as the format gives them."""
    digits = f"caf4{node_id & 0xFFFF:04x}{index & 0xFFFF:04x}"
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def vlan_of(port: DraftInterface) -> str | None:
    """The VLAN an interface is part of: an access or native VLAN, or that of a member of a trunk."""
    vlan = port.vlan
    return None if vlan is None else vlan.name or vlan.access or vlan.native


def _attach_others(draft: Draft, port: DraftInterface, found: VlanDefinition) -> None:
    """What is on the link of a port and not a port of the same VLAN itself is attached to the VLAN."""
    link, domain = port.link, found.root.domain
    if link is None or domain is None:
        return
    for other in link.interfaces:
        if other is port or other.parent is not None:
            continue
        name = None if other.layer3 else vlan_of(other)
        theirs = definition(draft, other.node, name) if name is not None else None
        if (theirs is None or theirs.root is not found.root) and not _by_subinterface(other, domain):
            _add(domain, other)


def _by_subinterface(port: DraftInterface, domain: DraftLink) -> bool:
    """Whether the node of a routed port is in the VLAN by a subinterface, which then stands for the node there."""
    if port.vlan is None or not port.layer3:
        return False
    return any(i.parent is not None and i.link is not None and i.link.domain is domain for i in port.node.interfaces)


def _add(domain: DraftLink, end: DraftInterface) -> None:
    """A node is in a VLAN once; its further interfaces there only get addresses."""
    if end.domain is domain:
        return
    if end.layer3 or end.type == "svi":
        end.domain = domain
    if end.node.name not in domain.seen:
        domain.seen.add(end.node.name)
        domain.interfaces.append(end)
    elif end.layer3:
        domain.spare.append(end)


def _svi(node: DraftNode, found: VlanDefinition, link: DraftLink, mode: str) -> DraftInterface:
    svi = DraftInterface(node, link, found.data, "svi")
    svi.virtual = True
    svi.vlan = VlanPort(name=found.name, mode="bridge" if mode == "bridge" else "irb", access_id=found.id)
    svi.layer3 = mode != "bridge" or "ipv4" in found.data or "ipv6" in found.data
    svi.attributes = found.attributes if svi.layer3 else EMPTY
    svi.extra = found.extra if svi.layer3 else without(found.extra, tuple(found.attributes)) or EMPTY
    svi.own_role = found.data.get("role")
    return svi


def _unused(draft: Draft, node: DraftNode, found: VlanDefinition) -> DraftInterface:
    """An interface for a VLAN of the node that no port uses: a stub network of its own."""
    link = DraftLink(0, _without_prefix(found.data))
    svi = _svi(node, found, link, node_mode(draft, node, found))
    link.interfaces.append(svi)
    link.type = natural_type(link)
    draft.members.append(link)
    return svi


def _without_prefix(data: Map) -> Map:
    rest = without(data, ("prefix",))
    return rest if isinstance(rest, Map) else shallow_copy(rest)
