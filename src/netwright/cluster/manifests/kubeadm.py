"""What kubeadm is told on the first node of a nested cluster.

Owns: the file's content. Must not: know resources. Source: kubeadm's reference of `kubeadm.k8s.io/v1beta4`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...addr import Address, Family, Prefix
from ...render.documents import yaml_text

_VERSION = "kubeadm.k8s.io/v1beta4"
DEFAULT_SERVICES: dict[Family, str] = {4: "10.96.0.0/12", 6: "fd00:10:96::/112"}
"""Where Services of a cluster get their addresses when it does not say: kubeadm's own for IPv4."""
_ALLOCATION = [{"name": "allocate-node-cidrs", "value": "false"}]
"""Blocks are Calico's; kubeadm would refuse pools that are too small for blocks of its own."""


def init_file(addresses: tuple[Address, ...], pools: Iterable[Prefix], services: Iterable[Prefix]) -> str:
    """Make a cluster of which this is the first node; its name is the machine's.

    `addresses`: the node's own, when they are sure. `pools`: the first of each family is said, which tells pods from
    other sources. `services`: ranges the cluster announces.
    """
    own = {pool.family: str(pool) for pool in reversed([*pools])}
    ranges = {prefix.family: str(prefix) for prefix in services}
    networking: dict[str, Any] = {}
    if own:
        networking["podSubnet"] = ",".join(own[family] for family in sorted(own))
    if ranges or 6 in own:
        families = sorted(own or ranges)
        networking["serviceSubnet"] = ",".join(ranges.get(family, DEFAULT_SERVICES[family]) for family in families)
    cluster = {
        "apiVersion": _VERSION,
        "kind": "ClusterConfiguration",
        "apiServer": {"certSANs": ["127.0.0.1"]},
        "controllerManager": {"extraArgs": _ALLOCATION},
        "networking": networking,
    }
    if not addresses:
        return yaml_text(cluster)
    endpoint = {"advertiseAddress": str(addresses[0])}
    first = {"apiVersion": _VERSION, "kind": "InitConfiguration", "localAPIEndpoint": endpoint}
    return f"{yaml_text(first)}---\n{yaml_text(cluster)}"
