"""OSPF on interfaces: which take part, area, network type, passive, timers, authentication.

Owns: `interface.ospf`. Must not: build the instance.
Source: the topology format's "OSPF": no OSPF on external links; point-to-point where exactly two nodes are attached
(hosts count); passive with a single router on the link. RFC 2328 appendix C.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems, nearest
from ...model import OspfInterface
from ..draft import DraftInterface
from ..igp import Table, asked_families, without_neighbors
from ..merge import mapping, merged
from ..values import dotted_quad, number

NETWORK_TYPES = ("point-to-point", "broadcast", "non-broadcast", "point-to-multipoint")
HELLOS_PER_DEAD = 4
"""RFC 2328 appendix C.3: RouterDeadInterval is some multiple of HelloInterval, commonly 4."""


def design_interface(table: Table, interface: DraftInterface, area: str, problems: Problems) -> OspfInterface | None:
    """OSPF of one interface; None when it takes no part."""
    if interface.disabled("ospf") or (interface.ipv4 is None and interface.ipv6 is None):
        return None
    if interface.role == "external" or (interface is not table.node.loopback and not _of_family(table, interface)):
        return None
    node, own, whole = table.node, interface.module("ospf"), table.node.module("ospf")
    if "area" in own:
        area = dotted_quad(own["area"], _at(interface, "area"), problems, "an OSPF area") or area
    hello, dead = _timers(own, whole, interface, problems)
    password, key_id = _authentication(own, whole)
    bfd = own["bfd"] if "bfd" in own else whole.get("bfd")
    loopback = interface.link is None
    return OspfInterface(
        area=area,
        cost=_number(own, "cost", 1, 65535, interface, problems),
        network_type=None if loopback else _network_type(own, interface, problems),
        passive=interface is not node.loopback and _passive(own, whole, interface),
        priority=_priority(own, whole, interface, problems),
        hello_interval_s=hello,
        dead_interval_s=dead,
        password=None if loopback else password,
        digest_key_id=None if loopback else key_id,
        bfd=bool(bfd) and not loopback and node.runs("bfd") and not interface.disabled("bfd"),
    )


def _of_family(table: Table, interface: DraftInterface) -> bool:
    """Whether the interface has a family OSPF runs for."""
    ipv4, ipv6 = asked_families(table.data) or (True, True)
    return (ipv4 and interface.ipv4 is not None) or (ipv6 and interface.ipv6 is not None)


def _at(interface: DraftInterface, key: str) -> Any:
    own = interface.module("ospf")
    return own.at(key) if hasattr(own, "at") and key in own else interface.at("ospf")


def _priority(
    own: Mapping[str, Any], whole: Mapping[str, Any], interface: DraftInterface, problems: Problems
) -> int | None:
    """The interface's priority, else the node's; loopbacks elect nobody."""
    if "priority" in own or interface.link is None:
        return _number(own, "priority", 0, 255, interface, problems)
    return _number(whole, "priority", 0, 255, interface, problems)


def _network_type(own: Mapping[str, Any], interface: DraftInterface, problems: Problems) -> str | None:
    if own.get("network_type"):
        value = str(own["network_type"])
        if value in NETWORK_TYPES:
            return value
        message = f"OSPF network type must be one of {', '.join(NETWORK_TYPES)}, found `{value}`"
        problems.error("wrong-network-type", message, _at(interface, "network_type"), nearest(value, NETWORK_TYPES))
    link = interface.subnet
    return "point-to-point" if link is not None and len(link.interfaces) == 2 else None


def _passive(own: Mapping[str, Any], whole: Mapping[str, Any], interface: DraftInterface) -> bool:
    asked = own.get("passive")
    link = interface.subnet
    if isinstance(asked, bool):
        return asked
    if link is not None and without_neighbors(interface, link, "ospf"):
        return True
    return bool(whole.get("passive"))


def _timers(
    own: Mapping[str, Any], whole: Mapping[str, Any], interface: DraftInterface, problems: Problems
) -> tuple[int | None, int | None]:
    """Hello and dead interval; one alone gives the other by the factor 4."""
    if interface.link is None or ("timers" not in own and "timers" not in whole):
        return None, None
    timers = merged(mapping(own.get("timers")), mapping(whole.get("timers")))
    values = []
    for key in ("hello", "dead"):
        value = number(timers.get(key))
        if timers.get(key) is not None and (value is None or not 1 <= value <= 65535):
            message = f"OSPF timer {key} must be a number of seconds from 1 to 65535, found `{timers[key]}`"
            problems.error("wrong-timer", message, _at(interface, "timers"))
            value = None
        values.append(value)
    hello, dead = values
    if hello is None and dead is not None:
        hello = max(dead // HELLOS_PER_DEAD, 1)
    elif dead is None and hello is not None:
        dead = min(hello * HELLOS_PER_DEAD, 65535)
    return hello, dead


def _authentication(own: Mapping[str, Any], whole: Mapping[str, Any]) -> tuple[str | None, int | None]:
    """Password and key id of cryptographic authentication (RFC 2328 appendix D); False takes it away."""
    for source in (own, whole):
        if source.get("digest"):
            digest = mapping(source["digest"])
            return str(digest.get("key", digest.get("password", ""))), number(digest.get("id")) or 1
        if source.get("password"):
            return str(source["password"]), None
        if source.get("digest") is False or source.get("password") is False:
            break
    return None, None


def _number(
    own: Mapping[str, Any], key: str, low: int, high: int, interface: DraftInterface, problems: Problems
) -> int | None:
    value = own.get(key)
    if value is None or value is False:
        return None
    found = number(value)
    if found is None or not low <= found <= high:
        message = f"OSPF {key} must be a number from {low} to {high}, found `{value}`"
        problems.error(f"wrong-ospf-{key}", message, _at(interface, key))
        return None
    return found


__all__ = ["NETWORK_TYPES", "design_interface"]
