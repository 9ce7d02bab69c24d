"""Prefixes of links.

Owns: `link.ipv4`, `link.ipv6`, `link.pool`, `link.unnumbered`. Must not: address interfaces.
Source: the topology format's "Address pools": an explicit prefix, else the link's pool, the pool named after
the role, the pool of the natural link type, `lan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..addr import AddressError, parse_prefix
from ..errors import Problems, Span, nearest
from .draft import Draft, DraftLink
from .links import natural_type
from .pools import ALLOCATIONS, Allocator, find_pool, parse_pool_prefix


def assign_prefixes(draft: Draft, problems: Problems) -> None:
    """Give every link its prefixes, in the order of links; a link of a bridged VLAN has the VLAN's."""
    for link in draft.links + draft.members:
        if link.domain is None and (not link.trunk or "prefix" in link.data or link.data.get("pool")):
            assign_prefix(draft, link, problems)


def assign_prefix(draft: Draft, link: DraftLink, problems: Problems) -> None:
    """Prefixes of one link: its own, none when it is unnumbered, else those of a pool."""
    data = link.data
    if "prefix" in data and _explicit(draft, link, data["prefix"], problems):
        return
    if data.get("unnumbered"):
        link.unnumbered = True
        return
    allocator = _pool(draft, link, problems)
    if allocator is not None:
        _from_pool(link, allocator, problems)


def _pool(draft: Draft, link: DraftLink, problems: Problems) -> Allocator | None:
    """The pool of a link; VLANs of trunks have a role of BGP's making too late for it to name their pool (measured)."""
    asked = link.data.get("pool")
    if asked:
        found = find_pool(draft, problems, str(asked), link.data.at("pool"))
        if found is not None:
            return found
    allocators = draft.allocators
    role = link.data.get("role") if link.type == "vlan_member" else link.role
    return (
        (allocators.get(role) if role is not None else None)
        or allocators.get(natural_type(link))
        or allocators.get("lan")
    )


def _from_pool(link: DraftLink, allocator: Allocator, problems: Problems) -> None:
    link.pool = allocator.name
    link.allocation = link.allocation or allocator.allocation
    if allocator.unnumbered:
        link.unnumbered = True
        return
    link.ipv4 = allocator.take(4, problems)
    link.ipv6 = allocator.take(6, problems)


def _explicit(draft: Draft, link: DraftLink, value: Any, problems: Problems) -> bool:
    """Use the link's own `prefix`; False when it leaves the choice to a pool."""
    at = link.data.at("prefix")
    if value is False:
        link.ipv4 = link.ipv6 = None
        return True
    if isinstance(value, str):
        return _text(draft, link, value, at, problems)
    if not isinstance(value, dict):
        return False
    span_of = getattr(value, "at", lambda key: at)
    allocation = value.get("allocation")
    if allocation is not None and allocation not in ALLOCATIONS:
        hint = nearest(str(allocation), ALLOCATIONS)
        message = f"allocation must be one of {', '.join(ALLOCATIONS)}, found `{allocation}`"
        problems.error("wrong-allocation", message, span_of("allocation"), hint)
        allocation = None
    link.allocation = allocation
    if "ipv4" not in value and "ipv6" not in value:
        return _of_pool(draft, link, value, span_of("pool"), problems)
    link.fixed = True
    link.ipv4 = parse_pool_prefix(value.get("ipv4"), 4, span_of("ipv4"), problems)
    link.ipv6 = parse_pool_prefix(value.get("ipv6"), 6, span_of("ipv6"), problems)
    return True


def _of_pool(draft: Draft, link: DraftLink, value: Mapping[str, Any], at: Span, problems: Problems) -> bool:
    """`prefix: {pool: x}`; False when no pool is named."""
    if not value.get("pool"):
        return False
    allocator = find_pool(draft, problems, str(value["pool"]), at)
    if allocator is not None:
        _from_pool(link, allocator, problems)
    return True


def _text(draft: Draft, link: DraftLink, text: str, at: Span, problems: Problems) -> bool:
    """`prefix: 10.0.0.0/24` or the name of a named prefix.

    A link with a name from an unnumbered pool uses up the prefix it would have had, as in the format.
    """
    named = draft.prefixes.get(text)
    if named is not None:
        source = draft.allocators.get(named.pool) if named.pool is not None else None
        if source is not None and source.unnumbered:
            skipped = _pool(draft, link, problems)
            if skipped is not None:
                _from_pool(link, skipped, problems)
            link.unnumbered = True
            link.ipv4 = link.ipv6 = None
            return True
        link.ipv4, link.ipv6 = named.ipv4, named.ipv6
        link.allocation = named.allocation
        link.fixed = named.ipv4 is not None or named.ipv6 is not None
        return link.fixed
    try:
        prefix = parse_prefix(text, strict=True)
    except AddressError as error:
        if "/" in text:
            problems.error("wrong-prefix", f"`{text}` is no prefix: {error}", at)
        else:
            hint = nearest(text, draft.prefixes)
            problems.error("unknown-prefix", f"unknown named prefix `{text}`", at, hint)
        return True
    link.fixed = True
    if prefix.family == 4:
        link.ipv4 = prefix
    else:
        link.ipv6 = prefix
    return True
