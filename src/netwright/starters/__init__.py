"""Topologies to start from: commented, small, and running as they are.

`kinds.py` lists the kinds with their parameters, `values.py` checks values, `views.py` computes what a template
prints. Pure: text comes out. Must not ask, or write files.
"""

from __future__ import annotations

from .kinds import KINDS, Kind, Parameter
from .text import starter_text
from .values import read_value

__all__ = ["KINDS", "Kind", "Parameter", "read_value", "starter_text"]
