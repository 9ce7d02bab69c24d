"""Kubernetes' own resources as typed values, with the fields that routing looks at.

Owns: the shape of Node, Namespace, Pod, Service, EndpointSlice and Secret. Must not: read documents.
Source: the Kubernetes API reference (`v1`, `discovery.k8s.io/v1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ...addr import Address, Prefix
from ...model.kubernetes import NamespacedName, Resource, SecretValue

ServiceType = Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]
TrafficPolicy = Literal["Cluster", "Local"]
Protocol = Literal["TCP", "UDP", "SCTP"]
AddressType = Literal["IPv4", "IPv6", "FQDN"]
SERVICE_NAME = "kubernetes.io/service-name"
"""Label of an EndpointSlice that names its Service."""
EXCLUDE_FROM_LOAD_BALANCERS = "node.kubernetes.io/exclude-from-external-load-balancers"
"""Label of a Node that announces no service."""


class Secret(Resource, frozen=True, kw_only=True):
    """`data` decoded, `stringData` over it."""

    values: Mapping[str, SecretValue] = {}
    type: str = "Opaque"


class KubernetesNode(Resource, frozen=True, kw_only=True):
    """Kind `Node` of the core API; `resources.Node` is Calico's."""

    pod_cidrs: tuple[Prefix, ...] = ()
    unschedulable: bool = False
    internal_ips: tuple[Address, ...] = ()
    """Addresses of type InternalIP in its status."""


class Namespace(Resource, frozen=True, kw_only=True):
    """Its labels are what selectors see as `pcns.LABEL`."""


class Pod(Resource, frozen=True, kw_only=True):
    node_name: str | None = None
    """None: not placed yet."""
    pod_ips: tuple[Address, ...] = ()
    """At most one per family."""
    host_network: bool = False
    service_account_name: str = "default"
    phase: str = ""
    ready: bool = True
    """The condition Ready of its status; true when it has none."""

    @property
    def has_ended(self) -> bool:
        return self.phase in ("Succeeded", "Failed")


class ServicePort(msgspec.Struct, frozen=True, kw_only=True):
    port: int
    protocol: Protocol = "TCP"
    name: str = ""
    target_port: int | str | None = None
    node_port: int | None = None


class Service(Resource, frozen=True, kw_only=True):
    type: ServiceType = "ClusterIP"
    cluster_ips: tuple[Address, ...] = ()
    """Empty for a headless service."""
    external_ips: tuple[Address, ...] = ()
    load_balancer_ips: tuple[Address, ...] = ()
    """Addresses its status says the load balancer has; `spec.loadBalancerIP` when it says nothing."""
    external_traffic_policy: TrafficPolicy = "Cluster"
    internal_traffic_policy: TrafficPolicy = "Cluster"
    selector: Mapping[str, str] = {}
    ports: tuple[ServicePort, ...] = ()
    publish_not_ready_addresses: bool = False


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses that serve; conditions as Kubernetes reads them when they are not given."""

    addresses: tuple[Address, ...]
    node_name: str | None = None
    ready: bool = True
    serving: bool = True
    terminating: bool = False
    pod: NamespacedName | None = None
    """`targetRef`, when it is a Pod."""


class EndpointPort(msgspec.Struct, frozen=True, kw_only=True):
    """Where the endpoints of a slice serve a port of their service: the one of the same name."""

    port: int | None = None
    """None: any."""
    protocol: Protocol = "TCP"
    name: str = ""


class EndpointSlice(Resource, frozen=True, kw_only=True):
    address_type: AddressType
    endpoints: tuple[Endpoint, ...] = ()
    ports: tuple[EndpointPort, ...] = ()

    @property
    def service(self) -> NamespacedName | None:
        """The Service it belongs to."""
        name = self.labels.get(SERVICE_NAME)
        return NamespacedName(self.metadata.namespace, name) if name else None
