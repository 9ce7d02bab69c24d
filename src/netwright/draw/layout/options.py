"""How much room things get and which layout is used: what callers of `layout` can choose."""

from __future__ import annotations

from typing import Literal

import msgspec

Arrangement = Literal["auto", "layered", "force"]
"""`auto`: the user's marks if there are any, layers if the picture has or suggests ranks, else springs."""


class LayoutOptions(msgspec.Struct, frozen=True, kw_only=True):
    arrangement: Arrangement = "auto"
    node_gap: float = 26
    """Least distance between nodes side by side."""
    layer_gap: float = 84
    """Least distance between layers; wide layers get more."""
    spring: float = 165
    """Wanted distance between the centres of two connected nodes without ranks."""
    padding: float = 14
    """Between a box and what is in it."""
    margin: float = 20
    """Around the picture."""
