"""What a dialect cannot say, or says otherwise.

Owns: naming it. Must not: render.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import Problems
from ..peering import CalicoNode
from ..resources import BGPFilter, PrependASPath
from .names import Dialect


def report_limits(nodes: Iterable[CalicoNode], dialect: Dialect, problems: Problems) -> None:
    """Adds a problem, never an error, for what the configuration of `dialect` does otherwise than Calico."""
    if dialect == "bird2":
        known = tuple(nodes)
        _report_tunnels(known, problems)
        _report_prepending(known, problems)


def _report_tunnels(nodes: Iterable[CalicoNode], problems: Problems) -> None:
    pools = {p.cidr for n in nodes for f in n.families for p in f.pools if p.encapsulation == "ipip" and p.programmed}
    for cidr in sorted(pools):
        message = f"routes of IPPool {cidr} need BIRD to choose the IPIP tunnel, which only Calico's own BIRD can"
        hint = "set programClusterRoutes to EnabledNoEncapOnly (the default), so that Felix programs them"
        problems.warning("bird2-no-tunnel", message, hint=hint)


def _report_prepending(nodes: Iterable[CalicoNode], problems: Problems) -> None:
    """Calico's BIRD prepends before what it put there itself, the node's AS; BIRD 2 always has the node's AS first."""
    for node in nodes:
        sent = {name for peer in node.peers if not peer.internal for name in peer.filters}
        for bgp_filter in node.filters:
            if bgp_filter.name in sent and _prepends(bgp_filter):
                message = f"BGPFilter {bgp_filter.name} prepends on export: here the node's AS stays first in the path"
                hint = "with Calico the prepended ASes come first; the length of the path is the same"
                problems.notice("bird2-prepend-order", message, bgp_filter.places.at("spec"), hint)


def _prepends(bgp_filter: BGPFilter) -> bool:
    exported = (*bgp_filter.export_v4, *bgp_filter.export_v6)
    return any(isinstance(o, PrependASPath) for rule in exported for o in rule.operations)
