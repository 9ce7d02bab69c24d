"""EVPN attributes of the format. Source: the format's "Ethernet VPN Configuration Module"; RFC 7432, 9135, 9136."""

from __future__ import annotations

from .types import ASN, BOOL, TEXT, A, AnyOf, Int, ListOf, Word
from .vrf import RD, TARGET
from .vxlan import VNI

SESSIONS = ListOf(Word("ibgp", "ebgp", "localas_ibgp", "confed_ebgp"))
TRANSPORTS = ("vxlan", "mpls", "sr")
BUNDLES = ("vlan_aware", "vlan", "port", "port_vlan")
NODE = {
    "domain": A(TEXT, "kept as data"),
    "session": A(SESSIONS, "types of BGP sessions that carry EVPN routes"),
    "vlans": A(ListOf(TEXT), "VLANs in EVPN (all that are carried)"),
    "vrfs": A(ListOf(TEXT), "VRFs in EVPN (all with a transit VNI)"),
}
GLOBAL = {
    **NODE,
    "as": A(ASN, "AS number of route targets"),
    "start_transit_vni": A(Int(1, 16777215), "first transit VNI that is given automatically"),
    "transport": A(Word(*TRANSPORTS), "encapsulation"),
}
VLAN = {
    "evi": A(Int(1, 65535), "EVPN instance"),
    "export": A(ListOf(TARGET), "route targets of exported routes"),
    "import": A(ListOf(TARGET), "route targets of imported routes"),
    "rd": A(RD, "route distinguisher"),
}
VRF = {
    "bundle": A(Word(*BUNDLES), "service that holds all VLANs of the VRF"),
    "evi": A(Int(1, 65535), "EVPN instance"),
    "rd": A(RD, "route distinguisher"),
    "transit_vni": A(AnyOf(BOOL, VNI, TEXT), "VNI of routed traffic: a number, True, or the VRF whose VNI is used"),
}
