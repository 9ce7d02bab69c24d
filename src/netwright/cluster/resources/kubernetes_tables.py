"""Fields of Kubernetes' own resources as data: those that routing looks at, and the names of the others.

Owns: names, types and descriptions. Must not: read documents.
Source: the Kubernetes API reference. Objects are open: releases add fields, which have no meaning here.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple, get_args

from ...addr import Address
from ...errors import Problems, Span
from ...model import Map
from ...model.kubernetes import NamespacedName, SecretValue
from ...schema.types import INVALID, AnyOf, Scalar, Type, Word
from ...schema.types import Attribute as A
from . import kubernetes
from .kubernetes import Endpoint, EndpointPort, ServicePort
from .objects import Found, Items, Object, fields
from .types import ADDRESS, BOOL, CIDR, LABELS, NAME, STRING, Integer, Text

PORT = Integer(1, 65535)
NO_ADDRESS = "None"
"""`clusterIP` of a headless service."""


class SecretData(Type):
    """Keys and values of a Secret; messages name keys only."""

    expected = "a mapping of keys to text"

    def __init__(self, *, encoded: bool) -> None:
        self.encoded = encoded
        """Values are in base64."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, Map):
            problems.error("wrong-type", f"`{name}` must be {self.expected}", at)
            return INVALID
        found: dict[str, SecretValue] = {}
        for key, item in value.items():
            text = "" if item is None else item
            if not isinstance(text, str):
                hint = STRING.hint(text)
                problems.error("wrong-type", f"`{name}.{key}` must be text", value.at(key), hint)
                continue
            try:
                data = base64.b64decode("".join(text.split()), validate=True) if self.encoded else text.encode()
            except (binascii.Error, ValueError):
                hint = "`stringData` takes it as it is" if self.encoded else ""
                problems.error("bad-secret", f"`{name}.{key}` is not base64", value.at(key), hint)
                continue
            found[key] = SecretValue(data)
        return found if len(found) == len(value) else INVALID


def _secret(found: Found) -> dict[str, Any]:
    values = {"values": {**found.get("data", {}), **found.get("stringData", {})}}
    return {**values, "type": found["type"]} if "type" in found else values


SECRET = Object(
    {
        "data": A(SecretData(encoded=True), "values in base64"),
        "stringData": A(SecretData(encoded=False), "values as they are; they win"),
        "type": A(STRING, "what it is for"),
    },
    _secret,
    ignored="immutable",
)


def _parts(found: Found) -> dict[str, Any]:
    """What `spec` and `status` say, together."""
    return {**found.get("spec", {}), **found.get("status", {})}


NODE_ADDRESS = Object(
    {"type": A(STRING, "kind of address"), "address": A(STRING, "an address or a name")},
    lambda found: ADDRESS.convert(found.get("address")) if found.get("type") == "InternalIP" else None,
    open=True,
)
NODE_SPEC = Object(
    {
        "podCIDR": A(CIDR, "prefix of its pods"),
        "podCIDRs": A(Items(CIDR), "prefixes of its pods, one per family"),
        "unschedulable": A(BOOL, "no pods are placed on it"),
    },
    lambda found: {
        "pod_cidrs": found.get("podCIDRs") or ((found["podCIDR"],) if "podCIDR" in found else ()),
        "unschedulable": found.get("unschedulable", False),
    },
    ignored="providerID taints configSource externalID",
    open=True,
)
NODE_STATUS = Object(
    {"addresses": A(Items(NODE_ADDRESS), "its addresses")},
    lambda found: {"internal_ips": tuple(item for item in found.get("addresses", ()) if isinstance(item, Address))},
    open=True,
)
KUBERNETES_NODE = Object({"spec": A(NODE_SPEC, ""), "status": A(NODE_STATUS, "")}, _parts)

NAMESPACE = Object({}, lambda found: {}, ignored="spec status")

POD_IP = Object({"ip": A(ADDRESS, "address")}, lambda found: found.get("ip"), open=True)
CONDITION = Object(
    {"type": A(STRING, "which"), "status": A(STRING, "True, False or Unknown")},
    lambda found: (found.get("type"), found.get("status")),
    open=True,
)


def _pod_status(found: Found) -> dict[str, Any]:
    listed = tuple(item for item in found.get("podIPs", ()) if item is not None)
    conditions = dict(found.get("conditions", ()))
    return {
        "pod_ips": listed or ((found["podIP"],) if "podIP" in found else ()),
        "phase": found.get("phase", ""),
        "ready": conditions.get("Ready", "True") == "True",
    }


POD_SPEC = Object(
    {
        "nodeName": A(NAME, "node it runs on"),
        "hostNetwork": A(BOOL, "it has the node's addresses"),
        "serviceAccountName": A(NAME, "its service account"),
    },
    fields,
    ignored=(
        "activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks "
        "ephemeralContainers hostAliases hostIPC hostPID hostUsers hostname hostnameOverride imagePullSecrets "
        "initContainers nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates "
        "resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext "
        "serviceAccount setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations "
        "topologySpreadConstraints volumes"
    ),
    open=True,
)
POD_STATUS = Object(
    {
        "phase": A(STRING, "Pending, Running, ..."),
        "podIP": A(ADDRESS, "its address"),
        "podIPs": A(Items(POD_IP), "its addresses, one per family"),
        "conditions": A(Items(CONDITION), "its conditions"),
    },
    _pod_status,
    ignored="hostIP hostIPs",
    open=True,
)
POD = Object({"spec": A(POD_SPEC, ""), "status": A(POD_STATUS, "")}, _parts)


