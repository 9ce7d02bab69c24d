"""Attributes of the `bgp.policy` plugin. Source: the format's "Simple BGP Routing Policies"."""

from __future__ import annotations

from .routing import PREPEND
from .types import ANY, BOOL, TEXT, A, AnyOf, Int, ListOf, Table, Word

BANDWIDTH = AnyOf(
    Int(1),
    Word("auto"),
    Table(
        {
            "in": A(AnyOf(Int(1), Word("auto")), "set on input"),
            "out": A(AnyOf(Int(1), Word("auto")), "set on output"),
        }
    ),
)
AGGREGATE = ListOf(
    AnyOf(
        Table(
            {
                "ipv4": A(TEXT, "IPv4 aggregate"),
                "ipv6": A(TEXT, "IPv6 aggregate"),
                "prefix": A(TEXT, "named prefix"),
                "summary_only": A(BOOL, "suppress more specific routes"),
                "as_set": A(BOOL, "AS_SET of the contributing paths"),
                "attributes": A(TEXT, "policy that sets attributes"),
                "suppress_policy": A(TEXT, "policy that selects suppressed routes"),
            }
        ),
        TEXT,
    )
)
ATTRIBUTES = {
    "bandwidth": A(BANDWIDTH, "link bandwidth community"),
    "locpref": A(Int(0, 4294967295), "local preference of received routes"),
    "med": A(Int(0, 4294967295), "MED of sent routes"),
    "policy": A(
        Table(
            {
                "in": A(AnyOf(TEXT, ListOf(ANY)), "inbound policy"),
                "out": A(AnyOf(TEXT, ListOf(ANY)), "outbound policy"),
            }
        ),
        "routing policies",
    ),
    "prepend": A(PREPEND, "AS-path prepending of sent routes"),
    "weight": A(Int(0, 65535), "weight of received routes"),
}
ROLES = Word("provider", "customer", "peer", "rs-server", "rs-client")
_ROLE = A(ROLES, "this end's role on EBGP sessions (RFC 9234)")
GLOBAL = {"role": A(Table({"strict": A(BOOL, "refuse neighbours without a role")}), "roles (RFC 9234)")}
NODE = {"role": _ROLE, "locpref": ATTRIBUTES["locpref"], "aggregate": A(AGGREGATE, "aggregates")}
LINK = INTERFACE = {**ATTRIBUTES, "role": _ROLE}
VRF = {**LINK, "aggregate": NODE["aggregate"]}
