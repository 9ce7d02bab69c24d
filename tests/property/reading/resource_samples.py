"""Resources and a definition that are fine, to be changed."""

from __future__ import annotations

SAMPLES = (
    """apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec:
  asNumber: 64512
  nodeToNodeMeshEnabled: true
  nodeMeshMaxRestartTime: 90s
  nodeMeshPassword: { secretKeyRef: { name: bgp, key: tor } }
  localWorkloadPeeringIPV4: 169.254.0.179
  communities: [ { name: nested, value: "64512:1" } ]
  prefixAdvertisements: [ { cidr: 10.0.0.0/8, communities: [ nested, "1:2:3" ] } ]
  serviceClusterIPs: [ { cidr: 10.96.0.0/12 } ]
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: tor, labels: { a: b } }
spec:
  node: worker-1
  peerIP: "192.0.2.1:1790"
  asNumber: 63000
  filters: [ nested ]
  reachableBy: 192.0.2.254
  password: { secretKeyRef: { name: bgp, key: tor } }
---
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: nested }
spec:
  importV4:
  - { action: Accept, cidr: 10.123.0.0/16, matchOperator: In, prefixLength: { min: 16, max: 26 } }
  - { action: Reject, communities: { values: [ "1:2" ] }, asPathPrefix: [ 65401 ] }
  exportV6:
  - { action: Accept, operations: [ { setPriority: { value: 512 } }, { prependASPath: { prefix: [ 1 ] } } ] }
---
apiVersion: v1
kind: Secret
metadata: { name: bgp, namespace: kube-system }
data: { tor: aHVudGVyMg== }
stringData: { other: text }
---
apiVersion: v1
kind: Node
metadata:
  name: worker-1
  annotations:
    projectcalico.org/IPv4Address: 10.0.0.11/24
    projectcalico.org/ASNumber: "64999"
spec: { podCIDRs: [ 10.244.0.0/24 ] }
status: { addresses: [ { type: InternalIP, address: 10.0.0.11 } ] }
""",
    """apiVersion: v1
kind: List
items:
- apiVersion: projectcalico.org/v3
  kind: IPPool
  metadata: { name: pods }
  spec: { cidr: 10.244.0.0/16, blockSize: 26, ipipMode: Never, allowedUses: [ Workload ], nodeSelector: has(rack) }
- apiVersion: crd.projectcalico.org/v1
  kind: BlockAffinity
  metadata: { name: worker-1 }
  spec: { cidr: 10.244.0.0/26, node: worker-1, state: confirmed, deleted: "false" }
- apiVersion: projectcalico.org/v3
  kind: Node
  metadata: { name: worker-1 }
  spec: { bgp: { ipv4Address: 10.0.0.11/24, routeReflectorClusterID: 244.0.0.1 } }
- apiVersion: v1
  kind: Namespace
  metadata: { name: red, annotations: { cni.projectcalico.org/ipv4pools: '["pods"]' } }
- apiVersion: v1
  kind: Pod
  metadata: { name: web, namespace: red, labels: { app: web } }
  spec: { nodeName: worker-1, hostNetwork: false }
  status: { podIPs: [ { ip: 10.244.0.5 } ], conditions: [ { type: Ready, status: "True" } ] }
- apiVersion: v1
  kind: Service
  metadata: { name: web, namespace: red }
  spec: { type: LoadBalancer, clusterIP: 10.96.0.1, ports: [ { port: 80, targetPort: http } ], selector: { app: web } }
  status: { loadBalancer: { ingress: [ { ip: 203.0.113.1 } ] } }
- apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata: { name: web-1, namespace: red, labels: { kubernetes.io/service-name: web } }
  addressType: IPv4
  endpoints: [ { addresses: [ 10.244.0.5 ], conditions: { ready: true }, targetRef: { kind: Pod, name: web } } ]
- apiVersion: kubevirt.io/v1
  kind: VirtualMachine
  metadata: { name: red-1, namespace: red }
  spec:
    runStrategy: Always
    template:
      metadata: { labels: { color: red } }
      spec:
        domain:
          cpu: { cores: 2 }
          resources: { requests: { memory: 2Gi } }
          devices: { interfaces: [ { name: default, bridge: {} } ] }
        networks: [ { name: default, pod: {} } ]
        nodeSelector: { kubernetes.io/hostname: worker-1 }
""",
)
CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: bgppeers.projectcalico.org }
spec:
  group: projectcalico.org
  names: { kind: BGPPeer }
  versions:
  - name: v3
    schema:
      openAPIV3Schema:
        type: object
        required: [ spec ]
        properties:
          spec:
            type: object
            minProperties: 1
            properties:
              peerIP: { type: string, maxLength: 64, pattern: "^[0-9a-f.:]+$" }
              asNumber: { type: integer, minimum: 1, maximum: 4294967295 }
              node: { type: string, default: worker-1, nullable: true }
              reachableBy: { type: string, format: ipv4 }
              filters:
                type: array
                maxItems: 9
                items: { type: string, enum: [ nested, other ] }
                x-kubernetes-list-type: set
              password:
                additionalProperties: { x-kubernetes-preserve-unknown-fields: true }
            oneOf: [ { required: [ peerIP ] }, { required: [ peerSelector ] } ]
            x-kubernetes-validations:
            - { rule: "!has(self.reachableBy) || ip(self.reachableBy).family() == 4", message: wrong family }
            - { rule: "self.asNumber != 1 && self.node.lowerAscii() == self.node", fieldPath: .asNumber }
            - { rule: "self == oldSelf" }
"""
