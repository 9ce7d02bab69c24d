"""vtysh's text of IS-IS and JSON of BFD -> neutral state.

Owns: parsers, each `text -> tuple of states`. Must not: run anything. The oldest release has no JSON for IS-IS routes,
so the text is read, which releases have in common. Written against recorded output of FRR 8.4.4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ...model import BfdSessionState, IsisNeighborState, IsisRoute
from ...model.state import Family
from ..base import StateError

_NEIGHBOR = re.compile(r"^ (?P<name>\S+)\s*$")
_STATE = re.compile(r"^ {4}Interface: (?P<ifname>\S+), Level: (?P<level>\d), State: (?P<state>\w+)")
_AREA = re.compile(r"^ {6}(?P<area>[0-9a-fA-F]{2,4}(?:\.[0-9a-fA-F]+)*)\s*$")
_TABLE = re.compile(r"^IS-IS L(?P<level>[12]) (?P<family>IPv4|IPv6) routing table:")
_ROUTE = re.compile(r"^ (?P<prefix>[0-9a-fA-F.:]+/\d+)\s+(?P<metric>\d+)\s+(?P<ifname>\S+)\s+(?P<hop>\S+)")
_HOP = re.compile(r"^ {6,}(?P<ifname>\S+)\s+(?P<hop>[0-9a-fA-F.:]+)(?:\s|$)")
_LEVELS = {"1": "L1", "2": "L2", "3": "L1L2"}
_NOT_RUNNING = ("isisd is not running", "failed to connect")


def neighbors(text: str) -> tuple[IsisNeighborState, ...]:
    """`show isis neighbor detail`. Raises StateError when the daemon does not serve."""
    return tuple(_neighbor(block) for block in _blocks(_lines(text)))


def _lines(text: str) -> list[str]:
    if any(sign in text for sign in _NOT_RUNNING):
        raise StateError("isisd does not answer")
    return text.splitlines()


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """One adjacency each: a line with the name, a line with the state, more lines."""
    block: list[str] = []
    for line in lines:
        if _NEIGHBOR.match(line):
            if len(block) > 1:
                yield block
            block = [line]
        elif block:
            block.append(line)
    if len(block) > 1:
        yield block


def _neighbor(block: list[str]) -> IsisNeighborState:
    state = next((m for line in block if (m := _STATE.match(line))), None)
    areas: list[str] = []
    inside = False
    for line in block:
        if line.strip().startswith("Area Address"):
            inside = True
        elif inside and (area := _AREA.match(line)):
            areas.append(area["area"].lower())
        else:
            inside = False
    return IsisNeighborState(
        name=block[0].strip(),
        state=state["state"] if state else "Down",
        levels=_LEVELS.get(state["level"], "") if state else "",
        ifname=state["ifname"] if state else None,
        areas=tuple(areas),
    )


def routes(text: str, family: Family) -> tuple[IsisRoute, ...]:
    """`show isis route`: the tables of one family, both levels."""
    found: list[IsisRoute] = []
    level = 0
    for line in _lines(text):
        if table := _TABLE.match(line):
            level = int(table["level"]) if table["family"].lower() == family else 0
        elif level and (route := _ROUTE.match(line)):
            hops: tuple[str, ...] = () if route["hop"] == "-" else (route["hop"],)
            metric = int(route["metric"])
            found.append(IsisRoute(prefix=route["prefix"], level=level, metric=metric, next_hops=hops))
        elif level and found and (further := _HOP.match(line)):
            last = found.pop()
            hops = (*last.next_hops, further["hop"])
            found.append(IsisRoute(prefix=last.prefix, level=last.level, metric=last.metric, next_hops=hops))
    return tuple(found)


def bfd_sessions(text: str) -> tuple[BfdSessionState, ...]:
    """`show bfd peers json`."""
    body = text.strip()
    if not body:
        return ()
    try:
        found = json.loads(body)
    except ValueError:
        raise StateError(f"FRR did not answer with JSON: {body[:200]}") from None
    return tuple(
        BfdSessionState(
            peer=str(item.get("peer", "")),
            state=_BFD_STATES.get(str(item.get("status")), str(item.get("status"))),
            ifname=item.get("interface"),
            details=item,
        )
        for item in found
        if isinstance(item, dict)
    )


_BFD_STATES = {"up": "Up", "down": "Down", "init": "Init", "shutdown": "AdminDown"}
