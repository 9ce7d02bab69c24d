"""What a node of a Kubernetes cluster can do, as data: Calico's resources say all of its BGP.

Owns: the table. Must not: decide.
"""

from __future__ import annotations

from ...model import DeviceFeatures

FEATURES = DeviceFeatures(
    name="calico",
    description="node of a Kubernetes cluster with Calico: BIRD 2, configured by Calico's resources",
    roles=("router",),
    default_role="router",
    global_modules="never",
    modules=frozenset({"bgp"}),
    always=("bgp",),
    plugins=frozenset({"bgp.session", "ebgp.multihop", "files"}),
    features={
        "bgp": {
            "activate_af": True,
            "community": ["standard", "extended", "large"],
            "ipv6_lla": False,
            "rfc8950": False,
        },
    },
    packages=("bird2",),
)
