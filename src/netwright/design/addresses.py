"""Addresses of interfaces.

Owns: `interface.ipv4`, `interface.ipv6`, `borrowed_*`. Must not: choose prefixes.
Source: the topology format's "Allocation rules": on p2p links the alphabetically first node has the lower
address; elsewhere the host part is the node id when every id of the link fits, else the position on the link
(in alphabetical order in a two-address prefix).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..addr import AddressError, Family, InterfaceAddress, Prefix, parse_interface
from ..errors import Problems
from ..model.interface import InterfaceIP
from .draft import Draft, DraftInterface, DraftLink
from .links import natural_type


def assign_addresses(draft: Draft, problems: Problems) -> None:
    """Address every interface of every subnet; then let unnumbered ones borrow the loopback's IPv4 address."""
    for link in draft.subnets:
        if link.unnumbered:
            _unnumbered(link)
        for family, prefix in ((4, link.ipv4), (6, link.ipv6)):
            if isinstance(prefix, Prefix):
                _allocate(link, prefix, problems)
            elif prefix is True:
                for interface in _numbered(link):
                    _set(interface, family, True)
        for interface in _ends(link):
            data = interface.data
            if len(data) > 1:
                if "ipv4" in data:
                    interface.ipv4 = _own(interface, 4, link.ipv4, problems)
                if "ipv6" in data:
                    interface.ipv6 = _own(interface, 6, link.ipv6, problems)
            loopback = interface.node.loopback
            if interface.ipv4 is True and loopback is not None:
                interface.borrowed_from = loopback.ifname
                if isinstance(loopback.ipv4, InterfaceAddress):
                    interface.borrowed_ipv4 = loopback.ipv4


def _ends(link: DraftLink) -> list[DraftInterface]:
    """What is addressed: in a VLAN that is bridged, interfaces that only pass frames are not."""
    if not link.seen and not link.trunk:
        return link.interfaces
    return [end for end in (*link.interfaces, *link.spare) if end.layer3]


def _numbered(link: DraftLink) -> list[DraftInterface]:
    """What gets an address without asking: a VLAN interface of a node that bridges has only the one it asks for."""
    if not link.seen:
        return _ends(link)
    return [end for end in _ends(link) if end.vlan is None or end.vlan.mode != "bridge"]


def _in_order(
    link: DraftLink, ends: list[DraftInterface], lowest: int, highest: int
) -> Iterator[tuple[int, DraftInterface]]:
    """Host numbers of the ends of a VLAN: the place on the first of its links, else the next free number.

    Trunks come after links of the VLAN alone; nodes that only bridge it have a place on a link, too (measured).
    """
    of_node = {end.node.name: end for end in reversed(ends)}
    places: dict[DraftInterface, int] = {}
    for cable in sorted(link.cables, key=lambda cable: cable.type == "vlan_member"):
        for place, port in enumerate(cable.interfaces, lowest):
            end = of_node.get(port.node.name)
            if end is not None:
                places.setdefault(end, place)
    taken: set[int] = set()
    following = lowest
    for end in (*places, *(end for end in ends if end not in places)):
        host = places.get(end, lowest)
        if host in taken or host > highest:
            while following in taken:
                following += 1
            host = following
        taken.add(host)
        yield host, end


def _set(interface: DraftInterface, family: int, value: InterfaceIP) -> None:
    if family == 4:
        interface.ipv4 = value
    else:
        interface.ipv6 = value


def _unnumbered(link: DraftLink) -> None:
    """Each end runs the families of its loopback; a node without loopback has link-local IPv6."""
    for interface in _numbered(link):
        loopback = interface.node.loopback
        if loopback is None:
            interface.ipv6 = True
            continue
        interface.ipv4 = True if loopback.ipv4 else None
        interface.ipv6 = True if loopback.ipv6 else None