def _cluster_ip(value: Any) -> Any:
    return value if value == NO_ADDRESS else ADDRESS.convert(value)


CLUSTER_IP = Scalar("an IP address or `None`", _cluster_ip)
SERVICE_PORT = Object(
    {
        "name": A(Text("a name", 63), "its name"),
        "port": A(PORT, "port of the service"),
        "protocol": A(Word(*get_args(kubernetes.Protocol)), "its protocol"),
        "targetPort": A(AnyOf(PORT, STRING), "port of the pods, or its name"),
        "nodePort": A(PORT, "port of the nodes"),
    },
    lambda found: ServicePort(**fields(found)),
    required=("port",),
    ignored="appProtocol",
    open=True,
)


def _service_spec(found: Found) -> dict[str, Any]:
    values = fields(found)
    single = values.pop("cluster_ip", None)
    listed = values.pop("cluster_ips", None) or ((single,) if single is not None else ())
    values["cluster_ips"] = tuple(address for address in listed if address != NO_ADDRESS)
    asked = values.pop("load_balancer_ip", None)
    return values if asked is None else {**values, "load_balancer_ips": (asked,)}


SERVICE_SPEC = Object(
    {
        "type": A(Word(*get_args(kubernetes.ServiceType)), "how it is reached"),
        "clusterIP": A(CLUSTER_IP, "its address in the cluster"),
        "clusterIPs": A(Items(CLUSTER_IP), "its addresses in the cluster, one per family"),
        "externalIPs": A(Items(ADDRESS), "further addresses"),
        "loadBalancerIP": A(ADDRESS, "the address a load balancer is asked for"),
        "externalTrafficPolicy": A(Word(*get_args(kubernetes.TrafficPolicy)), "endpoints of any node, or of the own"),
        "internalTrafficPolicy": A(Word(*get_args(kubernetes.TrafficPolicy)), "endpoints of any node, or of the own"),
        "selector": A(LABELS, "its pods"),
        "ports": A(Items(SERVICE_PORT), "its ports"),
        "publishNotReadyAddresses": A(BOOL, "endpoints count before they are ready"),
    },
    _service_spec,
    ignored=(
        "allocateLoadBalancerNodePorts externalName healthCheckNodePort ipFamilies ipFamilyPolicy loadBalancerClass "
        "loadBalancerSourceRanges sessionAffinity sessionAffinityConfig trafficDistribution"
    ),
    open=True,
)
INGRESS = Object({"ip": A(ADDRESS, "address")}, lambda found: found.get("ip"), ignored="hostname ipMode ports")
LOAD_BALANCER = Object(
    {"ingress": A(Items(INGRESS), "its addresses")},
    lambda found: tuple(address for address in found.get("ingress", ()) if address is not None),
    open=True,
)
SERVICE_STATUS = Object(
    {"loadBalancer": A(LOAD_BALANCER, "the load balancer")},
    lambda found: {"load_balancer_ips": found["loadBalancer"]} if found.get("loadBalancer") else {},
    open=True,
)
SERVICE = Object({"spec": A(SERVICE_SPEC, ""), "status": A(SERVICE_STATUS, "")}, _parts)


class _Conditions(NamedTuple):
    ready: bool = True
    serving: bool = True
    terminating: bool = False


ENDPOINT_CONDITIONS = Object(
    {
        "ready": A(BOOL, "it takes new connections"),
        "serving": A(BOOL, "it answers"),
        "terminating": A(BOOL, "it is ending"),
    },
    lambda found: _Conditions(**{"serving": found.get("ready", True), **found}),
    open=True,
)
TARGET = Object(
    {"kind": A(STRING, "its kind"), "namespace": A(NAME, "its namespace"), "name": A(STRING, "its name")},
    lambda found: (
        NamespacedName(found.get("namespace", ""), found["name"])
        if found.get("kind") == "Pod" and "name" in found
        else None
    ),
    open=True,
)


def _endpoint(found: Found) -> Endpoint:
    conditions: _Conditions = found.get("conditions", _Conditions())
    return Endpoint(
        addresses=tuple(address for address in found["addresses"] if isinstance(address, Address)),
        node_name=found.get("nodeName"),
        pod=found.get("targetRef"),
        **conditions._asdict(),
    )


ENDPOINT = Object(
    {
        "addresses": A(Items(AnyOf(ADDRESS, NAME), least=1), "its addresses"),
        "conditions": A(ENDPOINT_CONDITIONS, "whether it serves"),
        "nodeName": A(NAME, "node it is on"),
        "targetRef": A(TARGET, "its pod"),
    },
    _endpoint,
    required=("addresses",),
    ignored="deprecatedTopology hints hostname zone",
    open=True,
)
ENDPOINT_PORT = Object(
    {
        "name": A(Text("a name", 63), "name of the service's port"),
        "port": A(PORT, "port of the endpoints"),
        "protocol": A(Word(*get_args(kubernetes.Protocol)), "its protocol"),
    },
    lambda found: EndpointPort(**fields(found)),
    ignored="appProtocol",
    open=True,
)
ENDPOINT_SLICE = Object(
    {
        "addressType": A(Word(*get_args(kubernetes.AddressType)), "family of its addresses"),
        "endpoints": A(Items(ENDPOINT), "what serves"),
        "ports": A(Items(ENDPOINT_PORT), "where they serve"),
    },
    fields,
    required=("addressType",),
)
