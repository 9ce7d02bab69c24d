"""Kinds of topologies to start from, and what can be chosen.

Owns: the tables. Limits are sizes one machine designs in a second; more is a matter of changing numbers in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

ROUTING_DAEMONS = ("frr", "bird")


class Parameter(NamedTuple):
    """One thing to choose: a number between `low` and `high`, or one of `words`."""

    question: str
    default: int | str
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()


class Kind(NamedTuple):
    """One kind of topology."""

    description: str
    parameters: Mapping[str, Parameter]


DEVICE = Parameter("Routing daemon of the routers", "frr", words=ROUTING_DAEMONS)
KINDS: Mapping[str, Kind] = {
    "leaf-spine": Kind(
        "a leaf-and-spine fabric with hosts",
        {
            "spines": Parameter("How many spines", 2, 1, 16),
            "leafs": Parameter("How many leafs", 3, 2, 32),
            "hosts": Parameter("How many hosts on each leaf", 1, 0, 4),
            "routing": Parameter("Routing", "ebgp", words=("ebgp", "ospf", "evpn")),
            "device": DEVICE,
        },
    ),
    "isp": Kind(
        "a provider: a core ring, route reflectors, edges with customers, a transit provider",
        {
            "cores": Parameter("How many core routers", 4, 2, 32),
            "edges": Parameter("How many edge routers", 2, 1, 32),
            "customers": Parameter("How many customers", 2, 1, 64),
            "device": DEVICE,
        },
    ),
    "enterprise": Kind(
        "headquarters with two cores, and branches on two uplinks each",
        {
            "branches": Parameter("How many branches", 2, 1, 32),
            "servers": Parameter("How many servers at headquarters", 1, 1, 8),
            "device": DEVICE,
        },
    ),
    "route-server": Kind(
        "an Internet exchange: members on one LAN, with route servers",
        {
            "members": Parameter("How many members", 3, 2, 64),
            "servers": Parameter("How many route servers", 1, 1, 2),
            "server_device": Parameter("Routing daemon of the route servers", "bird", words=ROUTING_DAEMONS),
            "device": Parameter("Routing daemon of the members", "frr", words=ROUTING_DAEMONS),
        },
    ),
}
