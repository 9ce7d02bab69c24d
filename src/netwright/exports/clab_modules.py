"""Kernel modules behind the features of a plan, as data. Source: Linux Kconfig names of network drivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MODULES: Mapping[str, str] = {
    "bond": "bonding",
    "bridge": "bridge",
    "gre": "ip_gre",
    "ip6gre": "ip6_gre",
    "ip6tnl": "ip6_tunnel",
    "ipip": "ipip",
    "macvlan": "macvlan",
    "mpls": "mpls_router",
    "mpls_encap": "mpls_iptunnel",
    "netem": "sch_netem",
    "sit": "sit",
    "split_horizon": "sch_ingress cls_u32 cls_fw act_skbedit act_gact",
    "tbf": "sch_tbf",
    "vlan": "8021q",
    "vrf": "vrf",
    "vxlan": "vxlan",
}
"""By feature; what is absent is part of every kernel that runs containers."""


def kernel_modules(features: Iterable[str]) -> list[str]:
    """Modules to load, sorted."""
    return sorted({module for name in features for module in MODULES.get(name, "").split()})
