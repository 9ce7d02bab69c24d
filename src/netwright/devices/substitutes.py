"""Device types of the topology format that cannot run here, and what runs in their place.

Owns: the choice of device. Must not: decide when it applies (designing does).
"""

from __future__ import annotations

from ..schema.device_types import HOSTS, ROUTERS

SUBSTITUTES = {**dict.fromkeys(ROUTERS, "frr"), **dict.fromkeys(HOSTS, "linux")}
