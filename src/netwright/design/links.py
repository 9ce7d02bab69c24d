"""Links and their ends: types, roles, attribute inheritance, interface indexes and names.

Owns: making the draft's links and interfaces. Must not: allocate addresses.
Source: the topology format's "Links": one node makes a stub, two routers p2p, anything else lan; a link
without a role and with at most one router gets role `stub`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..errors import Problems, nearest
from ..model import Map
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .inherit import interface_attributes
from .merge import EMPTY, mapping, merged, without

LINK_TYPES = ("lan", "p2p", "stub", "loopback", "tunnel", "lag", "vlan_member")
VIRTUAL_BASES: Mapping[str, int] = {"loopback": 10000, "tunnel": 20000, "lag": 30000, "svi": 40000}
"""Indexes of virtual interfaces count from here: loopbacks from 10001, others from the base. Subinterfaces of trunks
count like physical interfaces."""

LINK_ONLY = frozenset(
    {"disable", "gateway", "interfaces", "linkindex", "node_count", "pool", "prefix", "type", "unnumbered"}
)
"""Link attributes interfaces do not inherit."""
TYPED = frozenset(
    {
        "bandwidth",
        "bridge",
        "ifindex",
        "ifname",
        "ipv4",
        "ipv6",
        "mtu",
        "name",
        "node",
        "ra",
        "role",
        "shutdown",
        "tc",
    }
)
"""Attributes that have typed fields."""


def build_links(draft: Draft, problems: Problems) -> None:
    """Make links and their interfaces with inherited attributes."""
    modules = frozenset(draft.modules)
    for data in draft.topology.links:
        if data.get("disable"):
            continue
        link = DraftLink(len(draft.links) + 1, data)
        ends = data.get("interfaces") or ()
        known = [(draft.nodes.get(end.get("node", "")), end) for end in ends]
        for node, end in known:
            if node is None:
                name = str(end.get("node"))
                hint = nearest(name, draft.nodes)
                problems.error("unknown-node", f"link to unknown node `{name}`", end.at("node"), hint)
        describe(link, data, modules)
        for node, end in known:
            if node is not None:
                attach(link, node, end, modules)
        _set_type(draft, link, problems)
        draft.links.append(link)


def describe(link: DraftLink, data: Map, modules: Collection[str]) -> None:
    """Attributes of the link itself."""
    link.data = data
    rest = [key for key in data if key not in LINK_ONLY]
    if not rest:
        return
    link.role = data.get("role")
    link.name = data.get("name")
    link.mtu = data.get("mtu")
    link.attributes = {key: data[key] for key in rest if key in modules} or EMPTY
    extra = Map({key: data[key] for key in rest if key not in TYPED}, data.span)
    link.extra = extra or EMPTY


def attach(link: DraftLink, node: DraftNode, end: Map, modules: Collection[str]) -> None:
    """Add an end to a link, and the interface to its node."""
    interface = DraftInterface(node, link, end, "")
    inherit(interface, link, modules)
    link.interfaces.append(interface)
    node.interfaces.append(interface)


def inherit(interface: DraftInterface, link: DraftLink, modules: Collection[str]) -> None:
    """Attributes of an interface: its own over the link's."""
    end = interface.data
    if len(end) == 1:  # only `node`: everything comes from the link, shared
        interface.attributes = link.attributes
        interface.extra = without(link.extra, ("vrf",))
    else:
        own = {key: end[key] for key in end if key in modules}
        interface.attributes = interface_attributes(link.attributes, own)
        extra = Map({key: end[key] for key in end if key not in TYPED and key not in LINK_ONLY}, end.span)
        extra.take("vrf")
        interface.extra = merged(extra, without(link.extra, ("vrf",)))
        interface.own_role = end.get("role")


def _set_type(draft: Draft, link: DraftLink, problems: Problems) -> None:
    ends = link.interfaces
    natural = natural_type(link)
    asked = link.data.get("type")
    link.type = asked if asked is not None else "tunnel" if is_tunnel(link) else natural
    if asked is not None:
        message = ""
        if asked not in LINK_TYPES:
            message = f"unknown link type `{asked}`"
        elif asked == "p2p" and len(ends) != 2:
            message = f"a p2p link has two ends, this one has {len(ends)}"
        elif asked in ("stub", "loopback") and len(ends) > 1:
            message = f"a {asked} link has one end, this one has {len(ends)}"
        if message:
            hint = nearest(str(asked), LINK_TYPES) if asked not in LINK_TYPES else "remove `type`"
            problems.error("wrong-link-type", message, link.data.at("type"), hint)
            link.type = natural
    if link.type not in ("p2p", "loopback", "lag"):
        link.bridge = link.data.get("bridge") or f"{draft.topology.name}_{link.linkindex}"
    else:
        link.bridge = link.data.get("bridge")
    for end in ends:
        end.type = link.type
        end.virtual = link.type in VIRTUAL_BASES
        end.bridge = link.bridge if link.type != "tunnel" else None


