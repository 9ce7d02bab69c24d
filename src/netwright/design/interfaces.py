"""Interface settings: MTU, bandwidth, shutdown, traffic control, router advertisements.

Owns: those fields. Must not: address or name interfaces.
Source: the topology format's "Link attributes"; MTU comes from the interface, the link, the node, then
`defaults.interfaces.mtu`, then the device.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import Problems, Span
from ..model import Impairment, RouterAdvertisement
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .merge import mapping, merged

_MILLISECONDS = {"": 1.0, "us": 0.001, "usec": 0.001, "ms": 1.0, "msec": 1.0, "s": 1000.0, "sec": 1000.0}
_KBPS = {"": 1.0, "bps": 0.001, "bit": 0.001, "k": 1.0, "m": 1e3, "g": 1e6}
_KBPS.update({f"{p}{u}": f for p, f in (("k", 1.0), ("m", 1e3), ("g", 1e6)) for u in ("bps", "bit")})
_PERCENT = {"": 1.0, "%": 1.0}
_QUANTITY = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*([a-zA-Z%]*)\s*")

_TC: Mapping[str, tuple[str, Mapping[str, float], str]] = {
    "delay": ("delay_ms", _MILLISECONDS, "`10ms` or a number of milliseconds"),
    "jitter": ("jitter_ms", _MILLISECONDS, "`10ms` or a number of milliseconds"),
    "loss": ("loss_percent", _PERCENT, "a percentage from 0 to 100"),
    "corrupt": ("corrupt_percent", _PERCENT, "a percentage from 0 to 100"),
    "duplicate": ("duplicate_percent", _PERCENT, "a percentage from 0 to 100"),
    "reorder": ("reorder_percent", _PERCENT, "a percentage from 0 to 100"),
    "rate": ("rate_kbps", _KBPS, "kilobits per second or `10mbps`"),
}


def set_node_mtu(draft: Draft, problems: Problems) -> None:
    """`node.mtu`: the node's, the default of all interfaces, the device's."""
    everywhere = mapping(draft.defaults.get("interfaces")).get("mtu")
    devices = mapping(draft.defaults.get("devices"))
    for node in draft.nodes.values():
        node.mtu = _mtu(node.data.get("mtu"), node.at("mtu"), problems)
        if node.mtu is None:
            of_device = mapping(devices.get(node.device.name)).get("mtu")
            node.mtu = everywhere or of_device or node.device.mtu


def _mtu(value: Any, at: Span, problems: Problems) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 64 <= value <= 65535:
        return value
    problems.error("wrong-mtu", f"MTU must be a number from 64 to 65535, found `{value}`", at)
    return None


def set_interface_attributes(draft: Draft, problems: Problems) -> None:
    """Fill MTU, bandwidth, shutdown, traffic control and router advertisements of every interface."""
    for link in (*draft.links, *draft.members, *draft.domains):
        plain = not any(key in link.data for key in ("mtu", "bandwidth", "shutdown", "tc", "ra"))
        hosts = link.linkindex and any(end.node.role == "host" for end in link.interfaces)
        for interface in (*link.interfaces, *link.spare):
            if interface.link is not link or _passes_only(interface):
                continue
            if not plain or len(interface.data) > 1:
                _set(interface, link, problems)
            if interface.mtu is None and _has_mtu(interface):
                interface.mtu = interface.node.mtu
            if hosts and interface.ra is None and interface.ipv6 and interface.node.role != "host":
                interface.ra = RouterAdvertisement()


def _passes_only(interface: DraftInterface) -> bool:
    """Virtual ports of a VLAN have no settings of their own; a bond has the MTU of its members."""
    return interface.virtual and not interface.layer3 and interface.type != "svi" and interface.lag is None


def _has_mtu(interface: DraftInterface) -> bool:
    """Ports and bonds have one, and VLAN interfaces that route; subinterfaces have that of their port."""
    routes = interface.vlan is not None and interface.vlan.mode == "irb"
    return not interface.virtual or interface.lag is not None or (interface.type == "svi" and routes)


def _set(interface: DraftInterface, link: DraftLink, problems: Problems) -> None:
    own, above = interface.data, link.data
    if not interface.virtual or interface.lag is not None or interface.type in ("svi", "tunnel"):
        interface.mtu = _mtu(own.get("mtu", above.get("mtu")), interface.at("mtu"), problems)
    bandwidth = own.get("bandwidth", above.get("bandwidth")) if interface.type != "vlan_member" else None
    if bandwidth is not None:
        kbps = _quantity(bandwidth, _KBPS)
        if kbps is None or kbps <= 0:
            message = f"bandwidth must be a number of kilobits per second, found `{bandwidth}`"
            problems.error("wrong-bandwidth", message, interface.at("bandwidth"))
        else:
            interface.bandwidth_kbps = int(kbps)
    interface.shutdown = bool(own.get("shutdown", above.get("shutdown", False)))
    tc = merged(mapping(own.get("tc")), mapping(above.get("tc")))
    if tc:
        interface.tc = _impairment(tc, interface.at("tc"), problems)
    ra = merged(mapping(own.get("ra")), mapping(above.get("ra")))
    if ra and interface.node.role != "host":
        interface.ra = RouterAdvertisement(
            disable=bool(ra.get("disable", False)),
            slaac=bool(ra.get("slaac", True)),
            onlink=bool(ra.get("onlink", True)),
            dhcp=ra.get("dhcp"),
        )


def _impairment(tc: Mapping[str, Any], at: Span, problems: Problems) -> Impairment | None:
    values: dict[str, float] = {}
    for key, value in tc.items():
        known = _TC.get(key)
        if known is None or value is None:
            continue
        field, units, expected = known
        amount = _quantity(value, units)
        if amount is None or (units is _PERCENT and amount > 100):
            place = tc.at(key) if hasattr(tc, "at") else at
            problems.error("wrong-impairment", f"tc.{key} must be {expected}, found `{value}`", place)
        else:
            values[field] = amount
    return Impairment(**values) if values else None


def _quantity(value: Any, units: Mapping[str, float]) -> float | None:
    """A number with an optional unit; None when it is neither."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if value >= 0 else None
    match = _QUANTITY.fullmatch(str(value))
    factor = units.get(match[2].lower()) if match else None
    return float(match[1]) * factor if match and factor is not None else None


def set_families(draft: Draft, problems: Problems) -> None:
    """`node.ipv4`, `node.ipv6`: families in use on any interface, the loopback included, those of VRFs left out."""
    for node in draft.nodes.values():
        _families(node)


def _families(node: DraftNode) -> None:
    for interface in node.all_interfaces:
        if interface.type == "loopback" and interface.link is None and interface.vrf is not None:
            continue
        if interface.ipv4 is not None:
            node.ipv4 = True
        if interface.ipv6 is not None:
            node.ipv6 = True
        if node.ipv4 and node.ipv6:
            return
