"""A cluster of a designed network with everything that is known of it.

Owns: `DesignedCluster`, what renders, lints and writes manifests. Must not: compute it (`design`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ..addr import Prefix
from ..errors import NOWHERE, Span
from ..model import Cluster, WorkloadPlace
from ..model.calico import CalicoNode
from .resources import Document, Resources


class DesignedCluster(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster. Its model, which checks and pictures read, is `cluster`."""

    cluster: Cluster
    documents: tuple[Document, ...]
    """Resources as the user wrote them."""
    resources: Resources
    """What they say, with what the topology stands for: Nodes, IPPools, machines, pods, addresses of services."""
    nodes: tuple[CalicoNode, ...]
    """In order of their names."""
    workloads: Mapping[str, WorkloadPlace]
    """By name in the lab."""
    blocks: Mapping[str, tuple[Prefix, ...]]
    """By node."""
    at: Span = NOWHERE
    """Where it stands in the topology."""

    @property
    def name(self) -> str:
        return self.cluster.name
