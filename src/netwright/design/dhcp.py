"""DHCP: which interfaces are clients, what relays relay to, what servers hand out.

Owns: `interface.dhcp_client`, `interface.dhcp_relay`, `node.dhcp`. Must not: choose prefixes.
Source: the topology format's "DHCP": a client's address is left to the server, every server has a pool for every
subnet with clients, addresses of all others on the subnet are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..addr import Address, Family, InterfaceAddress, Prefix
from ..errors import Problems, nearest
from ..model import DhcpClient, DhcpPool, DhcpRelay, DhcpServer
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .merge import mapping, merged

_FAMILIES: tuple[Family, Family] = (4, 6)
GLOBAL_VRF = "global"
"""The main routing table in `dhcp.vrf`."""


def find_dhcp_clients(draft: Draft, problems: Problems) -> None:
    """Mark clients, which use module `dhcp` whether or not they say so; two routers with one have a LAN."""
    if "dhcp" not in draft.modules:
        return
    for link in draft.links:
        found = False
        for interface in link.interfaces:
            interface.dhcp_client = _client(interface)
            if interface.dhcp_client is not None:
                found = True
                _use(interface, problems)
        if found and link.type == "p2p" and "type" not in link.data:
            link.type = "lan"
            link.bridge = link.data.get("bridge") or f"{draft.topology.name}_{link.linkindex}"
            for interface in link.interfaces:
                interface.type, interface.bridge = link.type, link.bridge


def _settings(interface: DraftInterface) -> Mapping[str, Any]:
    """DHCP attributes of an interface, those of its VLAN included."""
    domain = interface.domain
    return merged(interface.module("dhcp"), domain.module("dhcp")) if domain is not None else interface.module("dhcp")


def _client(interface: DraftInterface) -> DhcpClient | None:
    settings = _settings(interface)
    own = mapping(mapping(interface.data.get("dhcp")).get("client"))
    if not interface.layer3 or settings.get("server") or (is_server(interface.node) and not own):
        return None
    client = mapping(settings.get("client"))
    ipv4, ipv6 = bool(client.get("ipv4")), bool(client.get("ipv6"))
    if not ipv4 and not ipv6:
        return None
    return DhcpClient(ipv4=ipv4, ipv6=ipv6, default=client.get("default") is not False)


def is_server(node: DraftNode) -> bool:
    """The user's word, else what the device is for."""
    if "dhcp" not in node.modules:
        return False
    return bool(node.module("dhcp").get("server", "dhcp" in node.device.always))


def _use(interface: DraftInterface, problems: Problems) -> None:
    node = interface.node
    if "dhcp" in node.modules:
        return
    if "dhcp" in node.device.modules:
        node.modules.append("dhcp")
        return
    message = f"device `{node.device.name}` of node {node.name} is no DHCP client"
    problems.error("address-not-supported", message, interface.at("dhcp"), "give the interface an address")


def withdraw_client_addresses(draft: Draft, problems: Problems) -> None:
    """The addresses clients would have had stay unused: the server decides."""
    for link in draft.links:
        for interface in link.interfaces:
            client = interface.dhcp_client
            if client is not None and client.ipv4:
                interface.ipv4 = None
            if client is not None and client.ipv6:
                interface.ipv6 = None


def design_dhcp(draft: Draft, problems: Problems) -> None:
    """Pools of all subnets with clients go to every server; relays get the addresses of their servers."""
    servers = [node for node in draft.nodes.values() if is_server(node)]
    for node in draft.nodes_with("dhcp"):
        for interface in node.interfaces:
            asked = _settings(interface).get("server")
            if asked and interface.layer3 and interface.node.role != "host":
                _relay(draft, interface, asked, problems)
    if not servers:
        return
    pools = tuple(pool for subnet in draft.subnets for pool in _pool(subnet))
    for node in servers:
        node.dhcp = DhcpServer(pools=pools, relays=tuple(_return_ways(draft, node)))


