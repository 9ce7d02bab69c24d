"""MPLS of every router that runs the module.

Owns: `node.mpls`. Must not: decide about single sessions (`sessions.py`) or interfaces (`ldp.py`).
Source: the topology format's "MPLS": LDP runs unless switched off; labelled unicast, VPNs and 6PE when asked for.
"""

from __future__ import annotations

from ...errors import Problems
from ...model import MplsInstance
from ..draft import Draft, DraftNode
from ..merge import mapping
from ..values import families_of_sessions, session_types
from .ldp import design_ldp
from .sessions import label_sessions

IBGP = ("ibgp",)
BOTH = ("ibgp", "ebgp")


def design_mpls(draft: Draft, problems: Problems) -> None:
    """Instances first, then the sessions, which depend on both ends."""
    for node in draft.nodes_with("mpls"):
        node.mpls = _instance(node, problems)
    label_sessions(draft)


def _instance(node: DraftNode, problems: Problems) -> MplsInstance:
    data = node.module("mpls")
    bgp = mapping(data.get("bgp"))
    labelled = families_of_sessions(data.get("bgp"), BOTH)
    vpn = families_of_sessions(data.get("vpn"), IBGP)
    if not isinstance(data.get("vpn"), dict) and node.vrfs:
        used = {"ipv4": any(v.ipv4 for v in node.vrfs.values()), "ipv6": any(v.ipv6 for v in node.vrfs.values())}
        vpn = {family: types if used[family] else () for family, types in vpn.items()}
    six_pe = session_types(data.get("6pe"), IBGP)
    if six_pe and labelled["ipv6"]:
        message = f"node {node.name}: 6PE and labelled IPv6 unicast exclude each other"
        problems.error("mpls-6pe-labelled", message, node.at("mpls", "6pe"), "set `mpls.bgp.ipv6: False`")
    if any((*labelled.values(), *vpn.values(), six_pe)) and node.bgp is None:
        message = f"node {node.name} has MPLS attributes of BGP sessions but runs no BGP"
        problems.warning("mpls-without-bgp", message, node.at("mpls"), "add `bgp` to its modules")
    return MplsInstance(
        ldp=design_ldp(node, problems),
        labelled_ipv4=labelled["ipv4"],
        labelled_ipv6=labelled["ipv6"],
        bgp_explicit_null=bool(bgp.get("explicit_null")),
        disable_unlabelled=bool(bgp.get("disable_unlabeled")),
        vpn_ipv4=vpn["ipv4"],
        vpn_ipv6=vpn["ipv6"],
        six_pe=six_pe,
    )


__all__ = ["design_mpls"]
