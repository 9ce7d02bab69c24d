"""Interfaces and links in the format's own names.

Owns: `Interface`, `Endpoint` and `Link` -> plain dictionaries. Must not: decide anything.
Source: the data model users of the format see (addresses as text with length, True = unnumbered).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import (
    BfdTimers,
    Endpoint,
    FirstHopGateway,
    Impairment,
    Interface,
    IsisInterface,
    Link,
    NamedPrefix,
    Network,
    Node,
    OspfInterface,
    Pool,
    RouterAdvertisement,
    StpPort,
    Tunnel,
)
from ..model.tree import to_plain
from . import dhcp, vlans

Plain = dict[str, Any]

_TC = (
    ("delay", "delay_ms"),
    ("jitter", "jitter_ms"),
    ("loss", "loss_percent"),
    ("corrupt", "corrupt_percent"),
    ("duplicate", "duplicate_percent"),
    ("reorder", "reorder_percent"),
    ("rate", "rate_kbps"),
)


MOST_NEIGHBORS = 256
"""An interface in a larger subnet names no neighbours: the lists of all interfaces together would grow with the square.

`vlans.<vlan>.neighbors` and `links` name everybody once."""


def text(value: Any) -> Any:
    """An address or prefix as text; booleans and None stay."""
    return str(value) if isinstance(value, tuple) else value


def put(data: Plain, **values: Any) -> None:
    """Set what is known; None means the attribute does not exist."""
    for key, value in values.items():
        if value is not None:
            data[key] = text(value)


def interface(network: Network, node: Node, interface: Interface, *, in_vrf: bool = False) -> Plain:
    """One interface of a node, neighbours included; `in_vrf`: as it is listed with a protocol of its VRF."""
    data: Plain = to_plain(interface.extra) if interface.extra else {}
    put(
        data,
        ifindex=interface.ifindex,
        ifname=interface.ifname,
        type=interface.type,
        linkindex=interface.linkindex if interface.linkindex and interface.type not in ("lag", "bond") else None,
        name=interface.name or None,
        role=interface.role,
        ipv4=interface.ipv4,
        ipv6=interface.ipv6,
        mtu=interface.mtu,
        bandwidth=interface.bandwidth_kbps,
        bridge=interface.bridge,
        vrf=interface.vrf,
    )
    if interface.borrowed_ipv4 is not None:
        data["_parent_ipv4"] = str(interface.borrowed_ipv4)
        data["_parent_intf"] = interface.borrowed_from
        if any(vrf.loopback == interface.borrowed_from for vrf in node.vrfs.values()):
            data["_parent_vrf"] = interface.vrf
    if interface.shutdown:
        data["shutdown"] = True
    if interface.virtual or interface.type == "loopback":
        data["virtual_interface"] = True
    if interface.proxy_arp:
        data["proxy_arp"] = True
    if interface.gateway is not None:
        data["gateway"] = _gateway(interface.gateway, node)
    if interface.gateway_ipv4 is not None or interface.gateway_ipv6 is not None:
        gateway = data.setdefault("gateway", {})
        put(gateway, ipv4=interface.gateway_ipv4, ipv6=interface.gateway_ipv6)
    if interface.ra is not None:
        data["ra"] = _advertisement(interface.ra)
    if interface.tc is not None:
        data["tc"] = _impairment(interface.tc)
    if interface.vrf is not None and not in_vrf:
        for protocol in ("isis", "ospf", "ripv2"):
            data.pop(protocol, None)
    else:
        _interior(data, interface)
    if interface.ldp is not None:
        data["ldp"] = {"passive": interface.ldp.passive}
    if interface.bfd is not None:
        data["bfd"] = bfd_timers(interface.bfd)
    if interface.stp is not None:
        data["stp"] = _spanning_tree(interface.stp)
    if interface.dhcp_client is not None or interface.dhcp_relay is not None:
        data["dhcp"] = dhcp.interface(interface)
    if interface.bgp_advertise is not None:
        data["bgp"] = {**_mapping(data.get("bgp")), "advertise": interface.bgp_advertise}
    if interface.mac is not None:
        digits = interface.mac.replace(":", "")
        data["mac_address"] = ".".join(digits[i : i + 4] for i in range(0, 12, 4))
    if interface.ethernet_segment is not None:
        segment = interface.ethernet_segment
        data["evpn"] = {"es": segment.name, "_esi": {"id": segment.esi}}
        if interface.lag is not None:
            data["lag"] = {**_mapping(data.get("lag")), "lacp_system_id": interface.lag.system_mac}
    if interface.tunnel is not None:
        data["tunnel"] = _tunnel(interface.tunnel, _mapping(data.get("tunnel")))
    data.pop("vlan", None)
    if interface.vlan is not None:
        data.update(vlans.interface(node, interface, interface.vlan))
    data["neighbors"] = _neighbors(network, node.name, interface)
    return data


def _tunnel(tunnel: Tunnel, asked: Mapping[str, Any]) -> Plain:
    family = f"ipv{tunnel.source.address.family}"
    ends = {"_source": tunnel.source, "_destination": tunnel.destination}
    found = {key: {"ifname": end.ifname, family: str(end.address), "mtu": end.mtu_bytes} for key, end in ends.items()}
    return {**asked, "af": family, **found, **({"key": tunnel.key} if tunnel.key is not None else {})}


def _neighbors(network: Network, node: str, interface: Interface) -> list[Plain]:
    link = network.link(interface)
    if link is None:
        return []
    name = interface.ifname
    if len(link.endpoints) > MOST_NEIGHBORS:
        return []
    if interface.segment:
        return [segment_neighbor(e) for e in link.endpoints if e.node != node]
    return [_endpoint(e) for e in link.endpoints if e.node != node or e.ifname != name]


def segment_neighbor(endpoint: Endpoint) -> Plain:
    """A neighbour in a VLAN; VLAN interfaces say so."""
    data = _endpoint(endpoint)
    if endpoint.vlan is not None and not endpoint.vlan.routed_link:
        data["vlan"] = vlans.neighbor(endpoint.vlan)
    return data


def _endpoint(endpoint: Endpoint) -> Plain:
    data: Plain = {"node": endpoint.node, "ifname": endpoint.ifname}
    put(data, ipv4=endpoint.ipv4, ipv6=endpoint.ipv6, vrf=endpoint.vrf)
    return data


def _gateway(gateway: FirstHopGateway, node: Node) -> Plain:
    data: Plain = {"protocol": gateway.protocol}
    put(data, id=gateway.id, ipv4=gateway.ipv4, ipv6=gateway.ipv6)
    if gateway.anycast is not None:
        data["anycast"] = {"mac": gateway.anycast.mac, "unicast": gateway.anycast.unicast}
    if gateway.vrrp is not None:
        data["vrrp"] = {"group": gateway.vrrp.group}
        put(data["vrrp"], priority=gateway.vrrp.priority, preempt=gateway.vrrp.preempt)
        if node.role != "host":
            macs = (("ipv4", gateway.ipv4), ("ipv6", gateway.ipv6))
            data["vrrp"]["mac"] = {name: gateway.vrrp.mac(a.family) for name, a in macs if a is not None}
    return data


def _spanning_tree(port: StpPort) -> Plain:
    data: Plain = {}
    put(data, port_type=port.port_type, port_priority=port.priority)
    return data


def _mapping(value: Any) -> Plain:
    return value if isinstance(value, dict) else {}


def _advertisement(ra: RouterAdvertisement) -> Plain:
    data: Plain = {}
    if ra.disable:
        data["disable"] = True
    if not ra.slaac:
        data["slaac"] = False
    if not ra.onlink:
        data["onlink"] = False
    put(data, dhcp=ra.dhcp)
    return data


def _impairment(tc: Impairment) -> Plain:
    found = ((key, getattr(tc, field)) for key, field in _TC)
    return {key: int(v) if v == int(v) else v for key, v in found if v is not None}


def _ospf(ospf: OspfInterface) -> Plain:
    data: Plain = {"area": ospf.area, "passive": ospf.passive}
    put(
        data,
        cost=ospf.cost,
        network_type=ospf.network_type,
        priority=ospf.priority,
        password=ospf.password,
    )
    if ospf.hello_interval_s is not None or ospf.dead_interval_s is not None:
        data["timers"] = {}
        put(data["timers"], hello=ospf.hello_interval_s, dead=ospf.dead_interval_s)
    if ospf.digest_key_id is not None:
        data["digest"] = {"id": ospf.digest_key_id}
    if ospf.bfd:
        data["bfd"] = True
    return data


_ISIS_TYPED = frozenset({"bfd", "cost", "metric", "network_type", "passive", "type"})


def _interior(data: Plain, interface: Interface) -> None:
    """What interior protocols do on the interface; what is asked of one that does not run there is left out."""
    if interface.isis is None:
        data.pop("isis", None)
    if interface.ripv2 is None:
        data.pop("ripv2", None)
    if interface.isis is not None:
        said = _mapping(data.get("isis"))
        data["isis"] = {**{k: v for k, v in said.items() if k not in _ISIS_TYPED}, **_isis(interface.isis)}
    if interface.ospf is not None:
        data["ospf"] = {**_mapping(data.get("ospf")), **_ospf(interface.ospf)}
    if interface.ripv2 is not None:
        data["ripv2"] = {**_mapping(data.get("ripv2")), "passive": interface.ripv2.passive}


def _isis(isis: IsisInterface) -> Plain:
    data: Plain = {"passive": isis.passive}
    put(data, metric=isis.metric, network_type=isis.network_type, type=isis.levels)
    put(data, bfd=families(isis.bfd.ipv4, isis.bfd.ipv6) or None)
    return data


def families(ipv4: bool, ipv6: bool) -> Plain:
    """Families that are on."""
    return {family: True for family, on in (("ipv4", ipv4), ("ipv6", ipv6)) if on}


def bfd_timers(timers: BfdTimers) -> Plain:
    """`bfd` of a node or an interface."""
    data: Plain = {}
    put(data, min_tx=timers.min_tx_ms, min_rx=timers.min_rx_ms)
    put(data, min_echo_rx=timers.min_echo_rx_ms, multiplier=timers.multiplier)
    return data


def link(link: Link) -> Plain:
    """One link of the topology."""
    data: Plain = to_plain(link.extra) if link.extra else {}
    put(
        data,
        linkindex=link.linkindex,
        type=link.type,
        name=link.name,
        role=link.role,
        bridge=link.bridge,
        mtu=link.mtu,
    )
    data["node_count"] = len(link.endpoints)
    data["interfaces"] = [{"ifindex": e.ifindex, **_endpoint(e)} for e in link.endpoints]
    data["prefix"] = {}
    put(data["prefix"], ipv4=link.ipv4, ipv6=link.ipv6)
    return data


def pool(pool: Pool) -> Plain:
    """One address pool."""
    data: Plain = to_plain(pool.extra) if pool.extra else {}
    put(data, ipv4=pool.ipv4, ipv6=pool.ipv6, prefix=pool.prefix4, prefix6=pool.prefix6)
    put(data, allocation=pool.allocation)
    return data


def named_prefix(prefix: NamedPrefix) -> Plain:
    """One named prefix."""
    data: Plain = {}
    put(data, ipv4=prefix.ipv4, ipv6=prefix.ipv6, allocation=prefix.allocation, pool=prefix.pool)
    return data


def merged(base: Mapping[str, Any], overlay: Plain) -> Plain:
    """A plain copy of what the user wrote with designed values over it."""
    data: Plain = to_plain(base) if base else {}
    data.update(overlay)
    return data
