"""MPLS: passes that find where labels are distributed and fill `node.mpls`, `interface.ldp` and BGP sessions."""

from __future__ import annotations

from .instance import design_mpls

__all__ = ["design_mpls"]
