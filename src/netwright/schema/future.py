"""Parts of the format that are not supported yet: each name with what it is.

A topology that asks for one gets one clear error. Supporting a module means moving its line to `modules.py`
and adding its file to every room (see ARCHITECTURE.md).
"""

from __future__ import annotations

FUTURE_MODULES: dict[str, str] = {}

OTHER_MODULES: dict[str, str] = {"eigrp": "EIGRP, which no free daemon here speaks"}

FUTURE_SECTIONS: dict[str, str] = {}
"""Top-level sections that need a module."""

FUTURE_PLUGINS: dict[str, str] = {
    "firewall.zonebased": "zone-based firewalls",
    "mlag.vtep": "shared VTEPs of MLAG pairs; Linux has no MLAG, and Ethernet segments (`evpn.multihoming`) need none",
    "multilab": "several labs at once; labs never collide here, so it is not needed",
    "tunnel.wireguard": "WireGuard tunnels, which User-mode Linux cannot have: its kernel has no CONFIG_WIREGUARD",
}
