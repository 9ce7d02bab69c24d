"""Designs that the tests write manifests of."""

from __future__ import annotations

from netwright.cluster.designed import DesignedCluster

from .designs import design, place

RED = {"color": "red"}
PARENT = """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec:
  nodeToNodeMeshEnabled: false
  localWorkloadPeeringIPV4: 169.254.7.1
  localWorkloadPeeringIPV6: fd77::7:1
---
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: upwards }
spec:
  exportV4: [ { action: Accept, matchOperator: In, cidr: 10.88.0.0/16, source: RemotePeers } ]
---
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: nested-only }
spec:
  importV4: [ { action: Accept, matchOperator: In, cidr: 10.88.0.0/16 }, { action: Reject } ]
  importV6: [ { action: Accept, matchOperator: In, cidr: "fd88::/48" }, { action: Reject } ]
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: rack-router }
spec:
  peerIP: 172.30.1.1
  asNumber: 63100
  filters: [ upwards ]
  password: { secretKeyRef: { name: bgp, key: rack } }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: to-red }
spec: { localWorkloadSelector: color == 'red', asNumber: 65500, filters: [ nested-only ] }
---
apiVersion: v1
kind: Secret
metadata: { name: bgp, namespace: kube-system, uid: 1b3a }
stringData: { rack: "do-not-show-me", number: "0123" }
"""
CHILD = """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { nodeToNodeMeshEnabled: false, serviceClusterIPs: [ { cidr: 10.89.0.0/20 } ] }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: parent }
spec: { peerIP: 169.254.7.1, asNumber: 64512 }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, clusterIPs: [ 10.89.0.9 ], clusterIP: 10.89.0.9, ports: [ { port: 80, name: http } ] }
status: { loadBalancer: {} }
---
apiVersion: projectcalico.org/v3
kind: BlockAffinity
metadata: { name: one }
spec: { cidr: 10.88.0.0/26, node: red-1, state: confirmed }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: shop }
data: { "on": "yes" }
"""


def nested(*, pinned: bool = True) -> list[DesignedCluster]:
    """Two workers, two red machines on them, of dual stack, and a machine that is no node."""
    machines = [
        place("parent", "red-1", "machine", "w1", "10.77.0.1", "fd77:77::1", labels=RED),
        place("parent", "red-2", "machine", "w2", "10.77.0.65", "fd77:77::41", labels=RED),
        place("parent", "alone", "machine", "w2", "10.77.0.66", namespace="labs"),
        place("parent", "probe", "pod", "w1", "10.77.0.2"),
    ]
    parent = design(
        "parent",
        {"w1": "172.30.1.11/24 2001:db8::11/64", "w2": "172.30.1.12/24 2001:db8::12/64"},
        written=PARENT,
        pools=["10.77.0.0/16", "fd77:77::/48"],
        places=machines,
        pinned=["red-1", "red-2"] if pinned else [],
        blocks={"w1": "10.77.0.0/26", "w2": "10.77.0.64/26"},
    )
    ports = [("TCP", 80), ("UDP", 53)]
    child = design(
        "red",
        {"red-1": "10.77.0.1/32 fd77:77::1/128", "red-2": "10.77.0.65/32 fd77:77::41/128"},
        written=CHILD,
        as_number=65500,
        parent="parent",
        pools=["10.88.0.0/16", "fd88::/48"],
        places=[
            place(
                "red",
                "web-1",
                "pod",
                "red-1",
                "10.88.0.2",
                "fd88::2",
                namespace="shop",
                labels={"app": "web"},
                ports=ports,
            ),
            place("red", "web-2", "pod", "red-2", "10.88.0.66", namespace="shop", labels={"app": "web"}),
        ],
        pinned=["web-2"],
        blocks={"red-1": "10.88.0.0/26", "red-2": "10.88.0.64/26"},
    )
    return [child, parent]
