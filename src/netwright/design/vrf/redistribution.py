"""Routes that go from protocol to protocol within a VRF.

Owns: `redistribute` of the protocol instances of VRFs. Must not: design instances.
Source: the topology format's "Interaction with Routing Protocols": connected subnets go into every protocol of a VRF,
and BGP and the IGPs exchange their routes, unless `import` says otherwise. The IGPs add a node's `import` to that of
their VRFs, even to an empty one (observed); BGP does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ...errors import Problems, Span
from ...model import Redistribution
from ..draft import Draft, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import merged
from ..protocols import redistribution

PROTOCOLS = ("bgp", "isis", "ospf", "ripv2")
"""Protocols VRFs have instances of (`DraftVrf` has a field of that name)."""


def redistribute_in_vrfs(draft: Draft, problems: Problems) -> None:
    """Fill `redistribute` of every protocol of every VRF, once all of them are designed."""
    for node in draft.nodes_with("vrf"):
        for vrf in node.vrfs.values():
            for protocol in PROTOCOLS:
                instance = getattr(vrf, protocol)
                if instance is not None:
                    found = _redistribution(draft, node, vrf, protocol, problems)
                    setattr(vrf, protocol, msgspec.structs.replace(instance, redistribute=found))


def _redistribution(
    draft: Draft, node: DraftNode, vrf: DraftVrf, protocol: str, problems: Problems
) -> tuple[Redistribution, ...]:
    own = vrf.module(protocol)
    inherited: Mapping[str, Any] = node.module(protocol) if protocol != "bgp" else {}
    if "import" not in own and "import" not in inherited:
        return _automatic(vrf, protocol)

    mine = _sources(own.get("import"))
    value = merged(mine, _sources(inherited.get("import")))
    at = vrf.at(protocol, "import") if "import" in own else node.at(protocol, "import")

    def refuse(source: str, at: Span) -> None:
        if source in mine:
            message = f"`{protocol}` imports `{source}` routes in VRF `{vrf.name}`, where node `{node.name}` has none"
            problems.error("protocol-not-in-vrf", message, at, f"remove `{source}`, or run it in the VRF")

    def runs(source: str) -> bool:
        return getattr(vrf, source, None) is not None

    return redistribution(draft, node, protocol, value, at, runs, refuse, problems)


def _sources(value: Any) -> Mapping[str, Any]:
    """What `import` names, with options: a mapping or a list of names."""
    return value if isinstance(value, Mapping) else dict.fromkeys(value or ())


def _automatic(vrf: DraftVrf, protocol: str) -> tuple[Redistribution, ...]:
    """Connected routes; BGP takes those of every IGP, an IGP those of BGP."""
    sources = ["connected"]
    if protocol == "bgp":
        sources += [p for p in PROTOCOLS if p != "bgp" and getattr(vrf, p) is not None]
    elif vrf.bgp is not None:
        sources.append("bgp")
    return tuple(Redistribution(source=source, automatic=True) for source in sources)


__all__ = ["redistribute_in_vrfs"]
