"""Check a normalised topology against the schema, in place.

Owns: walking the topology; which table applies where; attributes users declare themselves.
Must not: hold tables. What is wrong is reported once and taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problem, Problems, Span, nearest
from ..model import Map, Seq, Topology
from ..schema.device_types import DEVICE_TYPES
from ..schema.elements import GROUP, TOP_KEYS
from ..schema.future import FUTURE_SECTIONS
from ..schema.graph import FAMILIES
from ..schema.modules import MODULES
from ..schema.outputs import OUTPUTS
from ..schema.tables import (
    ELEMENT_TABLES,
    FOREIGN,
    GENERATING,
    PLUGIN_ELEMENTS,
    all_names,
    inner_level,
    levels_of,
    module_table,
    plugin_of,
    plugin_of_key,
)
from ..schema.types import ANY, Attribute, read_attribute, unknown_key
from .declared import extend_inner, extend_table
from .modules import ModuleReader
from .sections import SECTIONS, normal_section

LINK_KEYS = all_names("link")
INVENTORY_PREFIXES = ("_", "ansible_", "netlab_")
"""Keys of nodes and groups that begin like this go to the inventory as they are."""


class _OncePerPlace(Problems):
    """Passes problems on, one of a kind a place: what a group says wrongly is not repeated by its members."""

    def __init__(self, into: Problems) -> None:
        super().__init__()
        self.into = into
        self.places: set[tuple[str, Span]] = set()

    def add(self, problem: Problem) -> None:
        place = (problem.code, problem.span)
        if problem.span.line == 0 or place not in self.places:
            self.places.add(place)
            self.into.add(problem)


class _Walk:
    """One topology being checked."""

    def __init__(
        self, topology: Topology, groups: Mapping[str, Map], modules: ModuleReader, problems: Problems
    ) -> None:
        self.module_reader = modules
        self.topology = topology
        self.groups = groups
        self.problems = _OncePerPlace(problems)
        self.plugins = topology.plugins
        self.inherited = frozenset(group.key_at(key) for group in groups.values() for key in group)
        self.elements = {level: self.element_table(level) for level in ELEMENT_TABLES}
        self.modules = {
            (module, level): self.with_declared(module_table(module, level, self.plugins), module, level)
            for module in MODULES
            for level in ELEMENT_TABLES
        }
        self.used = frozenset(m for node in topology.nodes.values() for m in node.get("module") or ())

    def declared(self, *path: str) -> Any:
        value: Any = self.topology.defaults
        for part in path:
            value = value.get(part) if isinstance(value, Map) else None
        return value

    def element_table(self, level: str) -> dict[str, Attribute]:
        """The attributes of an element; what is declared for links holds for their interfaces too."""
        table = dict(ELEMENT_TABLES[level])
        for plugin in frozenset(self.plugins) - GENERATING:
            table.update(PLUGIN_ELEMENTS.get(plugin, {}).get(level, {}))
        defaults = self.topology.defaults
        for each in _declaring(level):
            extend_table(table, self.declared("attributes", each))
            extend_table(table, self.declared("extra_attributes", each))
            extend_table(table, defaults.get(f"{each}_attr"))
            for family in FAMILIES:
                if family in table:
                    extend_inner(table, family, self.declared("outputs", family, "attributes", each))
        return table

    def with_declared(self, table: dict[str, Attribute], module: str, level: str) -> dict[str, Attribute]:
        for each in _declaring(level):
            extend_table(table, self.declared(module, "attributes", each))
            extend_table(table, self.declared(module, "extra_attributes", each))
        return table

    def run(self) -> None:
        topology = self.topology
        self.outputs()
        self.top(topology.settings)
        for name, group in self.groups.items():
            self.group(name, group)
        for name, node in topology.nodes.items():
            self.node(name, node)
        for index, link in enumerate(topology.links):
            if len(link) > 1:
                self.mapping(link, "link", f"links[{index + 1}]", self.used)
            for end in link["interfaces"]:
                if len(end) > 1:
                    modules = MODULES if link.get("disable") else topology.nodes[end["node"]].get("module") or ()
                    self.mapping(end, "interface", f"links[{index + 1}].{end['node']}", modules)

    def outputs(self) -> None:
        """Settings of diagrams and reports; other outputs are data."""
        outputs = self.topology.defaults.get("outputs")
        if not isinstance(outputs, Map):
            where = self.topology.defaults.at("outputs")
            self.problems.error("wrong-type", "`defaults.outputs` must be a mapping", where)
            self.topology.defaults["outputs"] = Map(span=where)
            return
        for output, kind in OUTPUTS.items():
            name = f"defaults.outputs.{output}"
            if output in outputs:
                read_attribute(outputs, output, kind, name, self.problems)
            if output in FAMILIES and output in outputs:
                self.boxes(outputs[output].get("groups"), f"{name}.groups")

    def boxes(self, named: Any, name: str) -> None:
        """Groups that diagrams draw boxes around."""
        for index, group in enumerate(named if isinstance(named, Seq) else ()):
            if group not in self.groups and group not in self.topology.groups:
                hint = nearest(str(group), self.groups)
                self.problems.error("unknown-group", f"`{name}`: no group `{group}`", named.at(index), hint)

    def top(self, settings: Map) -> None:
        table = self.elements["global"]
        for key in list(settings):
            attribute = table.get(key)
            if key in SECTIONS:
                self.section(settings, key, key, self.used)
            elif attribute is not None:
                read_attribute(settings, key, attribute.type, key, self.problems)
            elif key in MODULES:
                self.module(settings, key, "global", key, self.used)
            elif key in FOREIGN:
                self.foreign(settings, key)
            elif key in DEVICE_TYPES:
                continue
            elif key.startswith("_"):
                settings.take(key)
            elif not self.plugin_needed(settings, key, "global", key):
                known = {**TOP_KEYS, **dict.fromkeys(MODULES), **dict.fromkeys(SECTIONS)}
                unknown_key(settings, key, "the topology", known, self.problems)

    def group(self, name: str, group: Map) -> None:
        """The group's own keys, then what it says of its members."""
        members = Map(span=group.span)
        for key in list(group):
            if key in GROUP:
                read_attribute(group, key, GROUP[key].type, f"groups.{name}.{key}", self.problems)
            elif group.get("type", "node") != "node":
                continue
            elif key not in MODULES or self.group_module(name, group, key):
                members.move(key, group)
        self.mapping(members, "node", f"groups.{name}", MODULES)

    def group_module(self, name: str, group: Map, module: str) -> bool:
        """A group's module list, when it has one, says which modules its attributes may be of."""
        own = group.get("module")
        listed = self.used if own is None else frozenset(m for m in own if isinstance(m, str))
        if module not in listed:
            who = "no node uses" if own is None else "its own module list leaves out"
            self.problems.error(
                "module-not-used",
                f"group `{name}` has attributes of module `{module}`, which {who}",
                group.key_at(module),
                f"add `{module}` to `module`",
            )
        return module in listed

    def node(self, name: str, node: Map) -> None:
        modules = node.get("module") or ()
        self.mapping(node, "node", f"nodes.{name}", modules)

    def mapping(self, item: Map, level: str, name: str, modules: Any) -> None:
        """One node, link, interface or named object; what the latter say of modules holds for links."""
        table = self.elements[level]
        for key in list(item):
            attribute = table.get(key)
            if key in SECTIONS and level == "node":
                self.section(item, key, f"{name}.{key}", modules)
            elif key == "vrf" and attribute is not None and key not in modules:
                self.not_used(item, key, level, f"{name}.{key}", key)
            elif attribute is not None:
                if attribute.type is not ANY:
                    read_attribute(item, key, attribute.type, f"{name}.{key}", self.problems)
            elif key in MODULES:
                self.module(item, key, inner_level(key, level), f"{name}.{key}", modules)
            elif key in FOREIGN:
                self.foreign(item, key)
            elif key in DEVICE_TYPES or self.plugin_needed(item, key, level, f"{name}.{key}"):
                continue
            elif level == "link":
                self.unknown_link_key(item, key, name)
            elif level == "vlan" and key in self.elements["node.vlan"]:
                what, hint = f"`{key}` does not belong in `{name}`", f"set it in the VLAN of a node: `nodes.X.{name}`"
                self.problems.error("wrong-place", what, item.key_at(key), hint)
                item.take(key)
            elif not key.startswith(INVENTORY_PREFIXES):
                known = {**table, **dict.fromkeys(MODULES)}
                unknown_key(item, key, f"`{name}`", known, self.problems)

    def section(self, owner: Map, section: str, name: str, modules: Any) -> None:
        """Named objects of a module, such as VRFs, of the topology or of a node."""
        module = SECTIONS[section]
        if module not in modules:
            self.not_used(owner, section, "global" if owner is self.topology.settings else "node", name, module)
            return
        objects = normal_section(owner, section, self.problems)
        of_node = f"node.{module}"
        level = of_node if owner is not self.topology.settings and of_node in self.elements else module
        for key, data in (objects or {}).items():
            self.mapping(data, level, f"{name}.{key}", modules)

    def foreign(self, item: Map, key: str) -> None:
        """An attribute of a module that is not supported yet: one problem a module, then left out."""
        self.module_reader.future(FUTURE_SECTIONS.get(key, key), item.key_at(key))
        item.take(key)

    def unknown_link_key(self, link: Map, key: str, name: str) -> None:
        """Neither an attribute nor a node: the problem names both possibilities."""
        if key.startswith("_"):
            return
        nodes = self.topology.nodes
        hint = nearest(key, nodes) or nearest(key, self.elements["link"])
        at = link.key_at(key)
        self.problems.error("unknown-key", f"`{key}` in `{name}` is neither a node nor a link attribute", at, hint)
        link.take(key)

    def module(self, owner: Map, module: str, level: str, name: str, modules: Any) -> None:
        """Attributes of a module; a module that nobody runs makes them pointless."""
        value = owner[module]
        if level != "global" and isinstance(value, bool):
            return
        if value is None:
            owner.take(module)
            return
        if not isinstance(value, Map):
            self.problems.error("wrong-type", f"`{name}` must be a mapping of {module} attributes", owner.at(module))
            owner.take(module)
            return
        if module not in modules and module not in self.elements[level]:
            self.not_used(owner, module, level, name, module)
            return
        table = self.modules[module, level]
        for key in list(value):
            attribute = table.get(key)
            if attribute is not None:
                read_attribute(value, key, attribute.type, f"{name}.{key}", self.problems)
            else:
                self.unknown_module_key(value, key, module, level, name, table)
        trunk = value.get("trunk") if module == "vlan" else None
        for vlan, attributes in trunk.items() if isinstance(trunk, Map) else ():
            self.mapping(attributes, level, f"{name}.trunk.{vlan}", modules)

    def plugin_needed(self, owner: Map, key: str, level: str, name: str) -> bool:
        """True, with a problem, when a plugin that is not used would make the key known."""
        plugin = plugin_of_key(level, key)
        if plugin is None or plugin in self.plugins:
            return False
        if any(other.startswith(f"{key}.") for other in self.module_reader.plugins_left_out):
            owner.take(key)  # one of its kind was reported
        else:
            self.ask_for_plugin(owner, key, plugin, name)
        return True

    def ask_for_plugin(self, owner: Map, key: str, plugin: str, name: str) -> None:
        self.problems.error(
            "plugin-needed", f"`{name}` needs plugin `{plugin}`", owner.key_at(key), f"plugin: [ {plugin} ]"
        )
        owner.take(key)

    def not_used(self, owner: Map, key: str, level: str, name: str, module: str) -> None:
        """Attributes of a module that the owner does not use are pointless, those of a group excepted."""
        at = owner.key_at(key)
        excused = bool(self.module_reader.plugins_left_out) if level == "global" else at in self.inherited
        if not excused:
            who = "no node uses" if level in ("global", "link") else "it does not use"
            self.problems.error(
                "module-not-used", f"`{name}` is given, but {who} module `{module}`", at, f"add `{module}` to `module`"
            )
        owner.take(key)

    def unknown_module_key(
        self, value: Map, key: str, module: str, level: str, name: str, table: Mapping[str, Attribute]
    ) -> None:
        if key.startswith("_"):
            return
        plugin = plugin_of(module, level, key)
        if plugin is not None:
            self.ask_for_plugin(value, key, plugin, f"{name}.{key}")
            return
        elsewhere = levels_of(module, key, self.plugins)
        if elsewhere:
            places = " and ".join("for the topology" if place == "global" else f"for {place}s" for place in elsewhere)
            self.problems.error(
                "wrong-place", f"`{key}` does not belong in `{name}`", value.key_at(key), f"it can be set {places}"
            )
            value.take(key)
            return
        unknown_key(value, key, f"`{name}`", table, self.problems)


def _declaring(level: str) -> tuple[str, ...]:
    """Levels whose declarations hold at a level."""
    return {"link": ("link", "link_internal"), "interface": ("link", "interface")}.get(level, (level,))


def check_topology(topology: Topology, groups: Mapping[str, Map], modules: ModuleReader, problems: Problems) -> None:
    """Check everything the user wrote against the schema."""
    _Walk(topology, groups, modules, problems).run()
