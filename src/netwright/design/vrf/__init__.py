"""VRFs: passes that number them and put interfaces and loopbacks into them.

Protocols in a VRF are in the rooms of the protocols (`design/bgp/vrfs.py`, `design/ospf/vrfs.py`).
"""

from __future__ import annotations

from .definitions import read_vrfs
from .membership import assign_interface_vrfs, borrow_from_vrf_loopbacks, join_vrfs, set_vrf_families

__all__ = [
    "assign_interface_vrfs",
    "borrow_from_vrf_loopbacks",
    "join_vrfs",
    "read_vrfs",
    "set_vrf_families",
]
