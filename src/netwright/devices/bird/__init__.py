"""BIRD as router, as route server and as pure route reflector."""

from __future__ import annotations

from .features import FEATURES
from .node import bird_conf

__all__ = ["FEATURES", "bird_conf"]
