"""What a dialect cannot say.

Owns: naming it. Must not: render.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import Problems
from ..peering import CalicoNode
from .names import Dialect


def report_limits(nodes: Iterable[CalicoNode], dialect: Dialect, problems: Problems) -> None:
    """Adds a warning for what the configuration of `dialect` leaves out."""
    if dialect == "bird1":
        return
    pools = {p.cidr for n in nodes for f in n.families for p in f.pools if p.encapsulation == "ipip" and p.programmed}
    for cidr in sorted(pools):
        message = f"routes of IPPool {cidr} need BIRD to choose the IPIP tunnel, which only Calico's own BIRD can"
        hint = "set programClusterRoutes to EnabledNoEncapOnly (the default), so that Felix programs them"
        problems.warning("bird2-no-tunnel", message, hint=hint)
