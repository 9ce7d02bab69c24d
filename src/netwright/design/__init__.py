"""Topology -> Network: devices, ids, addresses, interfaces and protocols, by the rules of the format."""

from __future__ import annotations

from .designer import design_network

__all__ = ["design_network"]
