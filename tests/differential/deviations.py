"""Where Netwright differs from netlab on purpose: data with reasons, kept short.

A difference is allowed when a deviation's pattern matches its path and its test holds for the two values.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from typing import Any, NamedTuple

from .normal_form import Difference


class Deviation(NamedTuple):
    """One deliberate difference."""

    pattern: str
    """Shell pattern over the dotted path."""
    allowed: Callable[[Any, Any], bool]
    """Given our value and theirs."""
    reason: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "nodes.*.interfaces.*.gateway_ipv6",
        lambda ours, theirs: ours is not None and theirs is None,
        "netlab forgets the IPv6 gateway of hosts without any IPv4 gateway; it is the same router",
    ),
    Deviation(
        "nodes.*.families.1",
        lambda ours, theirs: ours is True and theirs is False,
        "unnumbered EBGP sessions turn IPv6 on (RFC 8950); netlab does so on the interface and forgets the node",
    ),
    Deviation(
        "links.*.ends.*.3",
        lambda ours, theirs: ours is True and theirs is None,
        "the same IPv6 that unnumbered EBGP sessions turn on; netlab forgets the link",
    ),
    Deviation(
        "nodes.*.bgp.neighbors.*/ibgp/0.ipv6",
        lambda ours, theirs: ours is None and theirs is not None,
        "an IBGP session between loopbacks needs IPv6 on both; netlab adds one when only the neighbour has it",
    ),
    Deviation(
        "nodes.*.bgp.neighbors.*/ibgp/0.activate.1",
        lambda ours, theirs: ours is False and theirs is True,
        "the address family of the session above",
    ),
    Deviation(
        "nodes.*.ospf.interfaces.*.passive",
        lambda ours, theirs: ours is True and theirs is False,
        "a link of one router and hosts is passive also when the user gave it a role; nobody there speaks OSPF",
    ),
)

STRICTER: dict[str, str] = {
    "prefix-overlap": "netlab allocates the same prefix twice without a word; such a network cannot work",
    "duplicate-address": "netlab checks addresses of one link only, not of two interfaces of one node",
    "address-outside-prefix": "netlab gives `10.7.7.1` the length of another network's prefix",
}
"""Codes of errors for topologies netlab accepts."""

WIDER: dict[str, str] = {
    "node ids above 150": "there is no limit on node count",
    "pools that go on": "built-in pools grow into `EXTENSIONS` of `design/pools.py` instead of running out",
    "loN of an explicit ifindex": "ifindex 77 of a loopback link is `lo77`, not `lo-9923`",
    "negative host numbers": "`ipv4: -2` counts from the end of the prefix",
}
"""Topologies netlab refuses, or designs in a way nobody can want."""


def deliberate(difference: Difference) -> bool:
    """True when the difference is on the list."""
    path = ".".join(difference.path)
    return any(
        fnmatch.fnmatchcase(path, deviation.pattern) and deviation.allowed(difference.ours, difference.theirs)
        for deviation in DEVIATIONS
    )
