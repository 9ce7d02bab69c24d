"""What BGP and OSPF share: router ids, redistribution.

Owns: reading those attributes. Must not: know one protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems, nearest
from ..model import Redistribution
from .draft import Draft, DraftNode
from .routing import Tables
from .values import dotted_quad, span_of

SOURCES = ("connected", "static", "ospf", "bgp", "isis", "ripv2", "eigrp", "vrf")
_MODULES = frozenset({"ospf", "bgp"})


def protocol_router_id(node: DraftNode, module: str, problems: Problems) -> str | None:
    """The protocol's own router id, else the node's."""
    own = node.module(module).get("router_id")
    if own is None:
        return node.router_id
    return dotted_quad(own, node.at(module, "router_id"), problems, "a router id") or node.router_id


def read_redistribution(draft: Draft, node: DraftNode, module: str, problems: Problems) -> tuple[Redistribution, ...]:
    """`import`: a list of protocols, or a mapping of protocols to `{policy}`; False takes one out."""
    value: Any = node.module(module).get("import")
    if not value:
        return ()
    items: Mapping[str, Any] = value if isinstance(value, Mapping) else dict.fromkeys(value)
    found = []
    for source, options in items.items():
        at = (
            span_of(value, source, node.at(module, "import"))
            if isinstance(value, Mapping)
            else node.at(module, "import")
        )
        if source not in SOURCES:
            message = f"`{module}.import` knows no protocol `{source}`"
            problems.error("unknown-protocol", message, at, nearest(str(source), SOURCES))
            continue
        if options is False or source == module:
            continue
        if source not in ("connected", "static") and not node.runs(source):
            if source not in _MODULES:
                problems.error("protocol-not-supported", f"import of `{source}` is not supported yet", at)
            continue
        policy = None
        if isinstance(options, Mapping) and options.get("policy"):
            policy = Tables(draft, node, problems).need("policy", options["policy"], span_of(options, "policy", at))
        found.append(Redistribution(source=str(source), policy=policy))
    return tuple(found)
