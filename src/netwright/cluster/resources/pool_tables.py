"""Fields of IPPool, BlockAffinity and Calico's Node as data.

Owns: names, types, descriptions and constraints of `spec`. Must not: read documents.
Source: Calico's resource reference and the structure of its published CustomResourceDefinitions.
"""

from __future__ import annotations

from typing import Any, get_args

from ...addr import Prefix, parse_prefix
from ...schema.types import INVALID, Scalar, Word
from ...schema.types import Attribute as A
from . import calico
from .calico import NodeBGP
from .objects import Constraint, Found, Items, Object, fields
from .types import (
    AS_NUMBER,
    BOOL,
    CIDR,
    CLUSTER_ID,
    IPV4,
    IPV4_INTERFACE,
    IPV6,
    IPV6_INTERFACE,
    NAME,
    SELECTOR,
    STRING,
    Integer,
    WordOrNothing,
)

LINK_LOCAL = (parse_prefix("169.254.0.0/16"), parse_prefix("fe80::/10"))
BLOCK_SIZES = {4: (20, 32), 6: (116, 128)}
"""Shortest and longest prefix of a block."""
DEFAULT_BLOCK_SIZES = {4: 26, 6: 122}
ALL_NODES = "all()"
_TRUTH: dict[Any, bool] = {True: True, False: False, "true": True, "false": False}


def _block_size(found: Found) -> int:
    """The prefix length of blocks; 0 counts as not set."""
    cidr: Prefix = found["cidr"]
    return found.get("blockSize") or DEFAULT_BLOCK_SIZES[cidr.family]


def _tunnels(found: Found, *fields: str) -> bool:
    """Whether any of the fields asks for encapsulation."""
    return any(found.get(field, "Never") != "Never" for field in fields)


def _for_load_balancers(found: Found) -> bool:
    return "LoadBalancer" in found.get("allowedUses", ())


def _pool(found: Found) -> dict[str, Any]:
    values = fields(found)
    values["block_size"] = _block_size(found)
    if not values.get("allowed_uses"):
        values.pop("allowed_uses", None)
    return values


