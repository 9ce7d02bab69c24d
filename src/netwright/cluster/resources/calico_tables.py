"""Fields of BGPConfiguration and BGPPeer as data.

Owns: names, types, descriptions and constraints of `spec`. Must not: read documents.
Source: Calico's resource reference and the structure of its published CustomResourceDefinitions.
"""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from ...addr import Prefix, parse_address
from ...errors import Problems, nearest
from ...model import Map
from ...model.bgp_filter import Community
from ...schema.types import Attribute as A
from ...schema.types import Word
from . import calico
from .calico import NamedCommunity, PrefixAdvertisement, SecretKeyRef
from .objects import Constraint, Found, Items, Object, both, fields, without
from .types import (
    ADDRESS,
    AS_NUMBER,
    BOOL,
    CIDR,
    COMMUNITY,
    DURATION,
    IPV4,
    IPV6,
    NAME,
    PEER_ADDRESS,
    PRIORITY,
    SELECTOR,
    STRING,
    Integer,
    Text,
    caseless,
    parse_community,
)

RESERVED_WORKLOAD_ADDRESSES = (parse_address("169.254.0.1"), parse_address("169.254.0.2"))
"""Virtual addresses that Calico's nodes use for themselves."""

SECRET_KEY_REF = Object(
    {
        "name": A(NAME, "the Secret"),
        "key": A(STRING, "the key in it"),
        "optional": A(BOOL, "there may be no such Secret or key"),
    },
    lambda found: SecretKeyRef(**found),
    required=("name", "key"),
    secret=True,
)
PASSWORD = Object(
    {"secretKeyRef": A(SECRET_KEY_REF, "a key of a Secret in the namespace of Calico's node pods")},
    lambda found: found["secretKeyRef"],
    required=("secretKeyRef",),
    hint="a password stands in a Secret: `secretKeyRef: { name: bgp, key: password }`",
    secret=True,
)


class _CommunityOrName(Text):
    """A community, or the name of one."""

    def convert(self, value: Any) -> Any:
        found = parse_community(value)
        return found if isinstance(found, tuple) else super().convert(value)


COMMUNITY_OR_NAME = _CommunityOrName("a community, `65000:100`, or the name of one")


class _Advertisement(NamedTuple):
    """A `PrefixAdvertisement` whose communities may still be names."""

    cidr: Prefix
    communities: tuple[Community | str, ...] = ()


NAMED_COMMUNITY = Object(
    {
        "name": A(Text("a name", 253), "name that prefixAdvertisements use"),
        "value": A(COMMUNITY, "the community: `aa:nn` or `aa:nn:mm`"),
    },
    lambda found: NamedCommunity(**found),
    required=("name", "value"),
)
PREFIX_ADVERTISEMENT = Object(
    {
        "cidr": A(CIDR, "routes within this prefix"),
        "communities": A(
            Items(COMMUNITY_OR_NAME, most=50),
            "communities, or names of them, that are added",
        ),
    },
    lambda found: _Advertisement(**found),
    required=("cidr",),
)
SERVICE_BLOCK = Object({"cidr": A(CIDR, "the prefix")}, lambda found: found["cidr"], required=("cidr",))


def _name_communities(found: Found, value: Map, name: str, problems: Problems) -> bool:
    """Names of communities are given once, and names that are used are given."""
    known: list[str] = []
    whole = True
    for index, community in enumerate(found.get("communities", ())):
        if community.name in known:
            at = value["communities"][index].at("name")
            problems.error("duplicate-community", f"community `{community.name}` is given twice", at)
            whole = False
        known.append(community.name)
    for index, advertisement in enumerate(found.get("prefixAdvertisements", ())):
        for item, community in enumerate(advertisement.communities):
            if isinstance(community, str) and community not in known:
                at = value["prefixAdvertisements"][index]["communities"].at(item)
                hint = nearest(community, known) or f"define it in `{name}.communities`"
                problems.error("unknown-community", f"community `{community}` is not defined", at, hint)
                whole = False
    return whole


def _configuration(found: Found) -> dict[str, Any]:
    values = fields(found)
    named = {community.name: community.value for community in values.get("communities", ())}
    values["prefix_advertisements"] = tuple(
        PrefixAdvertisement(
            cidr=item.cidr,
            communities=tuple(
                community if isinstance(community, tuple) else named[community] for community in item.communities
            ),
        )
        for item in values.get("prefix_advertisements", ())
    )
    return _with_seconds(values, "node_mesh_max_restart_time")


