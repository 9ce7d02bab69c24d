"""One file per graph type; each puts its part of a network on a canvas.

Owns: which view a graph type is. Must not: know engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..canvas import Canvas
from ..settings import GraphType
from .bgp import draw_bgp
from .evpn import draw_evpn
from .isis import draw_isis
from .ospf import draw_ospf
from .topology import draw_topology
from .vlan import draw_vlans
from .vrf import draw_vrfs
from .workloads import draw_workloads

VIEWS: Mapping[GraphType, Callable[[Canvas], None]] = {
    "topology": draw_topology,
    "bgp": draw_bgp,
    "ospf": draw_ospf,
    "isis": draw_isis,
    "vlan": draw_vlans,
    "vrf": draw_vrfs,
    "evpn": draw_evpn,
    "workloads": draw_workloads,
}
REMEDY: Mapping[GraphType, str] = {
    "topology": "",
    **{name: f"add `{name}` to `module`" for name in ("bgp", "ospf", "isis", "vlan", "vrf", "evpn")},
    "workloads": "describe a Kubernetes cluster in `clusters`",
}
"""What gives a graph type something to show."""