IP_POOL = Object(
    {
        "allowedUses": A(Items(Word(*get_args(calico.AllowedUse)), most=10), "what its addresses are for"),
        "assignmentMode": A(Word(*get_args(calico.AssignmentMode)), "whether addresses are taken without asking"),
        "blockSize": A(Integer(0, 128), "prefix length of blocks"),
        "cidr": A(CIDR, "the prefix"),
        "disableBGPExport": A(BOOL, "its routes are not announced"),
        "disabled": A(BOOL, "no addresses are taken from it"),
        "ipipMode": A(Word(*get_args(calico.Encapsulation)), "IP-in-IP encapsulation between nodes"),
        "namespaceSelector": A(SELECTOR, "namespaces whose pods take addresses from it"),
        "natOutgoing": A(BOOL, "what leaves the pools gets the node's address"),
        "nodeSelector": A(SELECTOR, "nodes that take blocks from it"),
        "vxlanMode": A(Word(*get_args(calico.Encapsulation)), "VXLAN encapsulation between nodes"),
    },
    _pool,
    required=("cidr",),
    constraints=(
        Constraint(
            "pool-with-two-tunnels",
            "`ipipMode` and `vxlanMode` exclude each other",
            "vxlanMode",
            lambda found: _tunnels(found, "ipipMode") and _tunnels(found, "vxlanMode"),
            "one of them is `Never`; nested clusters need both to be",
        ),
        Constraint(
            "load-balancer-pool-with-tunnel",
            "a pool for load balancers has no encapsulation",
            "allowedUses",
            lambda found: _for_load_balancers(found) and _tunnels(found, "ipipMode", "vxlanMode"),
        ),
        Constraint(
            "load-balancer-pool-shared",
            "a pool for load balancers has no other use",
            "allowedUses",
            lambda found: _for_load_balancers(found) and bool({"Workload", "Tunnel"} & set(found["allowedUses"])),
            "make a pool of its own",
        ),
        Constraint(
            "ipip-for-ipv6",
            "IP-in-IP carries IPv4 only",
            "ipipMode",
            lambda found: found["cidr"].family == 6 and _tunnels(found, "ipipMode"),
        ),
        Constraint(
            "load-balancer-pool-hidden",
            "a pool for load balancers has to be announced",
            "disableBGPExport",
            lambda found: _for_load_balancers(found) and found.get("disableBGPExport", False),
        ),
        Constraint(
            "load-balancer-pool-of-nodes",
            "a pool for load balancers belongs to all nodes",
            "nodeSelector",
            lambda found: _for_load_balancers(found) and found.get("nodeSelector", ALL_NODES) != ALL_NODES,
            "leave `nodeSelector` out",
        ),
        Constraint(
            "tunnel-pool-of-namespaces",
            "tunnels belong to no namespace, so a pool for them has no `namespaceSelector`",
            "namespaceSelector",
            lambda found: "Tunnel" in found.get("allowedUses", ()) and "namespaceSelector" in found,
        ),
        Constraint(
            "global-selector",
            "`global()` picks no nodes",
            "nodeSelector",
            lambda found: "global(" in found.get("nodeSelector", ""),
            "`all()` picks all",
        ),
        Constraint(
            "global-selector",
            "`global()` picks no namespaces",
            "namespaceSelector",
            lambda found: "global(" in found.get("namespaceSelector", ""),
            "`all()` picks all",
        ),
        Constraint(
            "link-local-pool",
            "the pool has link-local addresses, which are not routed",
            "cidr",
            lambda found: any(found["cidr"].overlaps(prefix) for prefix in LINK_LOCAL),
        ),
        Constraint(
            "block-size",
            "blocks are prefixes of 20 to 32 bits in IPv4 and of 116 to 128 bits in IPv6",
            "blockSize",
            lambda found: (
                not BLOCK_SIZES[found["cidr"].family][0] <= _block_size(found) <= BLOCK_SIZES[found["cidr"].family][1]
            ),
        ),
        Constraint(
            "pool-smaller-than-block",
            "the pool is smaller than one of its blocks (26 bits in IPv4 and 122 in IPv6 unless `blockSize` is set)",
            "cidr",
            lambda found: not found.get("disabled", False) and found["cidr"].length > _block_size(found),
        ),
        Constraint(
            "repeated-use",
            "`allowedUses` names a use twice",
            "allowedUses",
            lambda found: len(set(found.get("allowedUses", ()))) < len(found.get("allowedUses", ())),
        ),
    ),
)

TRUTH = Scalar("true or false", lambda value: _TRUTH.get(value, INVALID) if isinstance(value, (bool, str)) else INVALID)
"""A truth value, which `crd.projectcalico.org/v1` keeps as text."""
BLOCK_AFFINITY = Object(
    {
        "cidr": A(CIDR, "the block"),
        "deleted": A(TRUTH, "the affinity counts as absent"),
        "node": A(NAME, "the node it belongs to"),
        "state": A(WordOrNothing(*get_args(calico.AffinityState)), "whether the block was claimed"),
        "type": A(STRING, "`host` or `virtual`"),
    },
    fields,
    required=("cidr", "node", "state"),
)

NODE_BGP = Object(
    {
        "asNumber": A(AS_NUMBER, "AS of the node"),
        "ipv4Address": A(IPV4_INTERFACE, "IPv4 address that sessions use, with the length of its network"),
        "ipv6Address": A(IPV6_INTERFACE, "IPv6 address that sessions use, with the length of its network"),
        "ipv4IPIPTunnelAddr": A(IPV4, "address of the IP-in-IP tunnel"),
        "routeReflectorClusterID": A(CLUSTER_ID, "makes the node a route reflector of this cluster (RFC 4456)"),
    },
    lambda found: NodeBGP(**fields(found)),
)
NODE = Object(
    {
        "bgp": A(NODE_BGP, "BGP of the node; without it the node has none"),
        "ipv4VXLANTunnelAddr": A(IPV4, "address of the VXLAN tunnel"),
        "ipv6VXLANTunnelAddr": A(IPV6, "address of the VXLAN tunnel"),
    },
    fields,
    ignored="addresses orchRefs vxlanTunnelMACAddr vxlanTunnelMACAddrV6 wireguard",
)
