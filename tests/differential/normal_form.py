"""Both tools' outputs in one neutral form, and the differences between two such forms.

Owns: the form. Must not: decide which differences matter (`deviations.py`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from netwright.addr import InterfaceAddress, Prefix
from netwright.model import BgpNeighbor, Interface, Network, Node
from netwright.render import node_inventory

from .overlays import overlays
from .protocols import our_protocols, their_protocols
from .vlans import (
    is_port,
    our_node_vlans,
    our_vlan_port,
    our_vlans,
    their_node_vlans,
    their_vlan_port,
    their_vlans,
)
from .vrfs import vrf_forms

Form = dict[str, Any]
TEMPLATES_OF_PLUGINS = ("bgp.session", "bgp.policy", "bgp.originate", "ebgp.multihop", "ospf.areas")
"""netlab lists them with the user's templates."""

FAMILIES = ("ipv4", "ipv6")


class Difference(NamedTuple):
    """One place where two forms differ."""

    path: tuple[str, ...]
    ours: Any
    theirs: Any

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: netwright {self.ours!r}, netlab {self.theirs!r}"


def _text(value: Any) -> Any:
    """Addresses as canonical text, True as it is, off as None."""
    if value is None or value is False or (isinstance(value, int) and value is not True):
        return None  # a host number netlab found no prefix for stays a number
    if value is True:
        return True
    if isinstance(value, (InterfaceAddress, Prefix)):
        return str(value)
    text = str(value)
    return str(ipaddress.ip_interface(text)) if "/" in text else str(ipaddress.ip_address(text))


def _role(kind: str, role: str | None, *addresses: Any) -> str | None:
    """The role of a VLAN interface without addresses means nothing."""
    return None if kind == "svi" and not any(addresses) else role


def _network(value: str) -> str:
    return str(ipaddress.ip_network(str(value), strict=False))


# -- Netwright ---------------------------------------------------------------------------------


def of_network(network: Network) -> Form:
    """The form of a designed network."""
    return {
        "nodes": {name: _our_node(network, node) for name, node in network.nodes.items()},
        "links": [
            {
                "type": link.type,
                "role": link.role,
                "ipv4": _text(link.ipv4),
                "ipv6": _text(link.ipv6),
                "ends": [[e.node, e.ifname, _text(e.ipv4), _text(e.ipv6)] for e in link.endpoints],
            }
            for link in network.links
        ],
        "vlans": our_vlans(network),
        "groups": {
            name: sorted(group.members) for name, group in network.groups.items() if name.startswith(("as", "g"))
        },
    }


def _our_node(network: Network, node: Node) -> Form:
    loopback = node.loopback
    return {
        "id": node.id,
        "role": node.role,
        "device": node.device,
        "mtu": node.mtu,
        "families": [node.ipv4, node.ipv6],
        "loopback": None if loopback is None else [_text(loopback.ipv4), _text(loopback.ipv6)],
        "management": [str(node.management.ipv4), node.management.mac] if node.management else None,
        "interfaces": {i.ifname: _our_interface(network, node, i) for i in node.interfaces},
        "bgp": _our_bgp(node),
        "ospf": _our_ospf(node),
        "config": list(node.config),
        "modules": sorted(set(node.modules) - {"isis", "ospf", "ripv2", "routing", "vrf", "vxlan"}),
        "protocols": our_protocols(network, node),
        "overlays": overlays(node_inventory(network, node)),
        "vrfs": vrf_forms(node_inventory(network, node)),
        "vlans": our_node_vlans(node),
    }


def _our_interface(network: Network, node: Node, i: Interface) -> Form:
    return {
        "linkindex": i.linkindex,
        "vlan": our_vlan_port(network, node, i),
        "ifindex": i.ifindex,
        "ipv4": _text(i.ipv4),
        "ipv6": _text(i.ipv6),
        "borrowed": _text(i.borrowed_ipv4),
        "type": i.type,
        "mtu": i.mtu,
        "name": i.name,
        "role": _role(i.type, i.role, i.ipv4, i.ipv6),
        "gateway_ipv4": _text(i.gateway_ipv4),
        "gateway_ipv6": _text(i.gateway_ipv6),
        "ra": i.ra is not None,
        "shutdown": i.shutdown,
        "bandwidth": i.bandwidth_kbps,
        "vrf": i.vrf,
    }


