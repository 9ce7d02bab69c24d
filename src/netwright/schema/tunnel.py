"""Attributes of tunnels. Source: the format's "GRE Tunnels" plugin; RFC 2784, RFC 7676."""

from __future__ import annotations

from .types import INT, TEXT, A, Table, Word

MODES = ("gre",)
SOURCE = Table(
    {
        "ifindex": A(INT, "index of the interface"),
        "link": A(
            Table({"name": A(TEXT, "name of its link"), "role": A(TEXT, "role of its link")}),
            "the interface, by its link",
        ),
        "linkid": A(TEXT, "`linkid` of its link"),
        "type": A(Word("loopback"), "loopbacks in place of other interfaces"),
    }
)
TUNNEL = Table(
    {
        "af": A(Word("ipv4", "ipv6"), "family of the transport (IPv4)"),
        "mode": A(Word(*MODES), "encapsulation"),
        "source": A(SOURCE, "interface whose address is the tunnel's (the first with one)"),
        "vrf": A(TEXT, "VRF of the transport (the global routing table)"),
    }
)
LINK = {"tunnel": A(TUNNEL, "the link is a tunnel")}
