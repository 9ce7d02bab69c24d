"""Routing policies, prefix lists, AS-path and community lists, static routes."""

from __future__ import annotations

from .static import add_static_routes
from .tables import Tables, read_routing_tables

__all__ = ["Tables", "add_static_routes", "read_routing_tables"]
