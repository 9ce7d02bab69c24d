"""A default route that OSPF originates only while another prefix is reachable.

Owns: what is watched, and the chain of tables for it. Must not: print.
Source: the topology format's `ospf.default.policy`; BIRD user's guide 6.14 (recursive static routes).

BIRD filters see one route at a time, so the condition is a recursive static route: the policy copies the routes it
permits into a table of conditions (as blackholes, so that any route can carry a recursive one), a static default
route resolves through that table alone, and only while it resolves a pipe lets it into the main table.
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, Prefix, family_name
from ...model import OspfInstance, RoutingPolicy
from .names import TableNames
from .policy import Policies

CONDITION_TABLES = ("ospf_condition_", "ospf_watch_")
"""How names of the tables begin; they are no part of what a router knows."""


class Watch(NamedTuple):
    """One watched prefix: a table, the static route in it, the pipe out of it."""

    name: str
    table: str
    address: str


class Condition(NamedTuple):
    family: Family
    table: str
    main: str
    """The main table it depends on."""
    policy: str
    """Call of the policy's function."""
    default_route: str
    watches: tuple[Watch, ...]


def condition_view(ospf: OspfInstance, family: Family, policies: Policies, names: TableNames) -> Condition | None:
    """What a conditional default route needs; None when it depends on no other prefix."""
    default = ospf.default
    if default is None or default.always or default.policy is None:
        return None
    policy = policies.tables.policies.get(default.policy)
    if policy is None or not any(e.match.prefix for e in policy.entries if e.action == "permit"):
        return None
    name = family_name(family)
    found = _prefixes(policy, family, policies)
    return Condition(
        family=family,
        table=names.name("ospf_condition", name),
        main=names.main(family),
        policy=policies.policy(policy.name, family),
        default_route="0.0.0.0/0" if family == 4 else "::/0",
        watches=tuple(
            Watch(
                names.name("ospf_default", name, number),
                names.name("ospf_watch", name, number),
                str(prefix.host(0).address),
            )
            for number, prefix in enumerate(found, 1)
        ),
    )


def _prefixes(policy: RoutingPolicy, family: Family, policies: Policies) -> list[Prefix]:
    found: dict[Prefix, None] = {}
    for entry in policy.entries:
        if entry.action != "permit":
            continue
        if entry.match.prefix is None:
            policies.refuse(
                f"default route that depends on policy `{policy.name}`: entry {entry.sequence} has no prefix"
            )
        listed = policies.tables.prefix_lists.get(entry.match.prefix or "")
        for rule in (listed.ipv4 if family == 4 else listed.ipv6) if listed is not None else ():
            if rule.action != "permit" or not rule.prefix.length:
                continue
            if (rule.ge or 0) > rule.prefix.length or (rule.le or 0) > rule.prefix.length:
                policies.refuse(
                    f"default route that depends on any prefix inside {rule.prefix} (policy `{policy.name}`)"
                )
            found[rule.prefix] = None
    return list(found)


__all__ = ["CONDITION_TABLES", "Condition", "Watch", "condition_view"]