def is_tunnel(link: DraftLink) -> bool:
    """Its packets travel on other links; a link that only has the type of a tunnel is a cable."""
    return link.data.get("type") in (None, "tunnel") and "mode" in mapping(link.data.get("tunnel"))


def set_stub_roles(draft: Draft, problems: Problems) -> None:
    """Links without a role and with at most one router get role `stub`, after BGP marked external ones.

    What is attached to such a VLAN has the role itself: its links say nothing of the rest of the VLAN.
    """
    for link in (*draft.links, *draft.members):
        if link.domain is not None:
            continue
        if link.role is None and link.type not in ("loopback", "tunnel") and not link.routed:
            link.role = "stub"
    for domain in draft.domains:
        if not domain.routed and "role" not in domain.data:
            domain.role = domain.role or "stub"
            for end in (*domain.interfaces, *domain.spare):
                if end.layer3 and end.link is not domain:
                    end.own_role = end.own_role or "stub"


def natural_type(link: DraftLink) -> str:
    """The type of a cable by number and roles of nodes; it also names the default pool, whatever `type` says."""
    ends = link.interfaces
    if any(end.dhcp_client is not None for end in ends):
        return "lan"
    if len(ends) == 1:
        return "stub" if ends[0].node.role != "host" else "lan"
    if len(ends) == 2 and ends[0].node.role != "host" and ends[1].node.role != "host":
        return "p2p"
    return "lan"


def name_interfaces(draft: Draft, problems: Problems) -> None:
    """First free index from the device's offset, in link order; names and descriptions."""
    for node in draft.nodes.values():
        _index(node, problems)
    for link in (*draft.links, *draft.members):
        _descriptions(link)


def _index(node: DraftNode, problems: Problems) -> None:
    taken: set[int] = set()
    following: dict[str, int] = {}
    names: dict[str, DraftInterface] = {"lo": node.loopback} if node.loopback else {}
    device = node.device
    for interface in node.interfaces:
        kind = interface.type if interface.type in VIRTUAL_BASES else ""
        base = VIRTUAL_BASES.get(kind, 0)
        data = interface.data
        index = data.get("ifindex") if len(data) > 1 else None
        if index is not None and (not isinstance(index, int) or isinstance(index, bool) or index < 0):
            message = f"interface index must be a positive integer, found `{index}`"
            problems.error("wrong-ifindex", message, data.at("ifindex"))
            index = None
        if index is None:
            first = device.ifindex_offset if not kind else base + (1 if kind == "loopback" else 0)
            index = following.get(kind, first)
            while index in taken:
                index += 1
            following[kind] = index + 1
        taken.add(index)
        interface.ifindex = index
        name = data.get("ifname") if len(data) > 1 else None
        interface.ifname = str(name) if name else _ifname(interface, index - base if index >= base else index)
        other = names.setdefault(interface.ifname, interface)
        if other is not interface and (name or interface.type not in ("svi", "vlan_member")):
            key = "ifname" if name else "ifindex"
            at = data.at(key) if key in data else (other.data.at("ifindex") if "ifindex" in other.data else data.span)
            message = f"node `{node.name}` has two interfaces named `{interface.ifname}`"
            problems.error("duplicate-ifname", message, at, "give one of them another `ifname` or `ifindex`")


def _ifname(interface: DraftInterface, shown: int) -> str:
    """The device's name for an interface; VLAN interfaces and subinterfaces carry the VLAN's tag."""
    device, kind = interface.node.device, interface.type if interface.virtual else ""
    tag = interface.vlan.access_id if interface.vlan is not None else None
    if kind == "vlan_member" and interface.parent is not None:
        return f"{interface.parent.ifname}.{tag}"
    if kind == "svi":
        return f"vlan{tag}"
    if kind == "tunnel" and interface.link is not None and is_tunnel(interface.link):
        return device.gre_name.format(ifindex=shown + 1)
    shown = interface.lag.index if interface.lag is not None else shown
    patterns = {"loopback": device.loopback_name, "tunnel": device.tunnel_name, "lag": device.lag_name}
    return patterns.get(kind, device.interface_name).format(ifindex=shown)


def _descriptions(link: DraftLink) -> None:
    ends = link.interfaces
    if len(ends) == 2:
        left, right = ends
        left.name = link.name or f"{left.node.name} -> {right.node.name}"
        right.name = link.name or f"{right.node.name} -> {left.node.name}"
    elif len(ends) == 1:
        ends[0].name = link.name or f"{ends[0].node.name} -> stub"
    else:
        for end in ends:
            others = ",".join(other.node.name for other in ends if other is not end) if len(ends) <= 64 else "..."
            end.name = link.name or f"{end.node.name} -> [{others}]"
    for end in ends:
        if len(end.data) > 1 and "name" in end.data:
            end.name = str(end.data["name"])
