"""What every device leaves to the Linux kernel, asked the same way everywhere: addresses, bonds, bridges.

Owns: the iproute2 command and how to read it. Must not: know daemons. Written against iproute2 6.1.
Source: IEEE 802.1AX section 6.4.2.3 (actor state), IEEE 802.1D section 9.2.5 (bridge identifiers).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..model import AddressState, AggregateState, BridgeState
from .base import ShowCommand, StateError

_ARGV = ("ip", "-j", "-d", "link", "show")
_PASSING = 0x30
"""Collecting and distributing."""


class KernelDriver:
    """State of a node's kernel."""

    def addresses(self) -> ShowCommand[AddressState]:
        return ShowCommand(("ip", "-j", "address", "show"), addresses)

    def aggregates(self) -> ShowCommand[AggregateState]:
        return ShowCommand(_ARGV, aggregates)

    def bridges(self) -> ShowCommand[BridgeState]:
        return ShowCommand(_ARGV, bridges)


def addresses(text: str) -> tuple[AddressState, ...]:
    """Every address of every interface."""
    return tuple(
        AddressState(ifname=link["ifname"], address=str(each["local"]), dynamic=bool(each.get("dynamic")))
        for link in _links(text)
        for each in link.get("addr_info", ())
        if "local" in each
    )


def _links(text: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(text)
    except ValueError as error:
        raise StateError(f"`ip` printed no JSON: {error}") from None
    return found


def _of_kind(links: list[dict[str, Any]], kind: str) -> Iterator[tuple[str, Mapping[str, Any], dict[str, Any]]]:
    """(name, its settings, settings of each member)."""
    for link in links:
        info = link.get("linkinfo", {})
        if info.get("info_kind") == kind:
            name = link["ifname"]
            members = {m["ifname"]: m.get("linkinfo", {}) for m in links if m.get("master") == name}
            data = {member: each.get("info_slave_data", {}) for member, each in members.items()}
            yield name, info.get("info_data", {}), data


def aggregates(text: str) -> tuple[AggregateState, ...]:
    """Bonds, each with the members that pass frames."""
    found = []
    for name, data, members in _of_kind(_links(text), "bond"):
        chosen = data.get("ad_info", {}).get("aggregator") if data.get("mode") == "802.3ad" else None
        used = [member for member, each in members.items() if _passes(each, chosen)]
        found.append(AggregateState(ifname=name, members=tuple(members), in_use=tuple(used)))
    return tuple(found)


def _passes(member: Mapping[str, Any], aggregator: int | None) -> bool:
    if aggregator is None:
        return member.get("mii_status") == "UP"
    state = member.get("ad_actor_oper_port_state", 0)
    return member.get("ad_aggregator_id") == aggregator and state & _PASSING == _PASSING


def bridges(text: str) -> tuple[BridgeState, ...]:
    """Bridges with the root each one sees: a port's word, since it is the bridge itself that has no root port."""
    found = []
    for name, data, ports in _of_kind(_links(text), "bridge"):
        own = str(data.get("bridge_id", ""))
        roots = {str(port["root_id"]) for port in ports.values() if "root_id" in port}
        root = own if not data.get("root_port") else next(iter(roots - {own}), own)
        found.append(
            BridgeState(
                ifname=name,
                spanning_tree=bool(data.get("stp_state")),
                priority=_priority(own),
                root_priority=_priority(root),
                is_root=not data.get("root_port"),
                ports={port: str(each.get("state", "disabled")) for port, each in ports.items()},
            )
        )
    return tuple(found)


def _priority(identifier: str) -> int:
    """`8000.2:0:0:1:0:8` -> 32768."""
    head = identifier.partition(".")[0]
    try:
        return int(head, 16)
    except ValueError:
        raise StateError(f"`{identifier}` is no bridge identifier") from None
