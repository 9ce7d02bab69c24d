"""What the templates print.

Owns: names, numbers and lists of each kind. Must not: write text of a topology.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from .values import Values

View = dict[str, Any]


def _numbered(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(1, count + 1)]


def leaf_spine(values: Values) -> View:
    """Hosts are `h<leaf>` or, several on a leaf, `h<leaf>_<number>`."""
    leafs = _numbered("L", int(values["leafs"]))
    per_leaf = int(values["hosts"])
    attached = {
        leaf: [f"h{number}" if per_leaf == 1 else f"h{number}_{host}" for host in range(1, per_leaf + 1)]
        for number, leaf in enumerate(leafs, 1)
    }
    hosts = [host for listed in attached.values() for host in listed]
    return {"leaf_names": leafs, "spine_names": _numbered("S", int(values["spines"])), "attached": attached} | {
        "host_names": hosts
    }


def isp(values: Values) -> View:
    """Edges are on two cores each, customers on the edges in turn."""
    cores, edges = _numbered("c", int(values["cores"])), _numbered("e", int(values["edges"]))
    ring = list(pairwise(cores)) + ([(cores[-1], cores[0])] if len(cores) > 2 else [])
    uplinks = [(e, cores[(2 * n) % len(cores)], cores[(2 * n + 1) % len(cores)]) for n, e in enumerate(edges)]
    customers = _networks("cust", int(values["customers"]))
    for number, customer in enumerate(customers):
        customer["edge"] = edges[number % len(edges)]
    return {"core_names": cores, "edge_names": edges, "ring": ring, "uplinks": uplinks, "customer_list": customers}


def _networks(prefix: str, count: int) -> list[View]:
    """Other people's networks: a router, its AS and a prefix of the range for tests (RFC 2544 appendix C.2.2)."""
    return [
        {"name": f"{prefix}{number}", "asn": 65000 + number, "prefix": f"198.18.{number}.0/24"}
        for number in range(1, count + 1)
    ]


def enterprise(values: Values) -> View:
    return {
        "branch_list": [
            {"router": f"b{number}", "host": f"pc_b{number}"} for number in range(1, int(values["branches"]) + 1)
        ],
        "server_names": _numbered("srv", int(values["servers"])),
        "protocol": "vrrp" if values["device"] == "frr" else "anycast",
    }


def route_server(values: Values) -> View:
    return {
        "member_list": _networks("m", int(values["members"])),
        "server_names": ["rs"] if values["servers"] == 1 else _numbered("rs", int(values["servers"])),
    }


VIEWS: Mapping[str, Callable[[Values], View]] = {
    "leaf-spine": leaf_spine,
    "isp": isp,
    "enterprise": enterprise,
    "route-server": route_server,
}
