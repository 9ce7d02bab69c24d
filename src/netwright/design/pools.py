"""Address pools and named prefixes.

Owns: reading `addressing` and `prefix`, and handing out prefixes. Must not: know nodes or links.
Source: the topology format's "Address pools" and "Named prefixes".

Deviation: a built-in pool that is used up goes on in the blocks of `EXTENSIONS`, so that no size of network
fails; what fits into the built-in pool is allocated exactly as the format says. Pools the user gives end
where they end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..addr import AddressError, Family, Prefix, family_name, parse_prefix
from ..errors import Problems, Span, nearest
from ..model import NamedPrefix, Pool
from ..schema.defaults import BUILTIN_DEFAULTS
from .draft import Draft, place
from .merge import mapping, merged

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "loopback": ("10.0.0.0/16", "10.32.0.0/11"),
    "router_id": ("10.0.0.0/16", "10.32.0.0/11"),
    "p2p": ("10.64.0.0/10",),
    "lan": (
        "172.17.0.0/16",
        "172.18.0.0/15",
        "172.20.0.0/14",
        "172.24.0.0/13",
        "10.128.0.0/9",
        "100.64.0.0/10",
    ),
}
"""Where a built-in IPv4 pool goes on. `loopback` and `router_id` continue by id: id 256 is 10.0.1.0."""

ALLOCATIONS = ("p2p", "id_based", "sequential")
DEFAULT_LENGTHS: Mapping[int, int] = {4: 24, 6: 64}


class Space:
    """One family of a pool: equal-sized prefixes handed out in order."""

    __slots__ = ("_blocks", "_index", "_next", "extensions", "length", "prefix")

    def __init__(self, prefix: Prefix, length: int, extensions: tuple[Prefix, ...] = ()) -> None:
        self.prefix = prefix
        self.length = length
        self.extensions = extensions
        self._blocks = (prefix, *extensions)
        self._index = 0
        self._next = 1 if length >= (32 if prefix.family == 4 else 127) else 0
        """The format leaves out the first /32, /127 and /128 of a pool."""

    @property
    def used_extensions(self) -> list[Prefix]:
        """Extension blocks prefixes were taken from."""
        return list(self._blocks[1 : self._index + 1])

    def take(self) -> Prefix | None:
        """The next prefix; None when the pool is used up."""
        while self._index < len(self._blocks):
            block = self._blocks[self._index]
            if self._next < 1 << (self.length - block.length):
                self._next += 1
                return block.subnet(self._next - 1, self.length)
            self._index += 1
            self._next = 0
        return None


class Allocator:
    """A pool in use: `families[4]` is a `Space`, True (unnumbered, link-local only) or None (off)."""

    __slots__ = ("allocation", "exhausted", "families", "name", "span", "unnumbered")

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span
        self.families: dict[int, Space | bool | None] = {4: None, 6: None}
        self.allocation: str | None = None
        self.unnumbered = False
        self.exhausted: set[int] = set()

    def take(self, family: Family, problems: Problems) -> Prefix | bool | None:
        """The next prefix of a family; a used-up pool is one problem, told once."""
        space = self.families[family]
        if not isinstance(space, Space):
            return space
        prefix = space.take()
        if prefix is None and family not in self.exhausted:
            self.exhausted.add(family)
            word = family_name(family)
            used = f"all /{space.length} of {space.prefix} are used"
            message = f"pool `{self.name}` has no {word} prefix left: {used}"
            problems.error("pool-exhausted", message, self.span, "give it a shorter prefix")
        return prefix


def read_pools(draft: Draft, problems: Problems) -> None:
    """Fill `draft.pools` and `draft.allocators` from `addressing` over `defaults.addressing`."""
    builtin: Mapping[str, Any] = BUILTIN_DEFAULTS["addressing"]
    addressing = merged(mapping(draft.settings.get("addressing")), mapping(draft.defaults.get("addressing")))
    names = [name for name in builtin if name in addressing]
    names += [name for name in addressing if name not in builtin]
    for name in names:
        data = mapping(addressing[name])
        span = place(addressing, draft.setting_at("addressing"), name)
        _read_pool(draft, problems, name, data, mapping(builtin.get(name)), span)


def _read_pool(
    draft: Draft,
    problems: Problems,
    name: str,
    data: Mapping[str, Any],
    builtin: Mapping[str, Any],
    span: Span,
) -> None:
    allocator = Allocator(name, span)
    allocator.unnumbered = bool(data.get("unnumbered"))
    allocation = data.get("allocation")
    if allocation is not None and allocation not in ALLOCATIONS:
        message = f"allocation of pool `{name}` must be one of {', '.join(ALLOCATIONS)}"
        problems.error("wrong-allocation", message, place(data, span, "allocation"))
        allocation = None
    allocator.allocation = allocation
    prefixes: dict[int, Prefix | bool | None] = {}
    lengths: dict[int, int] = {}
    for family in (4, 6):
        word, length_key = f"ipv{family}", f"prefix{family}"
        lengths[family] = int(
            data.get(length_key) or (data.get("prefix") if family == 4 else None) or DEFAULT_LENGTHS[family]
        )
        at = place(data, span, word)
        value = prefixes[family] = parse_pool_prefix(data.get(word), family, at, problems)
        if isinstance(value, Prefix) and not allocator.unnumbered:
            extensions = EXTENSIONS.get(name, ()) if data.get(word) == builtin.get(word) else ()
            allocator.families[family] = _space(name, value, lengths[family], extensions, at, problems)
        else:
            allocator.families[family] = None if isinstance(value, Prefix) else value or None
    draft.allocators[name] = allocator
    draft.pools[name] = Pool(
        name=name,
        ipv4=None if allocator.unnumbered else prefixes[4],
        ipv6=prefixes[6],
        prefix4=lengths[4],
        prefix6=lengths[6],
        allocation=allocation,
        extra={k: v for k, v in data.items() if k not in _POOL_KEYS},
    )


_POOL_KEYS = frozenset({"ipv4", "ipv6", "prefix", "prefix4", "prefix6", "allocation"})


def _space(
    name: str, prefix: Prefix, length: int, extensions: tuple[str, ...], at: Span, problems: Problems
) -> Space | None:
    longest = 32 if prefix.family == 4 else 128
    if prefix.length <= length <= longest:
        return Space(prefix, length, tuple(parse_prefix(text) for text in extensions))
    key = "prefix" if prefix.family == 4 else "prefix6"
    message = f"pool `{name}` ({prefix}) is too small for /{length} prefixes"
    problems.error("pool-too-small", message, at, f"give a shorter prefix or set `{key}` of the pool")
    return None


def parse_pool_prefix(value: Any, family: int, at: Span, problems: Problems) -> Prefix | bool | None:
    """A prefix as written in a pool or named prefix: text, True, False; problems for anything else."""
    if value is None or isinstance(value, bool):
        return value
    try:
        prefix = parse_prefix(str(value), strict=True)
    except AddressError as error:
        problems.error("wrong-prefix", f"`{value}` is no prefix: {error}", at)
        return None
    if prefix.family != family:
        problems.error("wrong-prefix", f"expected an ipv{family} prefix, found `{value}`", at)
        return None
    return prefix


def read_named_prefixes(draft: Draft, problems: Problems) -> None:
    """Fill `draft.prefixes`; prefixes of pools are taken now, before those of links."""
    section = mapping(draft.settings.get("prefix"))
    for name, data in section.items():
        span = place(section, draft.setting_at("prefix"), name)
        if isinstance(data, str):
            data = {"ipv6" if ":" in data else "ipv4": data}
        if not isinstance(data, dict):
            problems.error("wrong-type", f"prefix `{name}` must be a mapping", span)
            continue
        pool = data.get("pool")
        values: dict[int, Prefix | bool | None] = {}
        for family in (4, 6):
            word = f"ipv{family}"
            values[family] = parse_pool_prefix(data.get(word), family, place(data, span, word), problems)
        allocation = data.get("allocation")
        if pool is not None:
            allocator = find_pool(draft, problems, str(pool), place(data, span, "pool"))
            if allocator is not None:
                values = {4: allocator.take(4, problems), 6: allocator.take(6, problems)}
                allocation = allocation or allocator.allocation
        draft.prefixes[name] = NamedPrefix(
            name=name, ipv4=values[4] or None, ipv6=values[6] or None, allocation=allocation, pool=pool
        )


def find_pool(draft: Draft, problems: Problems, name: str, at: Span) -> Allocator | None:
    """The pool of that name, or a problem."""
    allocator = draft.allocators.get(name)
    if allocator is None:
        hint = nearest(name, draft.allocators) or f"pools: {', '.join(draft.allocators)}"
        problems.error("unknown-pool", f"unknown address pool `{name}`", at, hint)
    return allocator
