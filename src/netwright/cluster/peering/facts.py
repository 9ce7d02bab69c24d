"""What is known of a cluster beside its resources: workloads and their addresses, blocks, router ids.

Owns: `ClusterFacts`, which a lab or a user gives. Must not: derive anything.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...addr import Address, Prefix
from ..resources import NamespacedName


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """A pod, or the pod a virtual machine runs in, on a node."""

    name: NamespacedName
    node: str
    labels: Mapping[str, str] = {}
    """Its own labels, without those that Calico adds."""
    addresses: tuple[Address, ...] = ()
    """The first of each family is what its node peers with."""
    service_account: str = ""
    interface: str = ""
    """Host side of its veth pair (`cali...`), where known."""


class ClusterFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about one cluster; what resources say as well is merged, and facts win."""

    workloads: tuple[Workload, ...] = ()
    blocks: Mapping[str, tuple[Prefix, ...]] = {}
    """Confirmed blocks by node, beside those of BlockAffinities."""
    router_ids: Mapping[str, Address] = {}
    """Explicit router ids of nodes without an IPv4 address."""