def _with_seconds(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Durations carry their unit in the model's name."""
    return {f"{key}_s" if key in names else key: value for key, value in values.items()}


def _mesh_is_off(field: str) -> Constraint:
    return Constraint(
        "mesh-setting-without-mesh",
        f"`{field}` is a setting of the node mesh, which `nodeToNodeMeshEnabled: false` turns off",
        field,
        lambda found: field in found and found.get("nodeToNodeMeshEnabled") is False,
    )


BGP_CONFIGURATION = Object(
    {
        "asNumber": A(AS_NUMBER, "AS of nodes that have none of their own"),
        "bindMode": A(Word(*get_args(calico.BindMode)), "listen on all addresses, or on the node's own"),
        "communities": A(Items(NAMED_COMMUNITY, most=500), "names for communities"),
        "ignoredInterfaces": A(Items(STRING), "interfaces whose routes are not announced"),
        "ipv4NormalRoutePriority": A(PRIORITY, "kernel metric of IPv4 workload routes"),
        "ipv6NormalRoutePriority": A(PRIORITY, "kernel metric of IPv6 workload routes"),
        "listenPort": A(Integer(1, 65535), "TCP port that BGP listens on"),
        "localWorkloadPeeringIPV4": A(IPV4, "virtual IPv4 address of the node that its workloads peer with"),
        "localWorkloadPeeringIPV6": A(IPV6, "virtual IPv6 address of the node that its workloads peer with"),
        "logSeverityScreen": A(caseless(*get_args(calico.LogSeverity)), "what is logged"),
        "nodeMeshMaxRestartTime": A(DURATION, "graceful restart time of the node mesh"),
        "nodeMeshPassword": A(PASSWORD, "password of the node mesh"),
        "nodeToNodeMeshEnabled": A(BOOL, "sessions between all nodes"),
        "prefixAdvertisements": A(Items(PREFIX_ADVERTISEMENT, most=500), "communities by prefix"),
        "programClusterRoutes": A(
            Word(*get_args(calico.ProgramClusterRoutes)), "pools whose routes between nodes BGP programs"
        ),
        "serviceClusterIPs": A(Items(SERVICE_BLOCK), "prefixes of cluster addresses that are announced"),
        "serviceExternalIPs": A(Items(SERVICE_BLOCK), "prefixes of external addresses that are announced"),
        "serviceLoadBalancerAggregation": A(
            Word(*get_args(calico.Aggregation)), "announce whole prefixes of load balancers, or single addresses"
        ),
        "serviceLoadBalancerIPs": A(Items(SERVICE_BLOCK), "prefixes of load balancer addresses that are announced"),
    },
    _configuration,
    constraints=(
        _mesh_is_off("nodeMeshPassword"),
        _mesh_is_off("nodeMeshMaxRestartTime"),
        Constraint(
            "unused-communities",
            "`communities` only names values; without `prefixAdvertisements` nothing uses the names",
            "communities",
            lambda found: bool(found.get("communities")) and not found.get("prefixAdvertisements"),
        ),
        Constraint(
            "reserved-workload-address",
            "`localWorkloadPeeringIPV4` cannot be 169.254.0.1 or 169.254.0.2: Calico uses them itself",
            "localWorkloadPeeringIPV4",
            lambda found: found.get("localWorkloadPeeringIPV4") in RESERVED_WORKLOAD_ADDRESSES,
            "another address of 169.254.0.0/16, such as 169.254.0.179",
        ),
        Constraint(
            "link-local-workload-address",
            "`localWorkloadPeeringIPV6` cannot be a link-local address",
            "localWorkloadPeeringIPV6",
            lambda found: "localWorkloadPeeringIPV6" in found and found["localWorkloadPeeringIPV6"].is_link_local,
            "a unique local address, such as fdc9:9723:9bc::1",
        ),
    ),
    further=_name_communities,
)
ONLY_ON_DEFAULT = ("asNumber", "nodeToNodeMeshEnabled", "nodeMeshPassword", "nodeMeshMaxRestartTime")
"""Fields of BGPConfiguration that hold for all nodes or for none."""


def _peer(found: Found) -> dict[str, Any]:
    values = _with_seconds(fields(found), "max_restart_time", "keepalive_time")
    if "peer_ip" in values:
        values["peer_ip"], values["peer_port"] = values["peer_ip"]
    return values


BGP_PEER = Object(
    {
        "asNumber": A(AS_NUMBER, "AS of the peer"),
        "filters": A(Items(NAME), "BGPFilters, in order"),
        "keepOriginalNextHop": A(BOOL, "deprecated: the same as `nextHopMode: Keep`"),
        "keepaliveTime": A(DURATION, "time between keepalive messages"),
        "localASNumber": A(AS_NUMBER, "AS the node says it has"),
        "localWorkloadSelector": A(SELECTOR, "workloads of the node to peer with"),
        "maxRestartTime": A(DURATION, "graceful restart time"),
        "nextHopMode": A(Word(*get_args(calico.NextHopMode)), "next hop of routes that are sent"),
        "node": A(NAME, "the one node that has the session"),
        "nodeSelector": A(SELECTOR, "nodes that have the session"),
        "numAllowedLocalASNumbers": A(Integer(0, 2**31 - 1), "how often the own AS may be in a received path"),
        "password": A(PASSWORD, "password of the session (RFC 2385)"),
        "peerIP": A(PEER_ADDRESS, "address of the peer, and its port where it is not 179"),
        "peerSelector": A(SELECTOR, "nodes to peer with"),
        "reachableBy": A(ADDRESS, "gateway to the peer: a host route is added"),
        "reversePeering": A(Word(*get_args(calico.ReversePeering)), "whether the peers get the session, too"),
        "sourceAddress": A(Word(*get_args(calico.SourceAddress)), "the node's address, or what the kernel chooses"),
        "ttlSecurity": A(Integer(1, 255), "hops to the peer; packets from farther away are ignored (RFC 5082)"),
    },
    _peer,
    constraints=(
        Constraint(
            "peer-of-two-places",
            "`node` and `nodeSelector` both say which nodes have the session",
            "nodeSelector",
            both("node", "nodeSelector"),
            "keep one; with neither, every node has the session",
        ),
        Constraint(
            "peer-address-and-selector",
            "`peerIP` and `peerSelector` both say who the peer is",
            "peerSelector",
            both("peerIP", "peerSelector"),
            "keep `peerIP` for a router, `peerSelector` for nodes of the cluster",
        ),
        Constraint(
            "peer-selector-with-as",
            "`peerSelector` picks nodes, whose AS is known, so `asNumber` may not be set",
            "asNumber",
            both("peerSelector", "asNumber"),
        ),
        Constraint(
            "workload-peer-with-address",
            "`localWorkloadSelector` picks the peers, so `peerIP` may not be set",
            "peerIP",
            both("localWorkloadSelector", "peerIP"),
        ),
        Constraint(
            "workload-peer-with-selector",
            "`localWorkloadSelector` picks the peers, so `peerSelector` may not be set",
            "peerSelector",
            both("localWorkloadSelector", "peerSelector"),
        ),
        Constraint(
            "workload-peer-without-as",
            "a peer with `localWorkloadSelector` needs `asNumber`, the AS of the workloads",
            "localWorkloadSelector",
            without("localWorkloadSelector", "asNumber"),
        ),
        Constraint(
            "reachable-without-address",
            "`reachableBy` is the way to `peerIP`, which is not set",
            "reachableBy",
            without("reachableBy", "peerIP"),
        ),
        Constraint(
            "reachable-family",
            "`reachableBy` and `peerIP` have to be of one family",
            "reachableBy",
            lambda found: "reachableBy" in found and found["reachableBy"].family != found["peerIP"][0].family,
        ),
        Constraint(
            "next-hop-twice",
            "`keepOriginalNextHop` and `nextHopMode` both say what the next hop is",
            "keepOriginalNextHop",
            lambda found: "nextHopMode" in found and found.get("keepOriginalNextHop", False),
            "keep `nextHopMode`; `keepOriginalNextHop` is deprecated",
        ),
        Constraint(
            "peer-without-as",
            "a peer with `peerIP` needs `asNumber`",
            "peerIP",
            without("peerIP", "asNumber"),
        ),
        Constraint(
            "peer-without-remote",
            "the peer is not said",
            "",
            lambda found: not {"peerIP", "peerSelector", "localWorkloadSelector"} & set(found),
            "give `peerIP` and `asNumber`, or `peerSelector`, or `localWorkloadSelector` and `asNumber`",
        ),
    ),
)
