"""Which VRFs a node has, which interfaces are in them, and their loopbacks.

Owns: `interface.vrf` of links, `node.vrfs`, tables, families and loopback interfaces of VRFs. Must not: run protocols.
Source: the topology format's "Using VRFs on Interfaces and Links" and "Creating VRF Loopback Interfaces". A node has
the VRFs it defines and those of its interfaces, in this order; tables count from 100 in the order of VRF numbers.
"""

from __future__ import annotations

from typing import Any

from ...addr import AddressError, InterfaceAddress, Prefix, parse_interface
from ...errors import Problems, nearest
from ...model import Map
from ..draft import Draft, DraftInterface, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import mapping
from ..pools import Allocator, find_pool

FIRST_TABLE = 100
POOL = "vrf_loopback"


def assign_interface_vrfs(draft: Draft, problems: Problems) -> None:
    """`interface.vrf` of the ends that run VRFs: the end's own `vrf`, else the link's."""
    for link in (*draft.links, *draft.members, *draft.domains):
        everywhere = link.data.get("vrf")
        for interface in (*link.interfaces, *link.spare):
            if interface.link is not link or not interface.layer3:
                continue
            wanted = interface.data.get("vrf", everywhere)
            if wanted is not None and interface.node.runs("vrf"):
                interface.vrf = str(wanted)


def join_vrfs(draft: Draft, problems: Problems) -> None:
    """Fill `node.vrfs` from interfaces, add loopbacks; a node without interfaces in VRFs does not run the module."""
    for node in list(draft.nodes_with("vrf")):
        for interface in node.interfaces:
            if interface.vrf is not None and not _join(draft, node, interface, problems):
                interface.vrf = None
        for vrf in node.vrfs.values():
            _add_loopback(draft, node, vrf, problems)
        for position, vrf in enumerate(sorted(node.vrfs.values(), key=lambda v: v.id)):
            vrf.table = FIRST_TABLE + position
        if not any(interface.vrf for interface in node.interfaces):
            _leave_out(draft, node, problems)


def _join(draft: Draft, node: DraftNode, interface: DraftInterface, problems: Problems) -> bool:
    name = interface.vrf or ""
    if name in node.vrfs:
        return True
    known = draft.vrfs.get(name)
    if known is None:
        names = {**draft.vrfs, **node.vrfs}
        hint = nearest(name, names) or "define it under `vrfs`"
        message = f"node `{node.name}` has an interface in unknown VRF `{name}`"
        problems.error("unknown-vrf", message, interface.at("vrf"), hint)
        return False
    node.vrfs[name] = known.copy()
    return True


def _leave_out(draft: Draft, node: DraftNode, problems: Problems) -> None:
    node.vrfs.clear()
    node.modules = [module for module in node.modules if module != "vrf"]
    warnings = mapping(mapping(draft.defaults.get("vrf")).get("warnings"))
    if warnings.get("inactive") is not False:
        message = f"node `{node.name}` uses no VRF and does not run them"
        hint = "a VRF is used by links in it and by its loopback"
        problems.warning("vrf-inactive", message, node.span, hint)


def _add_loopback(draft: Draft, node: DraftNode, vrf: DraftVrf, problems: Problems) -> None:
    wish = vrf.data.get("loopback")
    if not wish and not node.module("vrf").get("loopback"):
        return
    addresses = _addresses(draft, vrf, wish, problems)
    if addresses == (None, None):
        return
    loopback = DraftInterface(node, None, Map(span=vrf.at("loopback")), "loopback")
    loopback.virtual = True
    loopback.vrf = vrf.name
    loopback.name = f"VRF Loopback {vrf.name}"
    loopback.ipv4, loopback.ipv6 = addresses
    vrf.loopback = loopback
    node.interfaces.append(loopback)


def _addresses(
    draft: Draft, vrf: DraftVrf, wish: Any, problems: Problems
) -> tuple[InterfaceAddress | None, InterfaceAddress | None]:
    """From the pool `vrf_loopback`, from another pool, or the given ones of the families that are given."""
    if isinstance(wish, str):
        given = _parse(wish, vrf, problems, "loopback")
        return (given, None) if given is None or given.family == 4 else (None, given)
    own = mapping(wish)
    pooled = not own or bool(own.get("pool"))
    pool: Allocator | None = None
    if pooled or True in own.values():
        pool = find_pool(draft, problems, str(own.get("pool") or POOL), vrf.at("loopback", "pool"))
    found: list[InterfaceAddress | None] = []
    for family, word in ((4, "ipv4"), (6, "ipv6")):
        value = own.get(word)
        if isinstance(value, str):
            found.append(_parse(value, vrf, problems, "loopback", word))
        elif value is False or (value is None and not pooled) or pool is None:
            found.append(None)
        else:
            prefix = pool.take(4 if family == 4 else 6, problems)
            found.append(_first(prefix) if isinstance(prefix, Prefix) else None)
    return found[0], found[1]


def _first(prefix: Prefix) -> InterfaceAddress:
    """The address of a loopback prefix: the prefix itself when it is one address, else its first host."""
    return prefix.host(0 if prefix.bits == 0 else 1)


def _parse(text: str, vrf: DraftVrf, problems: Problems, *path: str) -> InterfaceAddress | None:
    try:
        address = parse_interface(text)
    except AddressError as error:
        message = f"loopback address `{text}` of VRF `{vrf.name}`: {error}"
        problems.error("wrong-address", message, vrf.at(*path))
        return None
    prefix = address.prefix
    return _first(prefix) if address.value == prefix.network else address


def set_vrf_families(draft: Draft, problems: Problems) -> None:
    """Families in use on the interfaces of each VRF."""
    for node in draft.nodes_with("vrf"):
        for interface in node.interfaces:
            vrf = node.vrfs.get(interface.vrf or "")
            if vrf is not None:
                vrf.ipv4 = vrf.ipv4 or interface.ipv4 is not None
                vrf.ipv6 = vrf.ipv6 or interface.ipv6 is not None


def borrow_from_vrf_loopbacks(draft: Draft, problems: Problems) -> None:
    """Unnumbered interfaces in a VRF borrow the address of its loopback, where it has one."""
    for node in draft.nodes_with("vrf"):
        for interface in node.interfaces:
            vrf = node.vrfs.get(interface.vrf or "")
            loopback = vrf.loopback if vrf is not None else None
            if interface.ipv4 is True and loopback is not None and isinstance(loopback.ipv4, InterfaceAddress):
                interface.borrowed_from, interface.borrowed_ipv4 = loopback.ifname, loopback.ipv4


__all__ = ["assign_interface_vrfs", "borrow_from_vrf_loopbacks", "join_vrfs", "set_vrf_families"]
