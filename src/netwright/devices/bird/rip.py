"""RIP of a node -> views of BIRD protocols.

Owns: interfaces, timers, what is announced. Must not: print. Source: RFC 2453, RFC 2080; BIRD user's guide 6.13.

BIRD's RIP announces what its export filter lets out of the main table: its own routes, the networks of its
interfaces, and what the design imports.
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, InterfaceAddress, family_name
from ...model import Interface, Node, Redistribution, RipInstance
from .bgp import SOURCES
from .leaks import leaked_lines
from .names import TableNames
from .policy import Policies


class RipInterfaceView(NamedTuple):
    name: str
    options: tuple[str, ...]


class RipView(NamedTuple):
    name: str
    word: str
    """`rip` or `rip ng`."""
    family: Family
    table: str
    """The main table it works with."""
    exports: tuple[str, ...]
    interfaces: tuple[RipInterfaceView, ...]


def rip_views(
    node: Node, rip: RipInstance, policies: Policies, names: TableNames, leaks: bool = False
) -> tuple[RipView, ...]:
    """One view per version that runs in one routing table; `leaks`: it has routes of other VRFs."""
    wanted: tuple[tuple[Family, bool], ...] = ((4, rip.ipv4), (6, rip.ipv6))
    return tuple(_view(node, rip, family, policies, names, leaks) for family, on in wanted if on)


def _view(node: Node, rip: RipInstance, family: Family, policies: Policies, names: TableNames, leaks: bool) -> RipView:
    own = (node.loopback,) if node.loopback is not None and names.vrf is None else ()
    running = [i for i in (*own, *node.interfaces) if i.ripv2 is not None and i.vrf == names.vrf]
    members = [i for i in running if (i.ipv4 if family == 4 else i.ipv6) is not None]
    return RipView(
        name=names.name("rip", family_name(family)),
        word="rip" if family == 4 else "rip ng",
        family=family,
        table=names.main(family),
        exports=tuple(_exports(rip, members, family, policies, leaks)),
        interfaces=tuple(_interface(rip, i) for i in members if i.type != "loopback"),
    )


def _exports(rip: RipInstance, members: list[Interface], family: Family, policies: Policies, leaks: bool) -> list[str]:
    lines = leaked_lines(rip.redistribute, family, policies, "") if leaks else []
    lines.append("if source = RTS_RIP then accept;")
    addresses = [i.ipv4 if family == 4 else i.ipv6 for i in members]
    networks = [str(a.prefix) for a in addresses if isinstance(a, InterfaceAddress)]
    if networks:
        lines.append(f"if source = RTS_DEVICE && net ~ [ {', '.join(dict.fromkeys(networks))} ] then accept;")
    for source in rip.redistribute:
        lines += _redistributed(source, family, policies)
    return lines


def _redistributed(source: Redistribution, family: Family, policies: Policies) -> list[str]:
    condition = SOURCES.get(source.source)
    if condition is None:
        policies.refuse(f"import of {source.source} routes into RIP")
        return []
    if source.policy is None:
        return [f"if {condition} then accept;"]
    return [f"if {condition} then {{ if {policies.policy(source.policy, family)} then accept; }}"]


def _interface(rip: RipInstance, interface: Interface) -> RipInterfaceView:
    options = ["passive yes"] if interface.ripv2 is not None and interface.ripv2.passive else []
    if rip.timers is not None:
        t = rip.timers
        options += [f"update time {t.update_s}", f"timeout time {t.timeout_s}", f"garbage time {t.garbage_s}"]
    return RipInterfaceView(interface.ifname, tuple(options))