def _pool(subnet: DraftLink) -> Iterator[DhcpPool]:
    ends = (*subnet.interfaces, *subnet.spare)
    clients = [end.dhcp_client for end in ends if end.dhcp_client is not None]
    asked = mapping(subnet.module("dhcp").get("subnet"))
    families = {
        4: any(c.ipv4 for c in clients) or asked.get("ipv4"),
        6: any(c.ipv6 for c in clients) or asked.get("ipv6"),
    }
    prefixes = {4: subnet.ipv4, 6: subnet.ipv6}
    given = {f: p for f, p in prefixes.items() if families[f] and isinstance(p, Prefix)}
    if not given:
        return
    fixed = [a for end in ends for a in (end.ipv4, end.ipv6) if isinstance(a, InterfaceAddress)]
    gateways = [end.gateway for end in ends if end.gateway is not None]
    shared = [a for gateway in gateways for a in (gateway.ipv4, gateway.ipv6) if a is not None]
    routers = [end.ipv4 for end in ends if end.node.role != "host" and isinstance(end.ipv4, InterfaceAddress)]
    defaults = [a for a in (*shared, *routers) if a.family == 4]
    yield DhcpPool(
        name=f"vlan_{subnet.extra['vlan']}" if not subnet.linkindex else subnet.name or f"links[{subnet.linkindex}]",
        ipv4=given.get(4),
        ipv6=given.get(6),
        excluded=tuple(dict.fromkeys(a.address for a in (*fixed, *shared) if a.family in given)),
        gateway=defaults[0].address if defaults else None,
        vrf=next((end.vrf for end in ends if end.vrf is not None), None),
    )


def _relay(draft: Draft, interface: DraftInterface, names: list[str], problems: Problems) -> None:
    found: list[Address] = []
    asked = _settings(interface).get("vrf")
    vrf = interface.vrf if asked is None else None if asked == GLOBAL_VRF else str(asked)
    upstream = [i for i in interface.node.interfaces if i.layer3 and i.vrf == vrf and i is not interface]
    for name in names:
        server = draft.nodes.get(name)
        if server is None or not is_server(server):
            what = "no node" if server is None else "no DHCP server"
            hint = nearest(name, draft.nodes) if server is None else f"set `nodes.{name}.dhcp.server`"
            problems.error("wrong-dhcp-server", f"`{name}` is {what}", interface.at("dhcp"), hint)
            continue
        for family in _FAMILIES:
            address = _address(server, family, vrf, upstream)
            if address is not None and (interface.ipv4 if family == 4 else interface.ipv6) is not None:
                found.append(address)
    nearby = [i for i in upstream if any(_reaches(i, a) for a in found)]
    interface.dhcp_relay = DhcpRelay(
        nodes=tuple(names),
        servers=tuple(found),
        vrf=vrf,
        upstream=tuple(dict.fromkeys(i.ifname for i in (*nearby, *upstream) if i.dhcp_client is None)),
        foreign=vrf != interface.vrf,
    )


def _reaches(interface: DraftInterface, address: Address) -> bool:
    own = interface.ipv4 if address.family == 4 else interface.ipv6
    return isinstance(own, InterfaceAddress) and own.prefix.contains(address)


def _address(server: DraftNode, family: Family, vrf: str | None, upstream: list[DraftInterface]) -> Address | None:
    """The server's loopback; within a VRF what the relay shares a subnet with, or what is in that VRF."""
    word = "ipv4" if family == 4 else "ipv6"
    own = [(i, getattr(i, word)) for i in server.interfaces]
    given = [(i, a.address) for i, a in own if isinstance(a, InterfaceAddress)]
    loopback = getattr(server.loopback, word) if server.loopback is not None else None
    if vrf is None and isinstance(loopback, InterfaceAddress):
        return loopback.address
    shared = [a for _, a in given if any(_reaches(i, a) for i in upstream)]
    named = [a for i, a in given if i.vrf == vrf]
    return next(iter((*shared, *named, *(a for _, a in given))), None)


def _return_ways(draft: Draft, server: DraftNode) -> Iterator[tuple[Address, str]]:
    """Relay agents and the server's VRF their packets come from."""
    addresses = {a.address: i.vrf for i in server.interfaces for a in (i.ipv4,) if isinstance(a, InterfaceAddress)}
    for node in draft.nodes_with("dhcp"):
        by_name = {i.ifname: i for i in node.interfaces}
        for interface in node.interfaces:
            relay = interface.dhcp_relay
            vrfs = [addresses[a] for a in relay.servers if addresses.get(a)] if relay is not None else []
            if relay is None or not vrfs or vrfs[0] is None:
                continue
            source = by_name.get(relay.upstream[0]) if relay.foreign and relay.upstream else interface
            if source is not None and isinstance(source.ipv4, InterfaceAddress):
                yield source.ipv4.address, vrfs[0]
