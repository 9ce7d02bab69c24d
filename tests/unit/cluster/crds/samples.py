"""Resources that rules of Calico's CRDs refuse, with our code for the same mistake, and resources that are fine."""

from __future__ import annotations

_RULES = (
    ("filter-cidr-without-operator", "{ action: Accept, cidr: CIDR }"),
    ("filter-operator-without-cidr", "{ action: Accept, matchOperator: In }"),
    ("filter-length-without-cidr", "{ action: Accept, prefixLength: { min: 9 } }"),
    ("filter-operations-with-reject", "{ action: Reject, operations: [ { setPriority: { value: 9 } } ] }"),
)
_LISTS = {"importV4": "10.0.0.0/8", "exportV4": "10.0.0.0/8", "importV6": "fd00::/8", "exportV6": "fd00::/8"}
FILTERS = [
    (code, "BGPFilter", f"{{ {key}: [ {rule.replace('CIDR', cidr)} ] }}")
    for key, cidr in _LISTS.items()
    for code, rule in _RULES
]
BROKEN: list[tuple[str, str, str]] = [
    ("mesh-setting-without-mesh", "BGPConfiguration", "{ nodeToNodeMeshEnabled: false, nodeMeshMaxRestartTime: 9s }"),
    (
        "mesh-setting-without-mesh",
        "BGPConfiguration",
        "{ nodeToNodeMeshEnabled: false, nodeMeshPassword: { secretKeyRef: { name: s, key: k, optional: true } } }",
    ),
    ("unused-communities", "BGPConfiguration", '{ communities: [ { name: n, value: "1:2" } ] }'),
    *FILTERS,
    ("peer-of-two-places", "BGPPeer", "{ peerIP: 192.0.2.1, asNumber: 1, node: n, nodeSelector: all() }"),
    ("peer-address-and-selector", "BGPPeer", "{ peerIP: 192.0.2.1, peerSelector: all() }"),
    ("peer-selector-with-as", "BGPPeer", "{ peerSelector: all(), asNumber: 1 }"),
    ("workload-peer-with-address", "BGPPeer", "{ localWorkloadSelector: all(), asNumber: 1, peerIP: 192.0.2.1 }"),
    ("workload-peer-with-selector", "BGPPeer", "{ localWorkloadSelector: all(), peerSelector: all() }"),
    ("workload-peer-without-as", "BGPPeer", "{ localWorkloadSelector: all() }"),
    ("reachable-without-address", "BGPPeer", "{ peerSelector: all(), reachableBy: 192.0.2.1 }"),
    (
        "next-hop-twice",
        "BGPPeer",
        "{ peerIP: 192.0.2.1, asNumber: 1, keepOriginalNextHop: true, nextHopMode: Keep }",
    ),
    ("pool-with-two-tunnels", "IPPool", "{ cidr: 10.0.0.0/16, ipipMode: Always, vxlanMode: Always }"),
    (
        "load-balancer-pool-with-tunnel",
        "IPPool",
        "{ cidr: 10.0.0.0/16, allowedUses: [ LoadBalancer ], vxlanMode: Always }",
    ),
    ("load-balancer-pool-shared", "IPPool", "{ cidr: 10.0.0.0/16, allowedUses: [ LoadBalancer, Tunnel ] }"),
    ("ipip-for-ipv6", "IPPool", "{ cidr: fd00::/64, ipipMode: Always }"),
    (
        "load-balancer-pool-hidden",
        "IPPool",
        "{ cidr: 10.0.0.0/16, allowedUses: [ LoadBalancer ], disableBGPExport: true }",
    ),
    (
        "load-balancer-pool-of-nodes",
        "IPPool",
        "{ cidr: 10.0.0.0/16, allowedUses: [ LoadBalancer ], nodeSelector: has(a) }",
    ),
    (
        "tunnel-pool-of-namespaces",
        "IPPool",
        "{ cidr: 10.0.0.0/16, allowedUses: [ Tunnel ], namespaceSelector: has(a) }",
    ),
    ("global-selector", "IPPool", "{ cidr: 10.0.0.0/16, nodeSelector: global() }"),
    ("global-selector", "IPPool", "{ cidr: 10.0.0.0/16, namespaceSelector: global() }"),
    ("wrong-type", "IPPool", "{ cidr: 10.0.0.1/16 }"),
    ("link-local-pool", "IPPool", "{ cidr: 169.254.0.0/16 }"),
    ("link-local-pool", "IPPool", "{ cidr: fe80::/64 }"),
    ("block-size", "IPPool", "{ cidr: 10.0.0.0/8, blockSize: 19 }"),
    ("pool-smaller-than-block", "IPPool", "{ cidr: 10.0.0.0/27 }"),
]
"""Our code and a resource that a rule of a definition refuses, at least one for every rule."""
FINE = [
    (
        "BGPConfiguration",
        "{ asNumber: 64512, nodeToNodeMeshEnabled: true, nodeMeshMaxRestartTime: 9s }",
    ),
    (
        "BGPConfiguration",
        '{ communities: [ { name: n, value: "1:2:3" } ], prefixAdvertisements: [ { cidr: 10.0.0.0/8 } ] }',
    ),
    ("BGPFilter", "{ importV4: [ { action: Accept, cidr: 10.0.0.0/8, matchOperator: In }, { action: Reject } ] }"),
    ("BGPFilter", '{ exportV6: [ { action: Accept, operations: [ { addCommunity: { value: "1:2" } } ] } ] }'),
    ("BGPPeer", "{ peerIP: '192.0.2.1:1790', asNumber: 1, node: n, reachableBy: 192.0.2.2, nextHopMode: Self }"),
    ("BGPPeer", "{ nodeSelector: all(), peerSelector: has(rr), reversePeering: Manual }"),
    ("BGPPeer", "{ localWorkloadSelector: color == 'red', asNumber: 65401 }"),
    ("BGPPeer", "{ node: '', peerIP: 192.0.2.1, asNumber: 1, peerSelector: '', keepOriginalNextHop: true }"),
    ("IPPool", "{ cidr: 10.0.0.0/16, blockSize: 26, ipipMode: Never, vxlanMode: CrossSubnet }"),
    ("IPPool", "{ cidr: 203.0.113.0/27, blockSize: 0, disabled: true, nodeSelector: all() }"),
    ("IPPool", "{ cidr: 203.0.113.0/24, allowedUses: [ LoadBalancer ] }"),
    ("BlockAffinity", "{ cidr: 10.0.0.0/26, node: n, state: '', deleted: false }"),
]
"""What neither refuses."""
