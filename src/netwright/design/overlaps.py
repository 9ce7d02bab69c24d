"""Addresses and prefixes that collide.

Owns: the checks over the whole network. Must not: change it.

Cost: one sort of the links' prefixes and one hash per link and node; never pair by pair.

* The same address twice on a link or in one routing table of a node: error.
* Two links in one routing table whose prefixes overlap: error when a pool gave one of them or they differ in length;
a warning when the user wrote the same prefix twice (anycast and migration labs do that on purpose).
"""

from __future__ import annotations

from ..addr import InterfaceAddress, Prefix
from ..errors import Problems
from .draft import Draft, DraftInterface, DraftLink, DraftNode

_BITS = {4: 32, 6: 128}


def check_addresses(draft: Draft, problems: Problems) -> None:
    """Report duplicate addresses and overlapping prefixes."""
    for link in draft.subnets:
        _check_link(link, problems)
    for node in draft.nodes.values():
        _check_node(node, problems)
    _check_prefixes(draft, problems)


def _check_link(link: DraftLink, problems: Problems) -> None:
    ends = link.interfaces
    if len(ends) == 2:
        left, right = ends
        clash4 = left.ipv4 is not None and left.ipv4 == right.ipv4 and left.ipv4 is not True
        clash6 = left.ipv6 is not None and left.ipv6 == right.ipv6 and left.ipv6 is not True
        if not clash4 and not clash6:
            return
    for word in ("ipv4", "ipv6"):
        seen: dict[int, DraftInterface] = {}
        for end in ends:
            address = getattr(end, word)
            if not isinstance(address, InterfaceAddress):
                continue
            other = seen.setdefault(address.value, end)
            if other is not end:
                names = f"{other.node.name} and {end.node.name}"
                message = f"address {address.address} is used twice on a link, by {names}"
                culprit = end if word in end.data else other
                problems.error("duplicate-address", message, culprit.at(word), "give one of them another address")


def _check_node(node: DraftNode, problems: Problems) -> None:
    seen: dict[tuple[int, int, str | None], DraftInterface] = {}
    for interface in node.all_interfaces:
        for word, address in (("ipv4", interface.ipv4), ("ipv6", interface.ipv6)):
            if address is None or address is True:
                continue
            key = (address[0], address[1], interface.vrf)
            other = seen.setdefault(key, interface)
            if other is interface or (other.subnet is not None and other.subnet is interface.subnet):
                continue
            message = f"node {node.name} has address {address.address} on {other.ifname} and {interface.ifname}"
            problems.error("duplicate-address", message, interface.at(word), "use different prefixes")


def _check_prefixes(draft: Draft, problems: Problems) -> None:
    for family in (4, 6):
        ranges: list[tuple[int, int, int, DraftLink]] = []
        bits = _BITS[family]
        for link in draft.subnets:
            prefix = link.ipv4 if family == 4 else link.ipv6
            if isinstance(prefix, Prefix):
                ranges.append((prefix.network, prefix.length, len(ranges), link))
        ranges.sort(key=lambda item: item[:3])
        last_end, last = -1, None
        for network, length, _, link in ranges:
            end = network + (1 << (bits - length)) - 1
            if network <= last_end and last is not None:
                _report(family, last, link, problems)
            if end > last_end:
                last_end, last = end, link


def _tables(link: DraftLink) -> set[str | None]:
    """VRFs of the routers on a link."""
    return {end.vrf for end in link.interfaces if end.node.runs("vrf")} or {None}


def _report(family: int, first: DraftLink, second: DraftLink, problems: Problems) -> None:
    if _tables(first).isdisjoint(_tables(second)):
        return
    a = first.ipv4 if family == 4 else first.ipv6
    b = second.ipv4 if family == 4 else second.ipv6
    written = first.fixed and second.fixed
    same_name = first.data.get("prefix") == second.data.get("prefix") and isinstance(first.data.get("prefix"), str)
    if a == b and written and same_name and "/" not in first.data["prefix"]:
        return  # a named prefix, shared on purpose
    at = second.data.at("prefix") if second.fixed or not first.fixed else first.data.at("prefix")
    message = f"prefix {b} of {_name(second)} overlaps {a} of {_name(first)}"
    if a == b and written:
        problems.warning("prefix-overlap", message, at)
    else:
        problems.error("prefix-overlap", message, at, "use another prefix or pool for one of the links")


def _name(link: DraftLink) -> str:
    if "vlan" in link.extra and not link.linkindex:
        return f"VLAN {link.extra['vlan']}"
    return f"link {link.linkindex} ({'-'.join(i.node.name for i in link.interfaces[:4])})"
