"""What designing must know of a device: its names, limits and features, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec


class DeviceFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """Capabilities of one device type. `devices/<name>/features.py` holds one as a table."""

    name: str
    description: str
    roles: tuple[str, ...] = ("router",)
    default_role: str = "router"
    interface_name: str = "eth{ifindex}"
    loopback_name: str = "lo{ifindex}"
    """Further loopbacks; `lo` is the node's own."""
    tunnel_name: str = "tun{ifindex}"
    gre_name: str = "gre{ifindex}"
    """GRE tunnels count from 1: `gre0` is the kernel's own."""
    lag_name: str = "bond{ifindex}"
    ifindex_offset: int = 1
    mtu: int | None = 1500
    """Default interface MTU in bytes."""
    modules: frozenset[str] = frozenset()
    """Configuration modules it can run."""
    global_modules: Literal["always", "routers", "never"] = "routers"
    """Which of its nodes run the topology's modules without naming them; hosts seldom do."""
    always: tuple[str, ...] = ()
    """Modules it runs without being asked: what it is for."""
    plugins: frozenset[str] = frozenset()
    unnumbered_ipv4: bool = True
    ipv6_link_local_only: bool = True
    features: Mapping[str, Mapping[str, Any]] = {}
    """Per module: what it can do (`{"bgp": {"local_as": True, "rfc8950": True}}`)."""
    packages: tuple[str, ...] = ()
    """Debian packages that provide its daemons."""


class DeviceCatalog(msgspec.Struct, frozen=True, kw_only=True):
    """Devices that run here, and device types other tools know that are substituted."""

    devices: Mapping[str, DeviceFeatures]
    substitutes: Mapping[str, str]
    """Device type of the format -> device that runs in its place."""
    default: str = "frr"
