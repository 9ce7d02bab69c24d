"""Protocol parts both tools' outputs can be compared in: session options, policies, lists, static routes.

Owns: `our_protocols` and `their_protocols`, one form each. Must not: decide which differences matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netwright.model import BgpNeighbor, Node
from netwright.render import node_inventory

from .interior import interior

OPTIONS = (
    "allowas_in",
    "as_override",
    "bfd",
    "default_originate",
    "gtsm",
    "locpref",
    "med",
    "multihop",
    "passive",
    "password",
    "policy",
    "prepend",
    "replace_global_as",
    "rs",
    "rs_client",
    "timers",
    "weight",
)


def our_protocols(network: Any, node: Node) -> dict[str, Any]:
    """The form of a designed node, through the inventory custom templates see."""
    data = node_inventory(network, node)
    form = their_protocols(data)
    neighbors = node.bgp.neighbors if node.bgp else ()
    form["communities"] = {_key(n): sorted(n.send_community) for n in neighbors}
    return form


def _key(n: BgpNeighbor) -> str:
    return f"{n.name}/{n.type}/{n.ifindex or 0}"


def their_protocols(node: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a node in the format's own names."""
    bgp, routing = node.get("bgp") or {}, node.get("routing") or {}
    kinds = bgp.get("community") or {}
    neighbors = bgp.get("neighbors") or []
    return {
        "neighbors": {
            f"{n['name']}/{n['type']}/{n.get('ifindex') or 0}": {k: n[k] for k in OPTIONS if _said(n, k, bgp.get("as"))}
            for n in neighbors
        },
        "communities": {
            f"{n['name']}/{n['type']}/{n.get('ifindex') or 0}": sorted(kinds.get(n["type"]) or ()) for n in neighbors
        },
        "interior": interior(node),
        "import": {proto: (options or {}).get("policy") for proto, options in (bgp.get("import") or {}).items()},
        "policy": routing.get("policy") or {},
        "prefix": _prefix_rules(routing.get("_prefix") or {}),
        "aspath": {
            name: [[e["sequence"], e["action"], str(e["path"])] for e in entries]
            for name, entries in (routing.get("aspath") or {}).items()
        },
        "community": {
            name: [listed["type"], [[e.get("sequence"), e["action"], e["_value"]] for e in listed["value"]]]
            for name, listed in (routing.get("community") or {}).items()
        },
        "static": sorted(form for route in routing.get("static") or [] for form in _static(route)),
    }


def _said(neighbor: Mapping[str, Any], key: str, asn: int | None) -> bool:
    """Options that say something: `replace_global_as: True` is the default, and without another `local_as` void."""
    value = neighbor.get(key)
    if key == "replace_global_as":
        return value is False and neighbor.get("local_as") not in (None, asn)
    return value not in (None, False, {})


def _prefix_rules(lists: Mapping[str, Any]) -> dict[str, Any]:
    """Rules per family; a family of one `deny` of everything is an empty one."""
    form: dict[str, Any] = {}
    for family, named in lists.items():
        for name, rules in named.items():
            kept = [
                [r["action"], r[family], r.get("min"), r.get("max")]
                for r in rules
                if not (r["action"] == "deny" and r[family] in ("0.0.0.0/0", "::/0"))
            ]
            if kept:
                form[f"{name}-{family}"] = kept
    return form


def _static(route: Mapping[str, Any]) -> Iterator[list[str]]:
    """A destination may be a list; a route of both families counts as two."""
    hop = route["nexthop"]
    for family in ("ipv4", "ipv6"):
        targets = route.get(family) or []
        for target in targets if isinstance(targets, list) else [targets]:
            address = hop.get(family)
            tables = [str(route.get("vrf") or ""), str(hop.get("vrf", "") or "")]
            yield [target, str(address or ""), str(hop.get("intf") or ""), str(bool(hop.get("discard"))), *tables]
