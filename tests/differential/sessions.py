"""BGP sessions only one end of which exists.

netlab applies `bgp.sessions`, and addresses one end lacks, to that end only and leaves the other with a neighbour
that never comes up; here a session exists when both ends want it. Owns: taking such halves out of netlab's form.
"""

from __future__ import annotations

import ipaddress
from typing import Any

Form = dict[str, Any]
FAMILIES = ("ipv4", "ipv6")


def drop_half_sessions(form: Form) -> Form:
    """The form without address families, and then neighbours, the other end knows nothing about."""
    nodes = form["nodes"]
    place = _link
    if form["vlans"]:
        place = _subnet
        _drop_doubles(nodes)
    known = {
        (name, neighbor.split("/")[0], place(node, neighbor, family), family)
        for name, node in nodes.items()
        for neighbors in _tables(node)
        for neighbor, data in neighbors.items()
        for family in FAMILIES
        if data[family] is not None
    }
    for name, node in nodes.items():
        for neighbors in _tables(node):
            for neighbor, data in list(neighbors.items()):
                for index, family in enumerate(FAMILIES):
                    if (neighbor.split("/")[0], name, place(node, neighbor, family), family) not in known:
                        data[family] = None
                        data["activate"][index] = False
                data["rfc8950"] = data["rfc8950"] and data["ipv4"] is not None
                if True not in (data["ipv4"], data["ipv6"]):
                    data["local_if"] = None
                elif data["ipv6"] is None:
                    data["local_if"] = _ifname(node, neighbor)
                if data["ipv4"] is None:
                    node["overlays"].get("sessions", {}).pop(neighbor, None)
                if data["ipv4"] is None and data["ipv6"] is None:
                    del neighbors[neighbor]
                    for part in ("neighbors", "communities"):
                        node["protocols"][part].pop(neighbor, None)
    return form


def _tables(node: Form) -> list[Form]:
    """Neighbours of the global table and of every VRF."""
    found = [node["bgp"]] if node["bgp"] is not None else []
    found += [vrf["bgp"] for vrf in node["vrfs"].values() if vrf["bgp"] is not None]
    return [table["neighbors"] for table in found]


def _link(node: Form, neighbor: str, family: str) -> Any:
    """The link of a session; between loopbacks there is one within the system and one with another system."""
    interface = _interface(node, neighbor)
    return interface["linkindex"] if interface is not None else -min(int(neighbor.rsplit("/", 1)[1]), 1)


def _subnet(node: Form, neighbor: str, family: str) -> Any:
    """The subnet of a session, which may be a VLAN over several links."""
    interface = _interface(node, neighbor)
    if interface is not None and isinstance(interface[family], str):
        return str(ipaddress.ip_interface(interface[family]).network)
    return _link(node, neighbor, family)


def _interface(node: Form, neighbor: str) -> Form | None:
    name = _ifname(node, neighbor)
    return node["interfaces"][name] if name is not None else None


def _ifname(node: Form, neighbor: str) -> str | None:
    ifindex = int(neighbor.rsplit("/", 1)[1])
    return next((name for name, i in node["interfaces"].items() if ifindex and i["ifindex"] == ifindex), None)


def _drop_doubles(nodes: Form) -> None:
    """A node with two ports in a VLAN has one session with a neighbour there, on the first of them."""
    for node in nodes.values():
        for neighbors in _tables(node):
            seen = set()
            for neighbor, data in list(neighbors.items()):
                interface = _interface(node, neighbor)
                key = (neighbor.split("/")[0], data["ipv4"], data["ipv6"])
                if interface is None or True in key:
                    continue
                if key in seen:
                    del neighbors[neighbor]
                    node["overlays"].get("sessions", {}).pop(neighbor, None)
                    for part in ("neighbors", "communities"):
                        node["protocols"][part].pop(neighbor, None)
                seen.add(key)
