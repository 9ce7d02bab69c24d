"""Device types the format knows. Their names are also keys of device-specific node data.

Owns: names. Must not: say what runs here (`devices` does).
"""

from __future__ import annotations

ROUTERS = (
    "arubacx", "asav", "cat8000v", "csr", "cumulus", "cumulus_nvue", "dellos10", "eos", "exos", "fortios", "ios",
    "ioll2", "iol", "iosv", "iosvl2", "iosxr", "junos", "nxos", "openbsd", "routeros", "routeros7", "sonic", "srlinux",
    "sros", "vjunos-router", "vjunos-switch", "vmx", "vptx", "vsrx", "vyos", "xrd", "arcos", "ocnos", "cisco8000v",
)  # fmt: skip
HOSTS = ("unknown", "none")
RUNNING = ("frr", "bird", "linux", "dnsmasq", "calico")
DEVICE_TYPES = frozenset({*ROUTERS, *HOSTS, *RUNNING})
