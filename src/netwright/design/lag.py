"""Link aggregation: numbers and settings of bonds, and the links that form them.

Owns: `interface.lag`, `interface.lag_member_of`. Must not: address interfaces.
Source: the topology format's "LAG": numbers count per node from 1, an explicit `lag.ifindex` is where they go on;
LACP is IEEE 802.1AX section 6.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from ..model import LAG_NUMBER, LAG_PARENT, Lag, Map
from ..model.lag import LacpInterval
from .draft import Draft, DraftInterface, DraftLink
from .merge import mapping, merged


def design_lags(draft: Draft, problems: Problems) -> None:
    """Make bonds of the ends of aggregated links; tie the ends of their members to them."""
    aggregated: dict[int, DraftLink] = {}
    following: dict[str, int] = {}
    taken: dict[str, set[int]] = {}
    for link in draft.links:
        lag = link.data.get("lag")
        if not isinstance(lag, dict):
            continue
        if LAG_NUMBER in lag:
            aggregated[lag[LAG_NUMBER]] = link
            _aggregate(link, lag, following, taken, problems)
        elif LAG_PARENT in lag:
            _tie(link, aggregated[lag[LAG_PARENT]])
        else:
            hint = "example: `lag.members: [ r1-r2, r1-r2 ]`"
            problems.error("wrong-lag", "a LAG needs `lag.members`", link.data.at("lag"), hint)


def _aggregate(
    link: DraftLink,
    lag: Mapping[str, Any],
    following: dict[str, int],
    taken: dict[str, set[int]],
    problems: Problems,
) -> None:
    """Number the ends of an aggregated link and choose their settings."""
    at = link.data.at("lag")
    nodes = [end.node.name for end in link.interfaces]
    segments = [segment_name(end) for end in link.interfaces]
    names = dict.fromkeys(name for name in segments if name is not None)
    if segments.count(None) + len(names) > 2 or "mlag" in lag:  # the nodes of a segment are one system to LACP
        what = "MLAG: a LAG between more than two nodes, or the peer link of a pair"
        hint = "Linux has no such daemon; an Ethernet segment does the same (`evpn.es`, plugin `evpn.multihoming`)"
        if len(names) > 1:
            hint = f"nodes at one end of a LAG are in one Ethernet segment, found {', '.join(names)}"
        problems.error("lag-not-supported", f"{what} ({', '.join(nodes)})", at, hint)
    asked = lag.get("ifindex")
    for end in link.interfaces:
        node = end.node
        if not node.runs("lag"):
            message = f"node {node.name} does not use module `lag`, so it cannot be an end of a LAG"
            problems.error("module-not-used", message, at, "add `lag` to its `module` list")
        used = taken.setdefault(node.name, set())
        index = asked if asked is not None else following.get(node.name, 1)
        while asked is None and index in used:
            index += 1
        following[node.name] = index + 1
        used.add(index)
        _settle(end, index, merged(merged(mapping(end.data.get("lag")), lag), node.module("lag")))
    link.extra = _other(link.extra)


def _settle(end: DraftInterface, index: int, settings: Mapping[str, Any]) -> None:
    lacp: LacpInterval = "off" if settings.get("mode") == "balance-xor" else settings.get("lacp", "fast")
    mode = settings.get("lacp_mode", "active")
    system = _system_id(settings.get("lacp_system_id"))
    end.lag = Lag(index=index, lacp=lacp, lacp_mode=mode, system_mac=system)
    end.extra = merged(Map({"lag": {"ifindex": index, "lacp": lacp, "lacp_mode": mode}}), _other(end.extra))


def _system_id(value: Any) -> str | None:
    """A MAC address, or a number that is one: 258 is `02:01:02:01:02:00`."""
    if value is None:
        return None
    if isinstance(value, int):
        high, low = f"{value >> 8:02x}", f"{value & 255:02x}"
        return f"02:{high}:{low}:{high}:{low}:00"
    digits = re.sub(r"[.:-]", "", str(value)).lower()
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def segment_name(end: DraftInterface) -> str | None:
    """The Ethernet segment it is in: other nodes are the other half of its LAG."""
    return mapping(end.data.get("evpn")).get("es")


def _tie(link: DraftLink, aggregated: DraftLink) -> None:
    """The ends of a member belong to the bonds of their nodes."""
    bonds = {end.node.name: end for end in aggregated.interfaces}
    link.extra = _other(link.extra)
    for end in link.interfaces:
        end.lag_member_of = bonds[end.node.name]
        index = end.lag_member_of.lag.index if end.lag_member_of.lag is not None else 0
        end.extra = merged(Map({"lag": {"_parentindex": index}}), _other(end.extra))


def _other(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an element says of other things than LAGs."""
    return Map({key: value for key, value in extra.items() if key != "lag"})
