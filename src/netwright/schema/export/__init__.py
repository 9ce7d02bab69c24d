"""The topology format as a JSON Schema (2020-12), for completion and checking in editors.

Generated from the tables that check topologies, so that both say the same. `shapes.py` turns types into shapes,
`elements.py` puts the elements of the format together, `emit.py` writes shapes as JSON Schema with dotted keys,
`declared.py` knows when a topology declares attributes of its own. Must not: read files, know a topology.
"""

from __future__ import annotations

from .document import json_schema

__all__ = ["json_schema"]
