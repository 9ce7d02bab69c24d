"""The script that gives a container its node's network: interfaces, addresses, routes, kernel settings.

Owns: `NodePlan` -> lines for iproute2 in the order the kernel needs. Must not: run anything.
A link is made down; its master and settings follow, then it goes up, then it gets its addresses: joining a VRF
flushes IPv6 addresses, and a bond takes no member that is up. Source: ip-link(8), ip-address(8), tc-netem(8).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from ..addr import InterfaceAddress
from ..model import Impairment, InterfacePlan, NodePlan, RoutePlan
from ..model.kernel import (
    LOCAL_RULE_PRIORITY,
    NODE_SYSCTLS,
    TUNNELS,
    VRF_END_PRIORITY,
    VRF_SYSCTLS,
    Sysctls,
    burst_bytes,
    early_sysctls,
    inherited,
    late_sysctls,
)
from ..model.stacking import is_edge, is_of_bridge, is_up, on_bridges
from .clab_filters import filter_lines
from .clab_links import add_link, mac_text, port_vlans, port_words

HEAD = """\
#!/bin/sh
# Network of node {name}, run once in its container.
set -e
may() {{ [ ! -e "/proc/sys/net/$1" ] || echo "$2" >"/proc/sys/net/$1"; }}
put() {{
    if [ -e "/proc/sys/net/$1" ]; then echo "$2" >"/proc/sys/net/$1"; else echo "no setting net/$1 here" >&2; fi
}}
"""


def network_script(node: NodePlan) -> str:
    """The whole script."""
    return HEAD.format(name=node.name) + "".join(f"{line}\n" for line in _lines(node))


def _lines(node: NodePlan) -> Iterator[str]:
    vrfs = any(interface.kind == "vrf" for interface in node.interfaces)
    yield from _defaults(NODE_SYSCTLS)
    for interface in node.interfaces:
        if interface.kind == "veth":
            yield from _defaults(inherited(NODE_SYSCTLS, interface.name))
    yield from _settings(early_sysctls(node))
    known = {interface.name: interface for interface in node.interfaces}
    for interface in node.interfaces:
        yield from _create(interface, known)
    for interface in node.interfaces:
        yield from _settings(interface.sysctls, interface.name)
    if vrfs:
        yield from _defaults(VRF_SYSCTLS)
        yield from _settings(late_sysctls(node))
    yield from _join(node, known)
    yield from _rules() if vrfs else ()
    yield "ip link set dev lo up"
    for interface in node.interfaces:
        yield from _raise(interface, known)
    yield from _edges(node, known)
    for interface in node.interfaces:
        yield from (_address(address, interface.name) for address in interface.addresses)
    yield from (_route(route) for route in node.routes)
    for interface in node.interfaces:
        yield from filter_lines(interface)
        if interface.impairment is not None and not interface.impairment.is_nothing:
            yield impair(interface.name, interface.impairment, interface.mtu or 1500)


def _defaults(sysctls: Sysctls) -> Iterator[str]:
    """Where the kernel has them."""
    return (f"may {shlex.quote(path)} {shlex.quote(value)}" for path, value in sysctls)


def _settings(sysctls: Sysctls, ifname: str = "") -> Iterator[str]:
    """Those the network needs."""
    for path, value in sysctls:
        yield f"put {shlex.quote(path.replace('{ifname}', ifname))} {shlex.quote(value)}"


def _create(interface: InterfacePlan, known: Mapping[str, InterfacePlan]) -> Iterator[str]:
    """Ends of cables are there already, and up."""
    name = interface.name
    if interface.kind == "veth":
        mac = f" address {mac_text(interface.mac)}" if interface.mac else ""
        yield f"ip link set dev {name} down{mac} mtu {interface.mtu or 1500}"
    elif interface.kind == "loopback":
        if interface.mtu:
            yield f"ip link set dev {name} mtu {interface.mtu}"
    else:
        yield from add_link(interface, late_mtu=is_of_bridge(interface, known))


def _join(node: NodePlan, known: Mapping[str, InterfacePlan]) -> Iterator[str]:
    for interface in node.interfaces:
        if interface.master is not None and not is_edge(interface, known):
            yield from _enter(interface, known)
    for interface in node.interfaces:
        if interface.bond is not None and interface.bond.primary:
            yield f"ip link set dev {interface.name} type bond primary {interface.bond.primary}"
        own = interface.bridge.vlans if interface.bridge is not None else None
        yield from (f"bridge vlan add dev {interface.name} vid {vlan} self" for vlan in own or ())
        if interface.mtu and (interface.kind == "bridge" or is_of_bridge(interface, known)):
            yield f"ip link set dev {interface.name} mtu {interface.mtu}"
    for bridge, interface in on_bridges(known):
        if interface.mac:
            yield f"bridge fdb replace {mac_text(interface.mac)} dev {bridge} self permanent"


def _enter(interface: InterfacePlan, known: Mapping[str, InterfacePlan]) -> Iterator[str]:
    yield f"ip link set dev {interface.name} master {interface.master}"
    if interface.port is not None and known[interface.master or ""].kind == "bridge":
        yield f"ip link set dev {interface.name} type bridge_slave {port_words(interface.port)}"
        yield from port_vlans(interface.name, interface.port)


def _edges(node: NodePlan, known: Mapping[str, InterfacePlan]) -> Iterator[str]:
    """A port that enters a bridge without a tree forwards at once, and keeps doing so when the tree is switched on."""
    edges = [i for i in node.interfaces if is_edge(i, known)]
    masters = [*dict.fromkeys(i.master for i in edges)]
    yield from (f"ip link set dev {name} type bridge stp_state 0" for name in masters)
    for interface in edges:
        yield from _enter(interface, known)
    yield from (f"ip link set dev {name} type bridge stp_state 1" for name in masters)


def _rules() -> Iterator[str]:
    """A VRF sees its own addresses and routes, never those of the main tables."""
    for family in ("-4", "-6"):
        yield f"ip {family} rule add pref {LOCAL_RULE_PRIORITY} table local"
        yield f"ip {family} rule delete pref 0"
        yield f"ip {family} rule add pref {VRF_END_PRIORITY} l3mdev unreachable"


def _raise(interface: InterfacePlan, known: Mapping[str, InterfacePlan]) -> Iterator[str]:
    if interface.description:
        yield f"ip link set dev {interface.name} alias {shlex.quote(interface.description[:255])}"
    if interface.kind in TUNNELS:
        yield f"ip link set dev {interface.name} multicast on"
    if interface.kind != "loopback" and is_up(interface, known):
        yield f"ip link set dev {interface.name} up"


def _address(address: InterfaceAddress, ifname: str) -> str:
    """Without duplicate address detection (RFC 4862 5.4), which IPv4 does not have."""
    return f"ip address replace {address} dev {ifname}{' nodad' if address.family == 6 else ''}"


def _route(route: RoutePlan) -> str:
    family = "-4" if route.prefix.family == 4 else "-6"
    vrf = f" vrf {route.vrf}" if route.vrf else ""
    if route.discard:
        return f"ip {family} route append blackhole {route.prefix}{vrf}"
    hop = ""
    if route.next_hop is not None:
        inet6 = "inet6 " if route.next_hop.family != route.prefix.family else ""
        hop = f" via {inet6}{route.next_hop}"
    out = f" dev {route.ifname}" if route.ifname else ""
    onlink = " onlink" if route.onlink else ""
    metric = f" metric {route.metric}" if route.metric is not None else ""
    return f"ip {family} route append {route.prefix}{hop}{out}{onlink}{metric}{vrf}"


def impair(ifname: str, wanted: Impairment, mtu: int) -> str:
    """netem, or a token bucket for a bare rate."""
    start = f"tc qdisc replace dev {ifname} root"
    if wanted.rate_kbps is not None and wanted.is_only_rate:
        burst = burst_bytes(wanted.rate_kbps, mtu)
        return f"{start} tbf rate {wanted.rate_kbps:g}kbit burst {burst} latency 50ms"
    words = [f"{start} netem"]
    if wanted.delay_ms is not None or wanted.jitter_ms is not None:
        jitter = f" {wanted.jitter_ms:g}ms" if wanted.jitter_ms is not None else ""
        words.append(f"delay {wanted.delay_ms or 0:g}ms{jitter}")
    for word, percent in (
        ("loss", wanted.loss_percent),
        ("corrupt", wanted.corrupt_percent),
        ("duplicate", wanted.duplicate_percent),
        ("reorder", wanted.reorder_percent),
    ):
        if percent is not None:
            words.append(f"{word} {percent:g}%")
    if wanted.rate_kbps is not None:
        words.append(f"rate {wanted.rate_kbps:g}kbit")
    return " ".join(words)
