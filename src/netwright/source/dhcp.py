"""`ipv4: dhcp`: the interface is a DHCP client, and its node uses module `dhcp`.

Owns: that spelling. Must not: decide who serves.
Source: the topology format's "DHCP", interface parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Map, Seq
from ..schema.modules import MODULES


def read_dhcp_addresses(links: Iterable[Map], nodes: Mapping[str, Map]) -> None:
    """Turn addresses that say `dhcp` into `dhcp.client` of their interfaces, in place."""
    for link in links:
        for end in link["interfaces"]:
            asked = [family for family in ("ipv4", "ipv6") if end.get(family) == "dhcp"]
            if asked:
                _client(end, asked)
                _use(nodes[end["node"]])


def _client(end: Map, families: Iterable[str]) -> None:
    client = _inner(_inner(end, "dhcp"), "client")
    for family in families:
        at = end.at(family)
        end.take(family)
        client.put(family, True, at)


def _inner(owner: Map, key: str) -> Map:
    found = owner.get(key)
    if not isinstance(found, Map):
        found = Map(span=owner.span)
        owner.put(key, found, owner.span)
    return found


def _use(node: Map) -> None:
    modules = node.get("module") or Seq()
    if "dhcp" not in modules:
        node["module"] = Seq(sorted([*modules, "dhcp"], key=MODULES.index), node.at("module"))
