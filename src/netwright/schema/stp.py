"""Spanning tree attributes of the format. Source: the format's "STP Configuration Module"; IEEE 802.1D."""

from __future__ import annotations

from .types import BOOL, A, Int, Word

PORT_TYPES = ("normal", "edge", "network", "auto")
_ENABLE = {"enable": A(BOOL, "the spanning tree runs")}
_PORT_TYPE = {"port_type": A(Word(*PORT_TYPES), "kind of port: an edge port forwards at once")}
_PROTOCOL = {"protocol": A(Word("stp", "rstp", "mstp", "pvrst"), "flavour of the spanning tree")}
_PRIORITY = {"priority": A(Int(0, 61440), "bridge priority, in steps of 4096; the lowest is the root")}
GLOBAL = {
    **_ENABLE,
    **_PORT_TYPE,
    **_PROTOCOL,
    "stub_port_type": A(Word(*PORT_TYPES, "none"), "kind of ports with only hosts, unless they say it themselves"),
}
NODE = {**_ENABLE, **_PORT_TYPE, **_PROTOCOL, **_PRIORITY}
LINK = {**_ENABLE, **_PORT_TYPE, **_PRIORITY}
"""`priority` is for the VLANs of a node."""
INTERFACE = {**_ENABLE, **_PORT_TYPE, "port_priority": A(Int(0, 15), "port priority: the lowest is preferred")}
