"""How much room things get, in px: data only."""

from __future__ import annotations

NODE_GAP = 26.0
"""Least distance between nodes side by side."""
LAYER_GAP = 84.0
"""Least distance between layers; wide layers get more."""
SPRING = 165.0
"""Wanted distance between the centres of two connected nodes without ranks."""
PADDING = 14.0
"""Between a box and what is in it."""
MARGIN = 20.0
"""Around the picture."""
