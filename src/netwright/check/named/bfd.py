"""Check of BFD: `bfd_neighbor`. RFC 5880 section 6.8.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...addr import InterfaceAddress
from ...devices.linklocal import link_local
from ...model import BfdSessionState
from .base import CheckArgumentError, CheckFailedError, Context, address_text, family_of, listed, table


def bfd_neighbor(
    context: Context, id: Any, af: str | None = None, state: str = "Up", intf: str | None = None, vrf: str = "default"
) -> str:
    """A BFD session with an address, or with any address of a node, is in this state or `missing`."""
    name = table(context, vrf)
    addresses = _addresses(context, id, af)
    seen: list[BfdSessionState] = context.read(context.state.bfd_sessions, name)
    found = [s for s in seen if s.peer in addresses and intf in (None, s.ifname)]
    if state == "missing":
        up = [s for s in found if s.state == "Up"]
        if up:
            raise CheckFailedError(f"expected no BFD session with {id}, found {_describe(up[0])}")
        return f"there is no BFD session with {id}"
    good = [s for s in found if s.state.lower() == str(state).lower()]
    if good:
        return f"BFD session with {id}: {_describe(good[0])}"
    others = listed(map(_describe, found or seen))
    raise CheckFailedError(f"expected a BFD session with {id} in state {state}; sessions: {others}")


def _describe(session: BfdSessionState) -> str:
    return f"{session.peer} is {session.state}"


def _addresses(context: Context, id: Any, af: str | None) -> set[str]:
    node = context.network.nodes.get(id) if isinstance(id, str) else None
    if node is None:
        return {address_text(id, af)}
    families = (family_of(af),) if af is not None else ("ipv4", "ipv6")
    own = (node.loopback,) if node.loopback is not None else ()
    found = set()
    for interface in (*own, *node.interfaces):
        values = [getattr(interface, family) for family in families]
        found |= {str(a.address) for a in values if isinstance(a, InterfaceAddress)}
        if "ipv4" in families and interface.borrowed_ipv4 is not None:
            found.add(str(interface.borrowed_ipv4.address))
        if "ipv6" in families and interface.ipv6 is not None:
            found.add(str(link_local(node.id, interface.ifindex)))
    if not found:
        raise CheckArgumentError(f"node {id} has no such address")
    return found


CHECKS: dict[str, Callable[..., str]] = {"bfd_neighbor": bfd_neighbor}