def _our_bgp(node: Node) -> Form | None:
    if node.bgp is None or "bgp" not in node.modules:
        return None
    return {
        "as": node.bgp.asn,
        "router_id": node.bgp.router_id,
        "rr": node.bgp.rr,
        "cluster_id": node.bgp.cluster_id,
        "networks": sorted(str(n.prefix) for n in node.bgp.networks),
        "neighbors": {_our_neighbor_key(n): _our_neighbor(n) for n in node.bgp.neighbors},
    }


def _our_neighbor_key(n: BgpNeighbor) -> str:
    return f"{n.name}/{n.type}/{n.ifindex or 0}"


def _our_neighbor(n: BgpNeighbor) -> Form:
    return {
        "as": n.asn,
        "ipv4": True if n.ipv4 is True else (None if n.ipv4 is None else str(n.ipv4)),
        "ipv6": True if n.ipv6 is True else (None if n.ipv6 is None else str(n.ipv6)),
        "local_if": n.local_ifname,
        "rfc8950": n.extended_next_hop,
        "activate": [n.activate_ipv4, n.activate_ipv6],
        "rr": n.rr,
        "rr_client": n.rr_client,
        "next_hop_self": n.next_hop_self,
        "local_as": n.local_as,
    }


def _our_ospf(node: Node) -> Form | None:
    if node.ospf is None:
        return None
    interfaces = [*([node.loopback] if node.loopback else []), *(i for i in node.interfaces if i.vrf is None)]
    return {
        "router_id": node.ospf.router_id,
        "area": node.ospf.area,
        "families": [node.ospf.ipv4, node.ospf.ipv6],
        "areas": sorted(area.area for area in node.ospf.areas),
        "reference_bandwidth": node.ospf.reference_bandwidth,
        "interfaces": {
            i.ifname: {
                "area": i.ospf.area,
                "cost": i.ospf.cost,
                "network_type": i.ospf.network_type,
                "passive": i.ospf.passive,
                "priority": i.ospf.priority,
                "timers": [i.ospf.hello_interval_s, i.ospf.dead_interval_s],
                "password": i.ospf.password,
            }
            for i in interfaces
            if i.ospf is not None
        },
    }


# -- netlab ------------------------------------------------------------------------------------


def of_netlab(data: Mapping[str, Any]) -> Form:
    """The form of netlab's transformed topology."""
    return {
        "nodes": {name: _their_node(node) for name, node in data["nodes"].items()},
        "links": [
            {
                "type": link["type"],
                "role": link.get("role"),
                "ipv4": _text((link.get("prefix") or {}).get("ipv4")),
                "ipv6": _text((link.get("prefix") or {}).get("ipv6")),
                "ends": [
                    [e["node"], e["ifname"], *([None, None] if is_port(e) else [_text(e.get(f)) for f in FAMILIES])]
                    for e in link["interfaces"]
                ],
            }
            for link in data.get("links") or []
        ],
        "vlans": their_vlans(data),
        "groups": {
            name: _their_members(name, data["groups"])
            for name in data.get("groups") or {}
            if name.startswith(("as", "g"))
        },
    }


def _their_members(name: str, groups: Mapping[str, Any]) -> list[str]:
    """Members with those of groups in the group."""
    found: set[str] = set()
    for member in groups[name]["members"]:
        found |= set(_their_members(member, groups)) if member in groups else {member}
    return sorted(found)


def _their_node(node: Mapping[str, Any]) -> Form:
    loopback = node.get("loopback")
    families = node.get("af") or {}
    management = node.get("mgmt") or {}
    return {
        "id": node["id"],
        "role": node.get("role", "router"),
        "device": node["device"],
        "mtu": node.get("mtu"),
        "families": [bool(families.get("ipv4")), bool(families.get("ipv6"))],
        "loopback": None if not loopback else [_text(loopback.get("ipv4")), _text(loopback.get("ipv6"))],
        "management": [management.get("ipv4"), management.get("mac")],
        "interfaces": {
            i["ifname"]: _their_interface(i, node.get("role") == "host") for i in node.get("interfaces") or []
        },
        "bgp": _their_bgp(node),
        "ospf": _their_ospf(node),
        "config": [
            name for name in node.get("config") or [] if name not in TEMPLATES_OF_PLUGINS and not name.startswith("-")
        ],
        "modules": sorted(set(node.get("module") or []) - {"isis", "ospf", "ripv2", "routing", "vrf", "vxlan"}),
        "protocols": their_protocols(node),
        "overlays": overlays(node),
        "vrfs": vrf_forms(node),
        "vlans": their_node_vlans(node),
    }


