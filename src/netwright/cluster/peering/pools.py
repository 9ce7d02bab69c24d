"""IPPools and blocks of nodes.

Owns: which pools BIRD programs and exports, which blocks a node has. Must not: know services or peers.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...addr import Family, Prefix
from ...model.calico import Pool
from ..resources import IPPool, Resources
from .configuration import Settings
from .facts import ClusterFacts


def pools_of(resources: Resources, settings: Settings, family: Family) -> tuple[Pool, ...]:
    """In order of their CIDRs."""
    written = sorted((p for p in resources.ip_pools.values() if p.cidr.family == family), key=lambda p: p.cidr)
    return tuple(_pool(pool, settings) for pool in written)


def _pool(pool: IPPool, settings: Settings) -> Pool:
    exported = not pool.disable_bgp_export
    if pool.vxlan_mode != "Never":
        cross = pool.vxlan_mode == "CrossSubnet"
        return Pool(cidr=pool.cidr, encapsulation="vxlan", cross_subnet=cross, exported=exported, programmed=False)
    if pool.ipip_mode != "Never":
        cross, programmed = pool.ipip_mode == "CrossSubnet", settings.programs_ipip
        return Pool(cidr=pool.cidr, encapsulation="ipip", cross_subnet=cross, exported=exported, programmed=programmed)
    return Pool(cidr=pool.cidr, exported=exported, programmed=settings.programs_unencapsulated)


def blocks_by_node(resources: Resources, facts: ClusterFacts) -> Mapping[str, tuple[Prefix, ...]]:
    """Confirmed blocks of hosts, in order; affinities that are pending or on their way out do not count."""
    found: dict[str, set[Prefix]] = {node: set(blocks) for node, blocks in facts.blocks.items()}
    for affinity in resources.block_affinities.values():
        confirmed = affinity.state in ("", "confirmed") and not affinity.deleted
        if confirmed and affinity.type in ("", "host"):
            found.setdefault(affinity.node, set()).add(affinity.cidr)
    return {node: tuple(sorted(blocks)) for node, blocks in found.items()}
