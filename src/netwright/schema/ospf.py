"""OSPF attributes of the format. Source: the format's "OSPF Configuration Module" and "OSPF Areas" plugin."""

from __future__ import annotations

from .common import AF_SWITCH, IMPORT
from .types import ANY, AREA, BOOL, ROUTER_ID, TEXT, A, AnyOf, Int, ListOf, MapOf, Table, Word

TIMERS = Table(
    {
        "hello": A(Int(1, 8192), "hello interval, seconds"),
        "dead": A(Int(1, 8192), "router dead interval, seconds"),
        "spf": A(ANY, "SPF throttling"),
    }
)
DIGEST = AnyOf(
    BOOL,
    Table(
        {
            "id": A(Int(1, 255), "key id"),
            "key": A(TEXT, "key"),
            "password": A(TEXT, "key"),
            "algorithm": A(TEXT, "hash algorithm"),
            "type": A(TEXT, "hash algorithm"),
        }
    ),
)
DEFAULT = AnyOf(
    BOOL,
    Table(
        {
            "always": A(BOOL, "originate even without a default route"),
            "cost": A(Int(1, 16777215), "cost"),
            "type": A(Word("e1", "e2"), "external type"),
            "policy": A(TEXT, "originate when the policy matches a route"),
        }
    ),
)
BFD = AnyOf(
    BOOL,
    Table(
        {
            "ipv4": A(BOOL, "for OSPFv2"),
            "ipv6": A(BOOL, "for OSPFv3"),
            "strict": A(BOOL, "RFC 9355 strict mode"),
            "strict_delay": A(Int(0), "seconds until an adjacency may come up"),
        }
    ),
)
_OFF = Word(False)
RANGES = AnyOf(ListOf(ANY), TEXT, MapOf(ANY))
AREA_PARAMETERS = Table(
    {
        "area": A(AREA, "area"),
        "kind": A(Word("regular", "stub", "nssa"), "kind of area"),
        "inter_area": A(BOOL, "False = no inter-area routes (totally stubby)"),
        "default": A(
            AnyOf(BOOL, Table({"cost": A(AnyOf(_OFF, Int(0)), "cost"), "type": A(Word("e1", "e2"), "type")})),
            "default route",
        ),
        "range": A(RANGES, "prefixes summarised at the border"),
        "filter": A(RANGES, "prefixes hidden at the border"),
        "external_range": A(RANGES, "external prefixes summarised"),
        "external_filter": A(RANGES, "external prefixes hidden"),
    }
)

_GRACE = AnyOf(BOOL, Table({"grace_period": A(Int(1, 1800), "seconds")}))
GRACEFUL_RESTART = AnyOf(
    BOOL, Table({"restart": A(_GRACE, "restart gracefully"), "helper": A(_GRACE, "help neighbours that restart")})
)
_SHARED = {
    "af": A(AF_SWITCH, "address families"),
    "area": A(AREA, "default area"),
    "bfd": A(BFD, "BFD"),
    "default": A(DEFAULT, "default route origination"),
    "digest": A(DIGEST, "cryptographic authentication (RFC 2328 D.3)"),
    "gr": A(GRACEFUL_RESTART, "graceful restart (RFC 3623, RFC 5187)"),
    "import": A(IMPORT, "routes of other protocols imported into OSPF"),
    "passive": A(BOOL, "interfaces are passive"),
    "password": A(TEXT, "simple authentication"),
    "process": A(Int(1), "process number"),
    "reference_bandwidth": A(Int(1, 4294967), "Mbit/s"),
    "router_id": A(ROUTER_ID, "router id"),
    "timers": A(TIMERS, "interface timers"),
    "priority": A(Int(0, 255), "router priority"),
}
_NODE_ONLY = ("default", "digest", "gr", "import", "priority", "router_id")
GLOBAL = {key: attribute for key, attribute in _SHARED.items() if key not in _NODE_ONLY}
NODE = _SHARED
LINK = {
    "area": A(AREA, "area"),
    "bfd": A(BFD, "BFD"),
    "cost": A(Int(1, 65535), "cost"),
    "digest": A(DIGEST, "cryptographic authentication (RFC 2328 D.3)"),
    "network_type": A(
        Word("point-to-point", "point-to-multipoint", "broadcast", "non-broadcast", False),
        "network type; False = what the device does by itself",
    ),
    "passive": A(BOOL, "advertised, no adjacencies"),
    "password": A(AnyOf(_OFF, TEXT), "simple authentication; False = none"),
    "priority": A(Int(0, 255), "router priority"),
    "timers": A(TIMERS, "interface timers"),
}
INTERFACE = LINK
VRF = {
    **LINK,
    **{
        key: _SHARED[key]
        for key in ("af", "area", "default", "gr", "import", "passive", "password", "router_id", "timers")
    },
    "active": A(BOOL, "run OSPF in the VRF even without a neighbour that does"),
}
"""Attributes of OSPF within a VRF."""
AREAS = {"areas": A(AnyOf(ListOf(AREA_PARAMETERS), MapOf(AREA_PARAMETERS)), "area parameters")}
"""Attributes of the plugin `ospf.areas`."""
