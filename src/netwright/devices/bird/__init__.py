"""BIRD as router, as route server and as pure route reflector."""

from __future__ import annotations

from .driver import BirdDriver
from .features import FEATURES
from .limits import check_node
from .node import bird_conf

__all__ = ["FEATURES", "BirdDriver", "bird_conf", "check_node"]
