"""Reading values of the format: lists that may be scalars, AS numbers, dotted quads, named prefixes.

Owns: forms of values several protocols share. Must not: know a protocol's rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..addr import AddressError, Prefix, format_address, parse_address, parse_prefix
from ..errors import Problems, Span, nearest
from ..model import Map, Seq
from .draft import Draft


def as_list(value: Any) -> list[Any]:
    """The format lets a one-element list be written as its element; None is an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def span_of(container: Any, key: Any, fallback: Span) -> Span:
    """The place of an entry of a located container."""
    if isinstance(container, Map) and key in container:
        return container.at(key)
    if isinstance(container, Seq):
        return container.at(key)
    return fallback


def flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def session_types(value: Any, default: tuple[str, ...]) -> tuple[str, ...]:
    """Types of BGP sessions: True = the default ones, False and nothing = none."""
    if isinstance(value, bool):
        return default if value else ()
    return tuple(str(item) for item in as_list(value))


def families_of_sessions(value: Any, default: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Types of BGP sessions by address family; what is no mapping holds for both families."""
    if isinstance(value, Mapping):
        return {family: session_types(value.get(family), default) for family in ("ipv4", "ipv6")}
    return dict.fromkeys(("ipv4", "ipv6"), session_types(value, default))


def number(value: Any) -> int | None:
    """An integer that is no boolean."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_number(value: Any, at: Span, problems: Problems, what: str = "AS number") -> int | None:
    """An AS number as integer or `N.N` text (RFC 5396 asdot); None after a problem."""
    found = number(value)
    if found is None and isinstance(value, str):
        high, dot, low = value.partition(".")
        if high.isdigit() and (not dot or low.isdigit()):
            found = (int(high) << 16 | int(low)) if dot and int(low) < 65536 else int(high) if not dot else None
    if found is not None and 0 < found < 1 << 32:
        return found
    hint = "write 4-octet AS numbers in dotted form as text: `'1.10'`" if isinstance(value, float) else ""
    message = f"{what} must be a number from 1 to 4294967295 or text like `1.10`, found `{value}`"
    problems.error("wrong-as-number", message, at, hint)
    return None


def dotted_quad(value: Any, at: Span, problems: Problems, what: str) -> str | None:
    """An OSPF area, router id or cluster id: an integer or an IPv4 address."""
    found = number(value)
    if found is not None and 0 <= found < 1 << 32:
        return format_address(4, found)
    try:
        address = parse_address(str(value))
    except AddressError:
        address = None
    if address is None or address.family != 4:
        message = f"{what} must be an integer or dotted like an IPv4 address, found `{value}`"
        problems.error("wrong-id", message, at)
        return None
    return str(address)


def prefixes_of(draft: Draft, value: Any, at: Span, problems: Problems) -> list[Prefix]:
    """Prefixes of one item: text, the name of a named prefix, or a mapping with `ipv4`, `ipv6`, `pool`, `prefix`."""
    if isinstance(value, Mapping):
        found: list[Prefix] = []
        for key in ("ipv4", "ipv6"):
            for text in as_list(value.get(key)):
                found += parsed(text, span_of(value, key, at), problems, family=4 if key == "ipv4" else 6)
        for name in as_list(value.get("prefix")):
            found += named_prefix(draft, name, span_of(value, "prefix", at), problems)
        for name in as_list(value.get("pool")):
            found += pool_prefixes(draft, name, span_of(value, "pool", at), problems)
        return found
    if isinstance(value, str) and "/" not in value:
        return named_prefix(draft, value, at, problems)
    return parsed(value, at, problems)


def parsed(text: Any, at: Span, problems: Problems, family: int | None = None) -> list[Prefix]:
    if isinstance(text, bool) or text is None:
        return []
    try:
        prefix = parse_prefix(str(text))
    except AddressError as error:
        problems.error("wrong-prefix", f"`{text}` is no prefix: {error}", at)
        return []
    if family is not None and prefix.family != family:
        problems.error("wrong-prefix", f"expected an ipv{family} prefix, found `{text}`", at)
        return []
    return [prefix]


def named_prefix(draft: Draft, name: Any, at: Span, problems: Problems) -> list[Prefix]:
    """A named prefix, or what a generic prefix stands for.

    An address or prefix, `prefix.<name>`, `pool.<name>`, `link.<linkid>`, `role.<role of links>`.
    """
    text = str(name)
    kind, _, rest = text.partition(".")
    if text not in draft.prefixes:
        if ":" in text or "/" in text or (kind.isdigit() and text.count(".") == 3):
            return parsed(text if "/" in text else f"{text}/{128 if ':' in text else 32}", at, problems)
        if rest and kind == "pool":
            return pool_prefixes(draft, rest, at, problems)
        if rest and kind in ("link", "role"):
            return _link_prefixes(draft, kind, rest, at, problems)
        name = rest if rest and kind == "prefix" else name
    named = draft.prefixes.get(str(name))
    if named is None:
        hint = nearest(str(name), draft.prefixes) or "declare it under the top-level `prefix`"
        problems.error("unknown-prefix", f"unknown named prefix `{name}`", at, hint)
        return []
    return [p for p in (named.ipv4, named.ipv6) if isinstance(p, Prefix)]


def _link_prefixes(draft: Draft, kind: str, wanted: str, at: Span, problems: Problems) -> list[Prefix]:
    """Prefixes of the links with a `linkid` or a role."""
    links = [link for link in draft.links if (link.data.get("linkid") if kind == "link" else link.role) == wanted]
    if not links:
        message = f"no link has {'`linkid: ' if kind == 'link' else '`role: '}{wanted}`"
        problems.error(f"unknown-{kind}", message, at)
    return [p for link in links for p in (link.ipv4, link.ipv6) if isinstance(p, Prefix)]


def pool_prefixes(draft: Draft, name: Any, at: Span, problems: Problems) -> list[Prefix]:
    pool = draft.pools.get(str(name))
    if pool is None:
        hint = nearest(str(name), draft.pools)
        problems.error("unknown-pool", f"unknown address pool `{name}`", at, hint)
        return []
    return [p for p in (pool.ipv4, pool.ipv6) if isinstance(p, Prefix)]
