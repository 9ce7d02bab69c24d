"""OSPFv2 and OSPFv3: passes that fill `interface.ospf` and `node.ospf`."""

from __future__ import annotations

from .instance import design_ospf

__all__ = ["design_ospf"]
