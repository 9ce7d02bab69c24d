"""IS-IS: passes that fill `interface.isis` and `node.isis`."""

from __future__ import annotations

from .instance import design_isis

__all__ = ["design_isis"]
