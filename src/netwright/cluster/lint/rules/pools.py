"""Rules about IPPools of clusters that are nested in each other: tunnels and translation.

Owns: pools by themselves. Must not: compare pools.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....model.rule import Finding, names
from ..subject import Subject


def overlay_with_nesting(subject: Subject) -> Iterator[Finding]:
    """IP-in-IP or VXLAN in a pool of a cluster that has nested clusters, or is one."""
    for view in subject.clusters:
        if not (view.has_nested or view.is_nested):
            continue
        for pool in view.workload_pools:
            for field, mode in (("ipipMode", pool.ipip_mode), ("vxlanMode", pool.vxlan_mode)):
                if mode != "Never":
                    yield Finding(
                        f"IPPool `{pool.name}` of cluster `{view.name}` has a tunnel, which nested routes do not use",
                        pool.places.at(f"spec.{field}"),
                        f"{field}: Never",
                    )


def nested_nat_outgoing(subject: Subject) -> Iterator[Finding]:
    """`natOutgoing` in a pool of a nested cluster."""
    for view in subject.clusters:
        for pool in view.workload_pools if view.is_nested else ():
            if pool.nat_outgoing:
                yield Finding(
                    f"pods of IPPool `{pool.name}` of cluster `{view.name}` leave with the address of their node",
                    pool.places.at("spec.natOutgoing"),
                    "natOutgoing: false",
                )


def nat_towards_nested(subject: Subject) -> Iterator[Finding]:
    """`natOutgoing` in a pool of a cluster with nested ones whose pools it does not know."""
    for view in subject.clusters:
        own = [pool.cidr for pool in view.resources.ip_pools.values()]
        nested = [pool.cidr for child in view.descendants for pool in child.workload_pools]
        unknown = [cidr for cidr in nested if not any(pool.contains(cidr) for pool in own)]
        for pool in view.workload_pools if unknown else ():
            if pool.nat_outgoing:
                yield Finding(
                    f"pods of IPPool `{pool.name}` reach {names(unknown)} with the address of their node",
                    pool.places.at("spec.natOutgoing"),
                    "natOutgoing: false, or a disabled IPPool with the nested CIDR and disableBGPExport: true",
                )