def _their_interface(i: Mapping[str, Any], host: bool) -> Form:
    gateway = i.get("gateway") or {}
    return {
        "linkindex": i.get("linkindex", 0),
        "vlan": their_vlan_port(i),
        "ifindex": i["ifindex"],
        "ipv4": _text(i.get("ipv4")),
        "ipv6": _text(i.get("ipv6")),
        "borrowed": _text(i.get("_parent_ipv4")),
        "type": i["type"],
        "mtu": i.get("mtu"),
        "name": i.get("name", ""),
        "role": _role(i["type"], i.get("role"), i.get("ipv4"), i.get("ipv6")),
        "gateway_ipv4": _text(gateway.get("ipv4")),
        "gateway_ipv6": _text(gateway.get("ipv6")),
        "ra": bool(i.get("ra")) and not host,
        "shutdown": bool(i.get("shutdown")),
        "bandwidth": i.get("bandwidth"),
        "vrf": i.get("vrf"),
    }


def _their_bgp(node: Mapping[str, Any]) -> Form | None:
    if "bgp" not in (node.get("module") or []):
        return None
    bgp = node["bgp"]
    prefixes = [*(bgp.get("advertise") or []), *(bgp.get("originate") or [])]
    networks = {_network(p[af]) for p in prefixes for af in ("ipv4", "ipv6") if af in p}
    return {
        "as": bgp["as"],
        "router_id": bgp.get("router_id"),
        "rr": bool(bgp.get("rr")),
        "cluster_id": str(bgp["rr_cluster_id"]) if bgp.get("rr_cluster_id") and bgp.get("rr") else None,
        "networks": sorted(networks),
        "neighbors": {
            f"{n['name']}/{n['type']}/{n.get('ifindex') or 0}": _their_neighbor(n, bgp["as"])
            for n in bgp.get("neighbors") or []
        },
    }


def _their_neighbor(n: Mapping[str, Any], asn: int) -> Form:
    activate = n.get("activate") or {}
    return {
        "as": n["as"],
        "ipv4": _text(n.get("ipv4")),
        "ipv6": _text(n.get("ipv6")),
        "local_if": n.get("local_if"),
        "rfc8950": bool(n.get("ipv4_rfc8950")),
        "activate": [bool(activate.get("ipv4")), bool(activate.get("ipv6"))],
        "rr": bool(n.get("rr")),
        "rr_client": bool(n.get("rr_client")),
        "next_hop_self": n.get("next_hop_self") or None,
        "local_as": n.get("local_as") if n.get("local_as") != asn else None,
    }


def _their_ospf(node: Mapping[str, Any]) -> Form | None:
    if "ospf" not in (node.get("module") or []) or not (node.get("ospf") or {}).get("af"):
        return None
    ospf = node["ospf"]
    families = ospf.get("af") or {}
    interfaces = [*([node["loopback"]] if node.get("loopback") else []), *(node.get("interfaces") or [])]
    return {
        "router_id": ospf.get("router_id"),
        "area": ospf.get("area"),
        "families": [bool(families.get("ipv4")), bool(families.get("ipv6"))],
        "areas": sorted(area["area"] for area in ospf.get("areas") or []),
        "reference_bandwidth": ospf.get("reference_bandwidth"),
        "interfaces": {
            i["ifname"]: {
                "area": i["ospf"].get("area"),
                "cost": i["ospf"].get("cost"),
                "network_type": i["ospf"].get("network_type"),
                "passive": bool(i["ospf"].get("passive")),
                "priority": i["ospf"].get("priority"),
                "timers": [(i["ospf"].get("timers") or {}).get(word) for word in ("hello", "dead")],
                "password": _their_password(i["ospf"]),
            }
            for i in interfaces
            if isinstance(i.get("ospf"), dict)
        },
    }


def _their_password(ospf: Mapping[str, Any]) -> str | None:
    """netlab notes that `password: False` of a link takes the node's away, and leaves it there all the same."""
    return None if "password" in (ospf.get("_removed_attr") or ()) else ospf.get("password") or None


# -- differences -------------------------------------------------------------------------------

_NONE: Any = object()


def differences(ours: Any, theirs: Any, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Every leaf where two forms differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys([*ours, *theirs]):
            mine, other = ours.get(key, _NONE), theirs.get(key, _NONE)
            if mine is _NONE or other is _NONE:
                yield Difference(
                    (*path, key), "missing" if mine is _NONE else mine, "missing" if other is _NONE else other
                )
            else:
                yield from differences(mine, other, (*path, key))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, other, (*path, str(index)))
    elif ours != theirs:
        yield Difference(path, ours, theirs)
