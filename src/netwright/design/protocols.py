"""What routing protocols share: router ids, redistribution.

Owns: reading those attributes. Must not: know one protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..addr import format_address
from ..errors import Problems, Span, nearest
from ..model import Redistribution
from .draft import Draft, DraftNode
from .draft_vrf import DraftVrf
from .loopbacks import address_of
from .pools import Space
from .routing import Tables
from .values import dotted_quad, span_of

SOURCES = ("connected", "static", "ospf", "bgp", "isis", "ripv2", "eigrp", "vrf")
_MODULES = frozenset({"bgp", "isis", "ospf", "ripv2"})


def protocol_router_id(
    draft: Draft, node: DraftNode, module: str, problems: Problems, vrf: DraftVrf | None = None
) -> str | None:
    """The VRF's router id for the protocol, else the protocol's own, else the node's."""
    own, at = node.module(module).get("router_id"), node.at(module, "router_id")
    if vrf is not None and vrf.module(module).get("router_id") is not None:
        own, at = vrf.module(module)["router_id"], vrf.at(module, "router_id")
    if own is None:
        return node.router_id or _from_pool(draft, node)
    return dotted_quad(own, at, problems, "a router id") or node.router_id


def protocol_router_id_value(node: DraftNode, value: Any, path: tuple[str, ...], problems: Problems) -> str | None:
    """A router id the user wrote, else the node's."""
    return dotted_quad(value, node.at(*path), problems, "a router id") or node.router_id


def _from_pool(draft: Draft, node: DraftNode) -> str | None:
    """A host that runs a routing daemon gets its id from the pool `router_id`."""
    pool = draft.allocators.get("router_id")
    space = pool.families[4] if pool is not None else None
    address = address_of(space, node.id, "router_id") if isinstance(space, Space) else None
    return format_address(4, address.value) if address is not None else None


def is_router(node: DraftNode) -> bool:
    """A router, or a host that runs a routing daemon."""
    return node.role != "host" or not _MODULES.isdisjoint(node.modules)


def read_redistribution(draft: Draft, node: DraftNode, module: str, problems: Problems) -> tuple[Redistribution, ...]:
    """`import`: a list of protocols, or a mapping of protocols to `{policy}`; False takes one out."""
    value: Any = node.module(module).get("import")

    def refuse(source: str, at: Span) -> None:
        if source not in _MODULES:
            problems.error("protocol-not-supported", f"import of `{source}` is not supported yet", at)

    return redistribution(draft, node, module, value, node.at(module, "import"), node.runs, refuse, problems)


def redistribution(
    draft: Draft,
    node: DraftNode,
    module: str,
    value: Any,
    at: Span,
    runs: Callable[[str], bool],
    refuse: Callable[[str, Span], None],
    problems: Problems,
) -> tuple[Redistribution, ...]:
    """`runs` says whether a protocol runs where its routes are wanted; `refuse` hears of those that do not."""
    if not value:
        return ()
    items: Mapping[str, Any] = value if isinstance(value, Mapping) else dict.fromkeys(value)
    found = []
    for source, options in items.items():
        place = span_of(value, source, at) if isinstance(value, Mapping) else at
        if source not in SOURCES:
            message = f"`{module}.import` knows no protocol `{source}`"
            problems.error("unknown-protocol", message, place, nearest(str(source), SOURCES))
            continue
        if options is False or source == module:
            continue
        if source not in ("connected", "static") and not runs(source):
            refuse(source, place)
            continue
        policy = None
        if isinstance(options, Mapping) and options.get("policy"):
            policy = Tables(draft, node, problems).need("policy", options["policy"], span_of(options, "policy", place))
        found.append(Redistribution(source=str(source), policy=policy))
    return tuple(found)
