"""What a named check gets to see, and how it says no.

Owns: the context of one check on one node; helpers that read addresses, prefixes and names as users write
them. Must not: know a protocol, poll or sleep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ...addr import AddressError, parse_address, parse_interface, parse_prefix
from ...errors import nearest
from ...model import CommandResult, Network, Node
from ...model.state import Family
from ..expected import Expectations
from ..states import StateReader, UnavailableError, UnreadableError

State = TypeVar("State")


class CheckFailedError(Exception):
    """The network is not as expected; the text says what was expected and what was seen."""


class CheckUnavailableError(Exception):
    """The check cannot be made on this node (its device lacks it)."""


class CheckArgumentError(Exception):
    """The check was called with a value it cannot use."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One node at the time of a check."""

    network: Network
    node: Node
    state: StateReader
    run: Callable[[Sequence[str], float], CommandResult]
    """Runs a command in the node: argv, time limit in seconds."""

    due: Expectations
    """What the network promises, for `design()`."""

    def read(self, reading: Callable[..., list[State]], *arguments: Any) -> list[State]:
        """State of the node: `read(self.state.routes, "ipv4")`.

        Raises CheckUnavailableError, CheckFailedError.
        """
        try:
            return reading(*arguments)
        except UnavailableError as error:
            raise CheckUnavailableError(str(error)) from None
        except UnreadableError as error:
            raise CheckFailedError(str(error)) from None


def table(context: Context, vrf: Any) -> str | None:
    """The VRF a check names; None for the global routing table."""
    if vrf in (None, "", "default"):
        return None
    known = context.node.vrfs
    if not isinstance(vrf, str) or (known and vrf not in known):
        hint = nearest(str(vrf), known) or f"its VRFs are {listed(known)}"
        raise CheckArgumentError(f"node {context.node.name} has no VRF {vrf!r}: {hint}")
    return vrf


def family_of(af: Any, text: str = "") -> Family:
    """`ipv4` or `ipv6`, from the `af` argument or from an address."""
    if af in (None, ""):
        return "ipv6" if ":" in text else "ipv4"
    if af in ("ipv4", 4, "4"):
        return "ipv4"
    if af in ("ipv6", 6, "6"):
        return "ipv6"
    raise CheckArgumentError(f"`af` must be 'ipv4' or 'ipv6', found {af!r}")


def address_text(value: Any, af: Any = None) -> str:
    """An address without its length: `10.0.0.1/32`, or a mapping with `ipv4` and `ipv6`."""
    if isinstance(value, Mapping):
        value = value.get(family_of(af)) if family_of(af) in value else next(iter(value.values()), None)
    if not isinstance(value, str):
        raise CheckArgumentError(f"expected an address, found {value!r}")
    try:
        return str(parse_interface(value).address)
    except AddressError as error:
        raise CheckArgumentError(str(error)) from None


def prefix_text(value: Any, af: str) -> str:
    """A prefix in canonical form; an address with its length becomes the prefix it is in."""
    if isinstance(value, Mapping):
        value = value.get(af)
    if not isinstance(value, str):
        raise CheckArgumentError(f"expected an {af} prefix, found {value!r}")
    try:
        prefix = parse_prefix(value)
    except AddressError as error:
        raise CheckArgumentError(str(error)) from None
    if f"ipv{prefix.family}" != af:
        raise CheckArgumentError(f"{value} is not an {af} prefix; give af='ipv{prefix.family}'")
    return str(prefix)


def same_address(a: str | None, b: str) -> bool:
    """Both texts are the same address, however written; link-local scopes are ignored."""
    if a is None:
        return False
    try:
        return parse_address(a.partition("%")[0]) == parse_address(b.partition("%")[0])
    except AddressError:
        return a == b


def router_id(context: Context, value: Any, protocol: str) -> str:
    """A router id, given as such, as an address with its length, or as a node's name."""
    if isinstance(value, str) and value in context.network.nodes:
        node = context.network.nodes[value]
        instance = getattr(node, protocol)
        found = (instance.router_id if instance is not None else None) or node.router_id
        if found is None:
            raise CheckArgumentError(f"node {value} has no router id")
        return str(found)
    return address_text(value)


def listed(items: Iterable[Any], none: str = "none") -> str:
    """Items for a message, the first few."""
    found = [str(i) for i in items]
    if not found:
        return none
    return ", ".join(found[:8]) + (f" and {len(found) - 8} more" if len(found) > 8 else "")


def as_list(value: Any) -> list[Any]:
    """One value or several."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def presence(state: Any, *, extra: tuple[str, ...] = ()) -> str:
    """The `state` argument of prefix checks: `present` or `missing`."""
    word = "present" if state in (None, "", True) else "missing" if state is False else str(state)
    if word not in ("present", "missing", *extra):
        raise CheckArgumentError(f"`state` must be {', '.join(('present', 'missing', *extra))}; found {state!r}")
    return word
