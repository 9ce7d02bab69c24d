"""First-hop gateways: the shared address of a subnet on its routers, and for its hosts.

Owns: `interface.gateway`. Must not: route hosts (`hosts.py` does).
Source: the topology format's "First-Hop Gateway": a link asks with `gateway: True` or parameters; the address is
host `gateway.id` of the link's prefixes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..addr import Address, AddressError, Family, InterfaceAddress, Prefix, parse_interface
from ..errors import Problems
from ..model import AnycastGateway, FirstHopGateway, VrrpGroup
from .draft import Draft, DraftInterface, DraftLink
from .merge import mapping, merged


def design_gateways(draft: Draft, problems: Problems) -> None:
    """Every link that asks for a gateway gets its address; routers with the module serve it."""
    if "gateway" not in draft.modules:
        return
    everywhere = draft.global_module("gateway")
    for link in draft.subnets:
        asked = link.data.get("gateway")
        if asked or any(end.data.get("gateway") for end in link.interfaces):
            _design(draft, link, merged(mapping(asked), everywhere), problems)


def _design(draft: Draft, link: DraftLink, shared: Mapping[str, Any], problems: Problems) -> None:
    addresses = _addresses(link, shared, problems)
    if not addresses:
        message = "a link without a prefix has no gateway address"
        problems.error("gateway-without-prefix", message, link.data.at("gateway"), "give the link a prefix")
        return
    _check_unused(link, addresses, problems)
    for end in link.interfaces:
        own = end.data.get("gateway")
        if own is False:
            continue
        if end.node.role == "host":
            end.gateway = _gateway(shared, addresses)
        elif end.layer3 and end.node.runs("gateway"):
            layers = merged(mapping(own), mapping(link.data.get("gateway")))
            end.gateway = _gateway(merged(merged(layers, end.node.module("gateway")), shared), addresses)
            _remove_unicast(end)


def _gateway(data: Mapping[str, Any], addresses: Mapping[Family, InterfaceAddress]) -> FirstHopGateway:
    protocol = "vrrp" if data.get("protocol") == "vrrp" else "anycast"
    anycast, vrrp = mapping(data.get("anycast")), mapping(data.get("vrrp"))
    return FirstHopGateway(
        protocol="vrrp" if protocol == "vrrp" else "anycast",
        id=data.get("id"),
        ipv4=addresses.get(4),
        ipv6=addresses.get(6),
        anycast=AnycastGateway(mac=str(anycast.get("mac")), unicast=bool(anycast.get("unicast", True)))
        if protocol == "anycast"
        else None,
        vrrp=VrrpGroup(
            group=vrrp.get("group", 1),
            priority=vrrp.get("priority"),
            preempt=vrrp.get("preempt"),
            version=vrrp.get("version", 3),
        )
        if protocol == "vrrp"
        else None,
    )


def _remove_unicast(end: DraftInterface) -> None:
    gateway = end.gateway
    if gateway is None or gateway.anycast is None or gateway.anycast.unicast:
        return
    end.ipv4 = None if gateway.ipv4 is not None else end.ipv4
    end.ipv6 = None if gateway.ipv6 is not None else end.ipv6


def _addresses(link: DraftLink, data: Mapping[str, Any], problems: Problems) -> dict[Family, InterfaceAddress]:
    """The gateway's address of each family the link has a prefix of."""
    found: dict[Family, InterfaceAddress] = {}
    own = mapping(link.data.get("gateway"))
    families: tuple[tuple[Family, Any], ...] = ((4, link.ipv4), (6, link.ipv6))
    for family, prefix in families:
        word = f"ipv{family}"
        if not isinstance(prefix, Prefix) or own.get(word) is False:
            continue
        if isinstance(own.get(word), str):
            address = _written(own, word, prefix, link, problems)
        else:
            address = _host(data.get("id"), prefix, link, problems)
        if address is not None:
            found[family] = address
    return found


def _written(
    own: Mapping[str, Any], word: str, prefix: Prefix, link: DraftLink, problems: Problems
) -> InterfaceAddress | None:
    at = own.at(word) if hasattr(own, "at") else link.data.at("gateway")
    try:
        address = parse_interface(own[word])
    except AddressError:
        return None  # the schema has reported it
    if address.family != prefix.family or not prefix.contains(address):
        problems.error("address-outside-prefix", f"gateway address `{own[word]}` is outside of {prefix}", at)
        return None
    return address._replace(length=prefix.length)


def _host(number: Any, prefix: Prefix, link: DraftLink, problems: Problems) -> InterfaceAddress | None:
    """Host `number` of the prefix; negative numbers count from its end."""
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    host = number if number >= 0 else prefix.size + number
    if not 0 < host < prefix.size - (1 if prefix.family == 4 else 0):
        message = f"{prefix} has no host {number} for the gateway"
        problems.error("address-outside-prefix", message, link.data.at("gateway"), "set `gateway.id`")
        return None
    return prefix.host(host)


def _check_unused(link: DraftLink, addresses: Mapping[Family, InterfaceAddress], problems: Problems) -> None:
    """Routers with addresses of their own cannot have the shared one, nor can hosts."""
    for end in link.interfaces:
        for own in (end.ipv4, end.ipv6):
            if isinstance(own, InterfaceAddress) and _same(own, addresses.get(own.family)):
                message = f"node {end.node.name} has the gateway address {own.address}"
                problems.error("duplicate-address", message, end.at("gateway"), "set another `gateway.id`")


def _same(own: InterfaceAddress, other: InterfaceAddress | None) -> bool:
    return other is not None and Address(own.family, own.value) == Address(other.family, other.value)
