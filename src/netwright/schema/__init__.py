"""The topology format as data: elements, attributes, types, built-in defaults.

One file per element or protocol holds tables; `types.py` holds the algebra that checks them; `tables.py` finds
a table. Reading checks topologies with it; documentation and editors' schemas are generated from it.
"""

from __future__ import annotations

from .defaults import BUILTIN_DEFAULTS
from .future import FUTURE_MODULES, FUTURE_PLUGINS
from .modules import MODULES, PLUGINS
from .tables import all_names, module_table, plain_tables, plugin_of

__all__ = [
    "BUILTIN_DEFAULTS",
    "FUTURE_MODULES",
    "FUTURE_PLUGINS",
    "MODULES",
    "PLUGINS",
    "all_names",
    "module_table",
    "plain_tables",
    "plugin_of",
]