def _allocate(link: DraftLink, prefix: Prefix, problems: Problems) -> None:
    ends = _numbered(link)
    count = len(ends)
    by_name = link.type == "p2p" or (link.type == "lag" and natural_type(link) == "p2p")
    allocation = link.allocation or ("p2p" if by_name else "id_based")
    lowest, highest = usable_hosts(prefix)
    if count > highest - lowest + 1:
        what = f"{count} nodes" if count > 1 else "a node"
        hint = "use a shorter prefix"
        at = link.data.at("prefix")
        problems.error("prefix-too-small", f"{prefix} is too small for {what}", at, hint)
        return
    family, network, length = prefix.family, prefix.network, prefix.length
    by_id = allocation == "id_based"
    if by_id and all(end.node.id <= highest for end in ends):
        for end in ends:
            _set(end, family, InterfaceAddress(family, network + end.node.id, length))
        return
    if allocation == "p2p" or (by_id and highest - lowest == 1 and lowest == 0):
        if count == 2 and ends[0].node.name <= ends[1].node.name:
            ordered = ends
        else:
            ordered = sorted(ends, key=lambda end: end.node.name)
    elif link.seen:
        for host, end in _in_order(link, ends, lowest, highest):
            _set(end, family, InterfaceAddress(family, network + host, length))
        return
    else:
        ordered = ends
    value = network + lowest
    if family == 4:
        for end in ordered:
            end.ipv4 = InterfaceAddress(4, value, length)
            value += 1
    else:
        for end in ordered:
            end.ipv6 = InterfaceAddress(6, value, length)
            value += 1


def usable_hosts(prefix: Prefix) -> tuple[int, int]:
    """Lowest and highest host number of a prefix (RFC 3021 and RFC 6164 for the two-address prefixes)."""
    bits = prefix.bits
    if bits == 0:
        return 0, 0
    return (0, 1) if bits == 1 else (1, (1 << bits) - 2)


def _own(interface: DraftInterface, family: Family, prefix: Prefix | bool | None, problems: Problems) -> InterfaceIP:
    """The address the user wrote on the interface: host number, address, True or False."""
    word = f"ipv{family}"
    value = interface.data[word]
    at = interface.data.at(word)
    if isinstance(value, bool):
        return value or None
    allocated = interface.ipv4 if family == 4 else interface.ipv6
    if value is None:
        return allocated
    if isinstance(value, int):
        return _host(interface, value, prefix, family, problems)
    try:
        address = parse_interface(str(value))
    except AddressError as error:
        problems.error("wrong-address", f"`{value}` is no {word} address: {error}", at)
        return allocated
    if address.family != family:
        problems.error("wrong-address", f"expected an {word} address, found `{value}`", at)
        return allocated
    if "/" not in str(value) and isinstance(prefix, Prefix):
        address = address._replace(length=prefix.length)
        if not prefix.contains(address):
            hint = "add a prefix length to use an address of another network"
            problems.error("address-outside-prefix", f"`{value}` is outside of the link's {prefix}", at, hint)
        return address
    whole = 32 if family == 4 else 128
    if address.length < whole - 1 and address.value == address.prefix.network:
        hint = f"use `{address.prefix.host(1)}`"
        problems.error("address-without-host", f"`{value}` has no host part", at, hint)
    elif (
        isinstance(prefix, Prefix)
        and interface.subnet is not None
        and interface.subnet.fixed
        and address.length == prefix.length
        and not prefix.contains(address)
    ):
        problems.error("address-outside-prefix", f"`{value}` is outside of the link's {prefix}", at)
    return address


def _host(
    interface: DraftInterface,
    number: int,
    prefix: Prefix | bool | None,
    family: Family,
    problems: Problems,
) -> InterfaceIP:
    """The n-th host of the link's prefix; negative numbers count from its end."""
    at = interface.data.at(f"ipv{family}")
    if not isinstance(prefix, Prefix):
        message = f"host number {number} needs an ipv{family} prefix on the link"
        problems.error("host-without-prefix", message, at, "give the link a prefix, or write the address")
        return None
    lowest, highest = usable_hosts(prefix)
    host = number if number >= 0 else prefix.size + number
    if not lowest <= host <= highest:
        message = f"{prefix} has no host {number}"
        problems.error("address-outside-prefix", message, at, f"hosts go from {lowest} to {highest}")
        return None
    return prefix.host(host)
