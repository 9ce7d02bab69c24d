"""VXLAN attributes of the format. Source: the format's "VXLAN Configuration Module"; RFC 7348 section 5."""

from __future__ import annotations

from .types import BOOL, TEXT, A, AnyOf, Int, ListOf, Word

VNI = AnyOf(Word(False), Int(1, 16777215))
"""24 bits; False = the VLAN is not carried."""
NODE = {
    "domain": A(TEXT, "endpoints of other domains get no frames"),
    "flooding": A(Word("static", "evpn"), "how frames to unknown destinations find their endpoints"),
    "vlans": A(ListOf(TEXT), "VLANs carried over VXLAN (all of them)"),
}
GLOBAL = {
    **NODE,
    "start_vni": A(Int(1, 16777215), "added to the VLAN id for VLANs without `vni`"),
    "use_v6_vtep": A(BOOL, "endpoints are IPv6 addresses"),
}
LINK = {"vtep": A(BOOL, "the interface's address is that of the endpoint")}
INTERFACE = LINK
