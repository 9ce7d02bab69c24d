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
)


def deliberate(difference: Difference) -> bool:
    """True when the difference is on the list."""
    path = ".".join(difference.path)
    return any(
        fnmatch.fnmatchcase(path, deviation.pattern) and deviation.allowed(difference.ours, difference.theirs)
        for deviation in DEVIATIONS
    )
