"""A hand-made plan with everything small kernels lack."""

from __future__ import annotations

from msgspec.structs import replace

from netwright.model import BridgePlan, Impairment, InterfacePlan, LabPlan, NodePlan

from ..lab.plans import daemon, interface, triangle


def complete(marker: str = "86399") -> LabPlan:
    """The triangle, and a node with VRF, VLANs, a real dummy, a bond; r1 delays what it sends to r2."""
    plan = triangle(marker)
    r1, r2, r3 = plan.nodes
    slow = Impairment(delay_ms=20)
    interfaces = tuple(replace(i, impairment=slow) if i.name == "eth1" else i for i in r1.interfaces)
    s1 = NodePlan(
        name="s1",
        device="linux",
        interfaces=(
            interface("lo", kind="loopback"),
            InterfacePlan(name="red", kind="vrf", table=100),
            InterfacePlan(name="br0", kind="bridge", bridge=BridgePlan(vlan_filtering=True)),
            InterfacePlan(name="br0.7", kind="vlan", parent="br0", vlan_id=7, master="red"),
            interface("lo1", "10.9.0.4/32", kind="dummy", master="red"),
        ),
        features=("mpls", "mpls_encap", "bond", "gre", "ipip", "sit", "ip6gre", "macvlan", "vxlan"),
        daemons=(daemon("core", marker),),
    )
    return replace(plan, nodes=(replace(r1, interfaces=interfaces), r2, r3, s1))
