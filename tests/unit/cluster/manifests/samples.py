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
spec: { nodeToNodeMeshEnabled: false, asNumber: 65500, serviceClusterIPs: [ { cidr: 10.89.0.0/20 } ] }
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


REFLECTORS = """
apiVersion: projectcalico.org/v3
kind: Node
metadata: { name: w1, labels: { route-reflector: "true", kubernetes.io/hostname: w1 } }
spec: { bgp: { ipv4Address: 172.30.1.11/24, asNumber: 64600, routeReflectorClusterID: 244.0.0.1 } }
---
apiVersion: v1
kind: Node
metadata:
  name: w2
  labels: { rack: left }
  annotations:
    projectcalico.org/IPv4Address: 172.30.1.12/24
    kubectl.kubernetes.io/last-applied-configuration: "{}"
  resourceVersion: "7"
spec: { podCIDR: 10.90.1.0/24 }
status: { addresses: [ { type: InternalIP, address: 172.30.1.12 } ] }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: to-reflectors }
spec: { nodeSelector: "!has(route-reflector)", peerSelector: has(route-reflector), nextHopMode: Self }
---
apiVersion: crd.projectcalico.org/v1
kind: BGPConfiguration
metadata: { name: default }
spec:
  nodeToNodeMeshEnabled: false
  asNumber: 64600
  communities: [ { name: rack, value: "64600:7" } ]
  prefixAdvertisements: [ { cidr: 10.90.0.0/16, communities: [ rack ] } ]
---
apiVersion: projectcalico.org/v3
kind: FelixConfiguration
metadata: { name: default }
spec: { ipv4NormalRoutePriority: 1024, ipv4ElevatedRoutePriority: 512 }
"""


def reflectors() -> list[DesignedCluster]:
    """One cluster without machines, whose nodes a user wrote: as Calico's, as Kubernetes', and not at all."""
    nodes = {"w1": "172.30.1.11/24", "w2": "172.30.1.12/24", "w3": "172.30.1.13/24"}
    pods = [place("racks", f"p{i}", "pod", f"w{i}", f"10.90.0.{i}") for i in (1, 2, 3)]
    return [design("racks", nodes, written=REFLECTORS, as_number=64600, pools=["10.90.0.0/16"], places=pods)]


SERVICES = """
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Namespace
  metadata: { name: shop, labels: { tenant: one } }
- apiVersion: v1
  kind: Service
  metadata: { name: shop, namespace: shop, finalizers: [ service.kubernetes.io/load-balancer-cleanup ] }
  spec:
    type: LoadBalancer
    selector: { app: shop }
    externalTrafficPolicy: Local
    externalIPs: [ 198.51.100.7 ]
    ports: [ { port: 80, targetPort: 8080, protocol: TCP } ]
  status: { loadBalancer: { ingress: [ { ip: 203.0.113.9 } ] } }
- apiVersion: v1
  kind: Service
  metadata: { name: outside, namespace: shop }
  spec: { ports: [ { port: 5432 } ], clusterIP: 10.91.0.5 }
- apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata: { name: outside-1, namespace: shop, labels: { kubernetes.io/service-name: outside } }
  addressType: IPv4
  ports: [ { port: 5432 } ]
  endpoints: [ { addresses: [ 192.0.2.9 ] } ]
- apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata:
    name: shop-x7
    namespace: shop
    labels:
      kubernetes.io/service-name: shop
      endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
  addressType: IPv4
  endpoints: [ { addresses: [ 10.90.0.3 ] } ]
- apiVersion: v1
  kind: Pod
  metadata: { name: shop-7d4, namespace: shop, ownerReferences: [ { kind: ReplicaSet, name: s } ] }
  spec: { nodeName: w1 }
- apiVersion: v1
  kind: Pod
  metadata: { name: own, namespace: shop, labels: { app: shop } }
  spec: { containers: [ { name: web, image: "example.net/web:1" } ], nodeName: w1 }
- apiVersion: v1
  kind: Pod
  metadata: { name: bare, namespace: shop }
  spec: { nodeName: w1 }
"""


def services() -> list[DesignedCluster]:
    """Services of all kinds, and pods that a user wrote, from a list as `kubectl get` prints it."""
    own = place("shops", "own", "pod", "w1", "10.90.0.5", namespace="shop", labels={"app": "shop", "tier": "front"})
    return [design("shops", {"w1": "172.30.1.11/24"}, written=SERVICES, pools=["10.90.0.0/16"], places=[own])]


OWN_MACHINE = """
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: deep-1, namespace: default, resourceVersion: "5" }
spec:
  running: true
  template:
    metadata: { labels: { color: mine } }
    spec:
      domain:
        cpu: { cores: 8 }
        memory: { guest: 16Gi }
        devices: { interfaces: [ { name: net, bridge: {} } ], disks: [ { name: d, disk: {} } ] }
      networks: [ { name: net, pod: {} } ]
      volumes: [ { name: d, containerDisk: { image: "example.net/mine:1" } } ]
"""


def deep() -> list[DesignedCluster]:
    """A cluster in a cluster in a cluster; the innermost machine is written by the user."""
    outer = place("ground", "mid-1", "machine", "w1", "10.77.0.1")
    inner = place("mid", "deep-1", "machine", "mid-1", "10.88.0.1", labels={"color": "theirs", "depth": "2"})
    beside = place("mid", "deep-2", "machine", "mid-1", "10.88.0.2")
    pods = [place("deep", "leaf", "pod", "deep-1", "10.99.0.1")]
    ground = design("ground", {"w1": "172.30.1.11/24"}, pools=["10.77.0.0/16"], places=[outer], pinned=["mid-1"])
    middle = design(
        "mid",
        {"mid-1": "10.77.0.1/32"},
        written=OWN_MACHINE,
        parent="ground",
        as_number=65001,
        pools=["10.88.0.0/16"],
        places=[inner, beside],
        blocks={"mid-1": "10.88.0.0/26"},
    )
    nodes = {"deep-1": "10.88.0.1/32", "deep-2": "10.88.0.2/32"}
    innermost = design("deep", nodes, parent="mid", as_number=65002, pools=["10.99.0.0/16"], places=pods)
    return [innermost, middle, ground]


DESIGNS = {
    "nested": nested,
    "unpinned": lambda: nested(pinned=False),
    "reflectors": reflectors,
    "services": services,
    "deep": deep,
}
