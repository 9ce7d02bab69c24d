"""BGP: passes that find autonomous systems, sessions and originated prefixes and fill `node.bgp`."""

from __future__ import annotations

from .instance import design_bgp
from .roles import mark_external_links

__all__ = ["design_bgp", "mark_external_links"]
