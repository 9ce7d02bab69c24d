"""Checks of BGP sessions: `bgp_neighbor`, `bgp_neighbor_details`; `bgp_prefix` is in `bgp_prefix.py`.

A session is found by the neighbour's name in the node's list of designed neighbours. RFC 4271 section 8.2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import nearest
from ...model import BgpSessionState
from .base import (
    CheckArgumentError,
    CheckFailedError,
    Context,
    address_text,
    family_of,
    listed,
    same_address,
    table,
)
from .bgp_prefix import bgp_prefix

Entry = Mapping[str, Any]


def bgp_neighbor(
    context: Context,
    ngb: list[Any],
    n_id: str,
    af: str = "ipv4",
    state: str = "Established",
    intf: str = "",
    activate: str | None = None,
    vrf: str = "default",
) -> str:
    """Sessions with the neighbour are in this state; `activate` wants an address family negotiated on them.

    `intf` selects an unnumbered session by its local interface; `af` is then the family it must carry.
    `state='missing'`: no session is Established, or none of them carries the family of `activate`.
    """
    sessions: list[BgpSessionState] = context.read(context.state.bgp_sessions, table(context, vrf))
    entries = _entries(ngb, n_id, family_of(af), intf)
    messages = [_one(entry, n_id, family_of(af), state, intf, activate, sessions) for entry in entries]
    return "; ".join(dict.fromkeys(messages))


def _entries(ngb: Any, n_id: str, af: str, intf: str) -> list[Entry]:
    """Designed neighbours of that name with a session that can be found."""
    if not isinstance(ngb, (list, tuple)) or not all(isinstance(n, Mapping) for n in ngb):
        raise CheckArgumentError("the first argument must be a list of neighbors, such as node.bgp.neighbors")
    named = [n for n in ngb if n.get("name") == n_id]
    if not named:
        names = [str(n.get("name")) for n in ngb]
        hint = nearest(str(n_id), names) or f"its neighbors are {listed(names)}"
        raise CheckArgumentError(f"the node has no BGP neighbor {n_id}: {hint}")
    if intf:
        return named[:1]
    entries = [n for n in named if n.get(af) or n.get("local_if")]
    if not entries:
        families = [f for f in ("ipv4", "ipv6") if any(n.get(f) for n in named)]
        raise CheckArgumentError(f"there is no {af} session with {n_id}; there is {listed(families)}")
    return entries


def _one(
    entry: Entry,
    name: str,
    af: str,
    state: str,
    intf: str,
    activate: str | None,
    sessions: list[BgpSessionState],
) -> str:
    where, found, unnumbered = _find(entry, af, intf, sessions)
    wanted = activate or (af if unnumbered else None)
    title = f"session with {name} ({where})"
    if state == "missing":
        return _missing(title, found, activate)
    if found is None:
        peers = listed(f"{s.peer} ({s.state})" for s in sessions)
        raise CheckFailedError(f"there is no BGP {title}; sessions: {peers}")
    if found.state.lower() != state.lower():
        raise CheckFailedError(f"BGP {title} is in state {found.state}, expected {state}")
    if wanted is not None and not _carries(found, wanted):
        raise CheckFailedError(
            f"BGP {title} does not carry {wanted}; it carries {listed(found.families, 'no address family')}"
        )
    return f"BGP {title} is in state {found.state}" + (f" and carries {wanted}" if wanted else "")


def _carries(session: BgpSessionState, family: str) -> bool:
    """Labelled routes (RFC 8277, 4798) are routes of their family."""
    return family in session.families or f"{family}_label" in session.families


def _missing(title: str, found: BgpSessionState | None, activate: str | None) -> str:
    if found is None:
        return f"there is no BGP {title}"
    if activate is not None:
        if _carries(found, activate):
            raise CheckFailedError(f"BGP {title} carries {activate}, expected it not to")
        return f"BGP {title} does not carry {activate}"
    if found.state == "Established":
        raise CheckFailedError(f"BGP {title} is Established, expected no session")
    return f"BGP {title} is in state {found.state}"


def _find(
    entry: Entry, af: str, intf: str, sessions: list[BgpSessionState]
) -> tuple[str, BgpSessionState | None, bool]:
    """(how it was looked for, session, whether it is an unnumbered one)."""
    address = entry.get(af)
    if not intf and isinstance(address, str):
        wanted = address_text(address)
        return wanted, next((s for s in sessions if same_address(s.peer, wanted)), None), False
    ifname = intf or entry.get("local_if")
    if not isinstance(ifname, str):
        raise CheckArgumentError(f"the {af} session with {entry.get('name')} has neither address nor interface")
    return ifname, next((s for s in sessions if ifname in (s.ifname, s.peer)), None), True


def bgp_neighbor_details(
    context: Context,
    ngb: list[Any],
    n_id: str,
    details: Any = None,
    af: str = "ipv4",
    intf: str = "",
    vrf: str = "default",
    present: Any = None,
) -> str:
    """What the device says of a session has these values: a mapping compared key by key, nested ones too.

    `present` is a key (or a list of keys, dotted for nested ones) that must exist.
    """
    name = table(context, vrf)
    entry = _entries(ngb, n_id, family_of(af), intf)[0]
    sessions: list[BgpSessionState] = context.read(context.state.bgp_sessions, name)
    where, found, _ = _find(entry, family_of(af), intf, sessions)
    if found is None:
        raise CheckFailedError(f"there is no BGP session with {n_id} ({where})")
    known = {**{f: getattr(found, f) for f in found.__struct_fields__ if f != "details"}, **found.details}
    if details is not None and not isinstance(details, Mapping):
        raise CheckArgumentError(f"`details` must be a mapping of expected values, found {details!r}")
    for key in [present] if isinstance(present, str) else present or []:
        if _at(known, str(key).split(".")) is None:
            raise CheckFailedError(f"session with {n_id} ({where}) has no `{key}`")
    _compare(known, details or {}, f"session with {n_id} ({where})", "")
    return f"session with {n_id} ({where}) has the expected details"


def _at(data: Any, path: list[str]) -> Any:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def _compare(seen: Any, wanted: Mapping[str, Any], title: str, prefix: str) -> None:
    for key, value in wanted.items():
        name = f"{prefix}{key}"
        found = seen.get(key) if isinstance(seen, Mapping) else None
        if isinstance(value, Mapping) and isinstance(found, Mapping):
            _compare(found, value, title, f"{name}.")
        elif found != value and str(found) != str(value):
            seen_text = "nothing" if found is None else repr(found)
            raise CheckFailedError(f"{title}: expected {name} = {value!r}, found {seen_text}")


CHECKS: dict[str, Callable[..., str]] = {
    "bgp_neighbor": bgp_neighbor,
    "bgp_neighbor_details": bgp_neighbor_details,
    "bgp_prefix": bgp_prefix,
}
