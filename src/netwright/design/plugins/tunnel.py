"""Plugin `tunnel.gre`: links that are tunnels through the network.

Owns: `interface.tunnel`, the MTU of tunnels. Must not: address or name interfaces, decide which links are tunnels
(`links`).
Source: the topology format's "GRE Tunnels": the source of a tunnel is the first interface in the transport VRF with an
address of the transport family, loopbacks and tunnels left out; its destination is the other end's source. Names,
descriptions and MTU are observed behaviour. Deviation: tunnels with the same two addresses have different keys
(RFC 2890); without them no system would know which one a packet belongs to. Keys take their octets from the MTU.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...addr import InterfaceAddress
from ...errors import Problems
from ...model import Tunnel, TunnelEnd
from ..draft import Draft, DraftInterface, DraftLink
from ..links import is_tunnel
from ..merge import mapping, merged

ATTRIBUTE = "tunnel"
OVERHEAD_BYTES: Mapping[str, int] = {"ipv4": 24, "ipv6": 48}
"""IP and GRE headers; over IPv6 with room for a key."""
KEY_BYTES: Mapping[str, int] = {"ipv4": 4, "ipv6": 0}
"""What a key takes beyond that: RFC 2890 section 2."""
DEFAULT_MTU = 1500
_WORDS = ("ifindex", "linkid", "type")


class Wanted(NamedTuple):
    """What an end of a tunnel asks of its source."""

    family: str
    vrf: str | None
    source: Mapping[str, Any]

    def __str__(self) -> str:
        words = [f"{self.family} address", f"in VRF {self.vrf}" if self.vrf else ""]
        by_link = mapping(self.source.get("link"))
        words += [f"{key} {self.source[key]}" for key in _WORDS if key in self.source]
        words += [f"link {key} {by_link[key]}" for key in by_link]
        return ", ".join(word for word in words if word)


def check_tunnels(draft: Draft, problems: Problems) -> None:
    """Refuse links with attributes of a tunnel that cannot be one."""
    for link in draft.links:
        if ATTRIBUTE in link.data or any(ATTRIBUTE in end.data for end in link.interfaces):
            message = _mistake(link)
            if message:
                hint = "example: `{ r1: {}, r2: {}, tunnel.mode: gre }`"
                problems.error("wrong-tunnel", message, link.data.at(ATTRIBUTE), hint)


def _mistake(link: DraftLink) -> str:
    asked = link.data.get("type")
    if asked not in (None, "tunnel"):
        return f"a link of type `{asked}` has attributes of a tunnel"
    if not is_tunnel(link):
        return "a tunnel needs `tunnel.mode`, for the link as a whole"
    if len({end.node.name for end in link.interfaces}) != 2 or len(link.interfaces) != 2:
        return f"a tunnel has two ends on different nodes, this link has {len(link.interfaces)}"
    return ""


def design_tunnels(draft: Draft, problems: Problems) -> None:
    """Find both ends of every tunnel."""
    pairs: dict[frozenset[InterfaceAddress], int] = {}
    for link in draft.links:
        if not is_tunnel(link) or _mistake(link):
            continue
        ends = [_end(interface, problems) for interface in link.interfaces]
        wanted = [_wanted(interface) for interface in link.interfaces]
        if None in ends:
            continue
        if wanted[0].family != wanted[1].family:
            message = "the ends of a tunnel have different families of transport"
            problems.error("wrong-tunnel", message, link.data.at(ATTRIBUTE), "set `tunnel.af` for the link as a whole")
            continue
        _connect(link, [end for end in ends if end is not None], wanted, pairs)


def _connect(
    link: DraftLink,
    ends: list[DraftInterface],
    wanted: list[Wanted],
    pairs: dict[frozenset[InterfaceAddress], int],
) -> None:
    """Tie both ends together; `pairs` counts tunnels between the same two addresses."""
    family = wanted[0].family
    addresses = [_address(end, family) for end in ends]
    models = [
        TunnelEnd(address.address, end.ifname, end.mtu or end.node.mtu or DEFAULT_MTU)
        for end, address in zip(ends, addresses, strict=True)
        if address is not None
    ]
    pair = frozenset(address for address in addresses if address is not None)
    pairs[pair] = pairs.get(pair, 0) + 1
    key = link.linkindex if pairs[pair] > 1 else None
    overhead = OVERHEAD_BYTES[family] + (KEY_BYTES[family] if key is not None else 0)
    for number, interface in enumerate(link.interfaces):
        interface.tunnel = Tunnel(
            mode="gre",
            source=models[number],
            destination=models[1 - number],
            vrf=wanted[number].vrf,
            key=key,
        )
        if interface.mtu is None:
            interface.mtu = min(model.mtu_bytes for model in models) - overhead
        if link.name is None and "name" not in interface.data:
            interface.name += " [GRE tunnel]"


def _wanted(interface: DraftInterface) -> Wanted:
    link = interface.link
    data = merged(
        mapping(interface.data.get(ATTRIBUTE)), mapping(link.data.get(ATTRIBUTE) if link is not None else None)
    )
    return Wanted(data.get("af", "ipv4"), data.get("vrf"), mapping(data.get("source")))


def _end(interface: DraftInterface, problems: Problems) -> DraftInterface | None:
    """The interface whose address an end of a tunnel uses."""
    wanted, node = _wanted(interface), interface.node
    for candidate in node.all_interfaces:
        if _fits(candidate, wanted):
            return candidate
    message = f"node {node.name} has no interface to be the source of tunnel {interface.name} ({wanted})"
    as_loopback = wanted._replace(source={"type": "loopback"})
    others = not wanted.source and any(_fits(each, as_loopback) for each in node.all_interfaces)
    hint = "a loopback can be: `tunnel.source.type: loopback`" if others else _known(interface)
    problems.error("tunnel-without-source", message, interface.at(ATTRIBUTE), hint)
    return None


def _known(interface: DraftInterface) -> str:
    node = interface.node
    found = [f"{i.ifname}{f' (VRF {i.vrf})' if i.vrf else ''}" for i in _sources(node.all_interfaces)]
    return "interfaces with addresses: " + ", ".join(found) if found else "none of its interfaces has an address"


def _sources(interfaces: Iterator[DraftInterface]) -> Iterator[DraftInterface]:
    for interface in interfaces:
        if interface.type != "tunnel" and (_address(interface, "ipv4") or _address(interface, "ipv6")):
            yield interface


def _fits(candidate: DraftInterface, wanted: Wanted) -> bool:
    source, link = wanted.source, mapping(wanted.source.get("link"))
    loopback = candidate.type == "loopback"
    if candidate.type == "tunnel" or candidate.vrf != wanted.vrf or loopback is not (source.get("type") == "loopback"):
        return False
    if _address(candidate, wanted.family) is None:
        return False
    data = candidate.link.data if candidate.link is not None else candidate.data
    return bool(
        source.get("ifindex", candidate.ifindex) == candidate.ifindex
        and source.get("linkid", data.get("linkid")) == data.get("linkid")
        and link.get("name", candidate.name) == candidate.name
        and link.get("role", candidate.role) == candidate.role
    )


def _address(interface: DraftInterface, family: str) -> InterfaceAddress | None:
    found = interface.ipv4 if family == "ipv4" else interface.ipv6
    return found if isinstance(found, InterfaceAddress) else None
