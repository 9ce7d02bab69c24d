"""Attributes of the `bgp.session` plugin. Source: the format's "BGP Session and Address Family Parameters"."""

from __future__ import annotations

from .types import ANY, BOOL, TEXT, A, AnyOf, Int, ListOf, Table, Word

TIMERS = Table(
    {
        "keepalive": A(Int(1, 3600), "keepalive, seconds"),
        "hold": A(AnyOf(Word(0), Int(3, 65535)), "hold time, seconds (RFC 4271 4.2)"),
        "min_hold": A(Int(3, 65535), "lowest hold time accepted"),
    }
)
ATTRIBUTES = {
    "allowas_in": A(AnyOf(BOOL, Int(1, 10)), "accept paths with the own AS"),
    "as_override": A(BOOL, "replace the neighbour's AS by the own one"),
    "bfd": A(BOOL, "BFD"),
    "default_originate": A(BOOL, "send a default route"),
    "gtsm": A(AnyOf(BOOL, Int(1, 254)), "RFC 5082"),
    "passive": A(BOOL, "do not open connections"),
    "password": A(TEXT, "RFC 2385"),
    "remove_private_as": A(
        AnyOf(BOOL, ListOf(Word("on", "off", "all", "replace", "ingress", "ingress-all", "ingress-replace"))),
        "remove private ASes",
    ),
    "description": A(TEXT, "description of the neighbour"),
    "gr": A(Word("enable", "disable", "helper"), "graceful restart (RFC 4724)"),
    "rs": A(BOOL, "the node is a route server"),
    "tcp_ao": A(ANY, "RFC 5925"),
    "timers": A(TIMERS, "session timers"),
}
_GR_STATE = Word("enable", "disable", "helper")
_GR_NODE = AnyOf(
    _GR_STATE,
    Table(
        {
            "state": A(_GR_STATE, "restart gracefully, not at all, or only help neighbours"),
            "restart_time": A(Int(0, 3600), "seconds neighbours wait for the session"),
            "stalepath_time": A(Int(1, 3600), "seconds stale routes of a neighbour are kept"),
        }
    ),
)
_APPLY = Table({"apply": A(ANY, "session types that get the attributes, or lists of attributes by type")})
_SESSION = {"session": A(_APPLY, "which sessions get the attributes")}
GLOBAL = {**{key: ATTRIBUTES[key] for key in ("bfd", "gtsm", "password", "tcp_ao", "timers")}, **_SESSION}
NODE = {
    **GLOBAL,
    **{key: ATTRIBUTES[key] for key in ("default_originate", "passive", "rs")},
    "gr": A(_GR_NODE, "graceful restart (RFC 4724)"),
}
LINK = INTERFACE = VRF = ATTRIBUTES
