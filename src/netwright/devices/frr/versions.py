"""Releases of FRR and what changed between them, as data.

Owns: the table. Must not: print. Source: FRR release notes 8.4 to 10.3,
and what 8.4.4 and 10.3 take and do; a change between both that no notes tell of counts from the newest major release.
"""

from __future__ import annotations

Version = tuple[int, ...]

OLDEST: Version = (8, 4)

IMAGE = "frr:10"
"""The image with the newest release, as hints name it."""

SINCE: dict[str, Version] = {
    "ipv6_over_ipv4_option": (10, 0),
    "labelled_explicit_null": (9, 0),
    "ospf_segments_settle": (10, 0),
    "srv6": (9, 1),
    "vpn_option_b": (9, 0),
    "mgmtd": (9, 0),
    "nssa_ranges": (8, 5),
    "delete_extended_community": (9, 0),
    "neighbor_enforce_first_as": (10, 2),
    "local_as_ibgp": (10, 0),
    "ospf6_digests": (10, 0),
    "ospf6_point_to_multipoint": (10, 0),
    "routed_segments": (10, 0),
}
"""`mgmtd` keeps the configuration of some daemons: theirs is loaded with vtysh, not with `-f`."""

FILELESS = ("mgmtd", "zebra", "staticd", "ripd", "ripngd")
"""Daemons that mgmtd configures where there is one: they refuse `-f`, or (zebra) most of what is in the file (10.3)."""


def parse_version(text: str) -> Version:
    """`8.4.4` -> (8, 4, 4); the oldest supported release when unknown."""
    numbers = []
    for part in text.replace("-", ".").split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers) or OLDEST


def has(version: Version, feature: str) -> bool:
    return version >= SINCE[feature]


def since(feature: str) -> str:
    """The release a feature came with, as text."""
    return ".".join(map(str, SINCE[feature]))
