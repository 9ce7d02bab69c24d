"""Module and plugin lists: known, not supported yet, or unknown.

Owns: lists of names after inheritance. Must not: know what a module does.
"""

from __future__ import annotations

from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Map, Seq
from ..schema.future import FUTURE_MODULES, FUTURE_PLUGINS, OTHER_MODULES
from ..schema.modules import MODULES, PLUGINS


class ModuleReader:
    """Checks module names; each one that is not supported yet is reported once, where it is first asked for."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.reported: set[str] = set()
        self.plugins_left_out: set[str] = set()
        """A plugin that is left out might have made nodes or declared attributes."""

    def future(self, name: str, at: Span) -> None:
        if name not in self.reported:
            self.reported.add(name)
            self.problems.error(
                "module-not-supported",
                f"module `{name}` ({FUTURE_MODULES.get(name) or OTHER_MODULES[name]}) is not supported yet",
                at,
                "remove it from the topology to try the rest",
            )

    def listed(self, value: Any, at: Span) -> list[str]:
        """Known modules of a list, in the order the format runs them."""
        if value is None:
            return []
        items = value if isinstance(value, list) else [value]
        found: list[str] = []
        for index, name in enumerate(items):
            where = value.at(index) if isinstance(value, Seq) else at
            if not isinstance(name, str):
                self.problems.error("wrong-type", "`module` takes names of modules", where)
            elif name in MODULES:
                if name not in found:
                    found.append(name)
            elif name in FUTURE_MODULES or name in OTHER_MODULES:
                self.future(name, where)
            else:
                hint = nearest(str(name), (*MODULES, *FUTURE_MODULES))
                self.problems.error("unknown-module", f"unknown module `{name}`", where, hint)
        return sorted(found, key=MODULES.index)

    def plugins(self, value: Any, at: Span) -> tuple[str, ...]:
        """Known plugins; one that is a user's own program is named and left out."""
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found: list[str] = []
        for index, name in enumerate(items):
            where = value.at(index) if isinstance(value, Seq) else at
            if not isinstance(name, str):
                self.problems.error("wrong-type", "`plugin` takes names of plugins", where)
            elif name in PLUGINS:
                if name not in found:
                    found.append(name)
            elif name in FUTURE_PLUGINS:
                self.plugins_left_out.add(name)
                self.problems.error(
                    "plugin-not-supported",
                    f"plugin `{name}` ({FUTURE_PLUGINS[name]}) is not supported yet",
                    where,
                )
            else:
                self.plugins_left_out.add(str(name))
                self.problems.warning(
                    "unknown-plugin",
                    f"plugin `{name}` is not part of the format and is left out: Netwright runs no foreign programs",
                    where,
                    nearest(str(name), PLUGINS),
                )
        return tuple(found)


def modules_of_node(data: Map, globally: list[str], reader: ModuleReader) -> list[str]:
    """The node's own list (groups included), else the global one; a bridge always has VLANs."""
    found = globally if "module" not in data else reader.listed(data["module"], data.at("module"))
    if data.get("role") == "bridge" and "vlan" not in found:
        return sorted([*found, "vlan"], key=MODULES.index)
    return found
