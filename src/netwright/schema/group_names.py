"""Groups whose members are found, not given: everything, what runs a device, what is in an autonomous system.

Owns: which names these are.
"""

from __future__ import annotations

import re

from .device_types import DEVICE_TYPES

AS_GROUP = re.compile(r"as[0-9]+\Z")
AUTOMATIC = "|".join(("all", "as[0-9]+", *sorted(DEVICE_TYPES)))
"""Pattern of the names."""


def is_automatic(name: str) -> bool:
    return name == "all" or name in DEVICE_TYPES or AS_GROUP.match(name) is not None
