"""Device types of the topology format that cannot run here, and what runs in their place.

Owns: the table. Must not: decide anything. Source: the format's list of supported platforms.
"""

from __future__ import annotations

_AS_FRR = (
    "arubacx",
    "asav",
    "cat8000v",
    "csr",
    "cumulus",
    "cumulus_nvue",
    "dellos10",
    "eos",
    "exos",
    "fortios",
    "ios",
    "ioll2",
    "iol",
    "iosv",
    "iosvl2",
    "iosxr",
    "junos",
    "nxos",
    "openbsd",
    "routeros",
    "routeros7",
    "sonic",
    "srlinux",
    "sros",
    "vjunos-router",
    "vjunos-switch",
    "vmx",
    "vptx",
    "vsrx",
    "vyos",
    "xrd",
)
_AS_LINUX = ("dnsmasq", "unknown", "none")

SUBSTITUTES = {**dict.fromkeys(_AS_FRR, "frr"), **dict.fromkeys(_AS_LINUX, "linux")}
