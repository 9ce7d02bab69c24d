"""The passes of designing, in the order they run.

Owns: the order. Must not: contain passes. Every pass is `verb(draft, problems) -> None`: it reads the draft,
fills typed fields of it, adds problems for what the user must mend and goes on with the rest. Cost is linear
in nodes, links and sessions.

When protocols run, the core has settled: devices, roles, ids, modules and module attributes, loopbacks, links
with types, roles, prefixes, interfaces with addresses, names, MTU, router ids and address families. What is
left to protocols: `node.bgp/ospf/routing/static_routes`, `interface.ospf/bgp_advertise`, roles of links.
Protocol rooms add their passes to `PROTOCOL_PASSES`, one line each.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Problems
from .draft import Draft
from .inherit import inherit_node_attributes

Pass = Callable[[Draft, Problems], None]

CORE_PASSES: tuple[Pass, ...] = (inherit_node_attributes,)

PROTOCOL_PASSES: tuple[Pass, ...] = ()
"""In this order: routing policies and lists, BGP (sets link role `external`), OSPF, static routes."""

FINAL_PASSES: tuple[Pass, ...] = ()

PASSES: tuple[Pass, ...] = CORE_PASSES + PROTOCOL_PASSES + FINAL_PASSES
