"""`groups`: members resolved, objects auto-created, attributes inherited by nodes.

Owns: membership, hierarchy, inheritance of attributes, modules, device and custom configuration.
Must not: decide device or AS of a node: designing does. Source: the topology format's "Groups": the most
specific group wins; configuration of parents comes before configuration of children and nodes. Groups of a
device give configuration and variables, groups of an AS attributes too, after those with given members.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Map, Seq, copy_tree, merge_missing
from ..model.topology import Group
from ..schema.device_types import DEVICE_TYPES
from ..schema.group_names import AS_GROUP, is_automatic
from .nodes import NAME

OWN_KEYS = frozenset({"members", "type", "vars", "config", "module", "device", "node_data", "_auto_create", "name"})
"""Keys of a group that are not attributes of its members."""


def extend_templates(templates: list[str], names: Iterable[str]) -> None:
    """Add templates to those inherited; `-x` removes one, `-` all of them."""
    for name in names:
        if name == "-":
            templates.clear()
        elif name.startswith("-"):
            templates[:] = [kept for kept in templates if kept != name[1:]]
        elif name not in templates:
            templates.append(name)


def create_members(groups: Map, nodes: dict[str, Map], default_groups: frozenset[str]) -> None:
    """`_auto_create`: add missing nodes named as members, after the explicit ones and before those of components."""
    create_all = bool(groups.get("_auto_create"))
    made_later = tuple(f"{name}_" for name, data in nodes.items() if "include" in data)
    for name, group in groups.items():
        data = group if isinstance(group, Map) else Map(span=groups.at(name))
        wanted = data.get("_auto_create", create_all and name not in default_groups)
        if name.startswith("_") or not wanted or data.get("type") not in (None, "node"):
            continue
        listed = group.get("members") if isinstance(group, Map) else group
        items = listed if isinstance(listed, list) else [listed]
        for index, item in enumerate(items):
            if not isinstance(item, str) or not NAME.match(item) or item in nodes or item in groups:
                continue
            if not (made_later and item.startswith(made_later)):
                nodes[item] = Map(span=listed.at(index) if isinstance(listed, Seq) else data.at("members"))


def members_as_map(groups: Map, name: str, at: Span) -> Map | None:
    """A group in its long form, made when there is none; None when it is no group, which is told elsewhere."""
    group = groups.get(name)
    if group is None:
        group = Map(span=at)
        groups.put(name, group, at)
    elif isinstance(group, (list, str)):
        listed = Map(span=groups.at(name))
        listed.put("members", group, groups.key_at(name), groups.at(name))
        groups[name] = group = listed
    return group if isinstance(group, Map) else None


class GroupReader:
    """Reads and applies the groups of one topology."""

    def __init__(
        self,
        groups: Map,
        nodes: dict[str, Map],
        settings: Map,
        problems: Problems,
        default_groups: frozenset[str] = frozenset(),
        modules: Sequence[str] = (),
        device: Any = None,
    ) -> None:
        self.modules = modules
        """The global list."""
        self.device = device
        """The default device."""
        self.default_groups = default_groups
        """Groups whose members come from defaults: members that do not exist are no mistake."""
        self.nodes = nodes
        self.settings = settings
        self.problems = problems
        self.create_all = bool(groups.get("_auto_create"))
        self.groups: dict[str, Map] = {}
        for name, value in groups.items():
            if not name.startswith("_") and self.check_name(name, groups.key_at(name)):
                self.groups[name] = self.normal(name, value, groups)
        self.members: dict[str, tuple[str, ...]] = {}

    def normal(self, name: str, value: Any, groups: Map) -> Map:
        """A group as a mapping with `members`."""
        at = groups.key_at(name)
        if value is None:
            return Map(span=at)
        if isinstance(value, Map):
            listed = value.get("members")
            if listed is not None and not isinstance(listed, (list, str)):
                self.problems.error("wrong-type", f"`members` of group `{name}` must be a list", value.at("members"))
                value.take("members")
            return value
        group = Map(span=at)
        if isinstance(value, (list, str)):
            group.put("members", value, at, groups.at(name))
        else:
            self.problems.error("wrong-type", f"group `{name}` must be a list of members or a mapping", groups.at(name))
        return group

    def check_name(self, name: str, at: Span) -> bool:
        """Group names are like node names, and none is also a node."""
        if name in self.nodes:
            self.problems.error("name-clash", f"`{name}` is a group and a node", at, "rename one of them")
            return False
        if not NAME.match(name):
            self.problems.error(
                "bad-name", f"`{name}` is no group name: a letter, then letters, digits, `_` or `-`", at
            )
            return False
        return True

    def check_automatic(self) -> None:
        """Members of `all`, of device groups and of AS groups are found, not given."""
        for name, group in self.groups.items():
            if is_automatic(name) and group.get("members") and self.kind(group) == "node":
                self.problems.error(
                    "automatic-group",
                    f"group `{name}` gets its members by itself and takes no `members`",
                    group.at("members"),
                    "use another name for the group",
                )
                group.take("members")

    def kind(self, group: Map) -> str:
        return str(group.get("type") or "node")

    def join_from_nodes(self) -> None:
        """`group` of a node: membership said from the other side."""
        for name, data in self.nodes.items():
            if "group" not in data:
                continue
            at = data.at("group")
            wanted = data.take("group")
            for group_name in wanted if isinstance(wanted, list) else [wanted]:
                if not isinstance(group_name, str):
                    self.problems.error("wrong-type", "`group` takes names of groups", at)
                    continue
                group = self.groups.setdefault(group_name, Map(span=at))
                listed = group.get("members")
                if not isinstance(listed, Seq):
                    listed = Seq([listed] if isinstance(listed, str) else (), at)
                    group.put("members", listed, at)
                if name not in listed:
                    listed.put(name, at)

    def entries(self, group: Map) -> list[tuple[Any, Span]]:
        listed = group.get("members")
        if listed is None:
            return []
        if isinstance(listed, str):
            return [(listed, group.at("members"))]
        return [(item, listed.at(i) if isinstance(listed, Seq) else group.span) for i, item in enumerate(listed)]

    def resolve(self) -> None:
        for name, group in self.groups.items():
            if self.kind(group) == "node":
                self.resolve_one(name, ())

    def resolve_one(self, name: str, chain: tuple[str, ...]) -> tuple[str, ...]:
        """Node names of a group, nested groups included."""
        if name in self.members:
            return self.members[name]
        group = self.groups[name]
        found: dict[str, None] = {}
        for item, at in self.entries(group):
            if not isinstance(item, str):
                self.problems.error("wrong-type", f"members of group `{name}` are names", at)
            elif item == name or item in chain:
                self.problems.error("group-cycle", f"group `{name}` is a member of itself through `{item}`", at)
            elif item in self.groups and item not in self.nodes:
                found.update(dict.fromkeys(self.resolve_one(item, (*chain, name))))
            else:
                found.update(dict.fromkeys(self.match(item, name, at)))
        if name == "all":
            found = dict.fromkeys(self.nodes)
        ordered = tuple(node for node in self.nodes if node in found)
        self.members[name] = ordered
        return ordered

    def match(self, item: str, group: str, at: Span) -> list[str]:
        if item in self.nodes:
            return [item]
        if item.startswith("~"):
            try:
                pattern = re.compile(item[1:])
            except re.error as error:
                self.problems.error("bad-regex", f"`{item}` is no regular expression: {error}", at)
                return []
            found = [node for node in self.nodes if pattern.match(node)]
        elif any(c in item for c in "*?["):
            found = fnmatch.filter(self.nodes, item)
        else:
            if group in self.default_groups:
                return []
            self.problems.error(
                "unknown-member",
                f"member `{item}` of group `{group}` is neither a node nor a group",
                at,
                nearest(item, [*self.nodes, *self.groups]) or "`_auto_create: True` creates missing nodes",
            )
            return []
        if not found and group not in self.default_groups:
            self.problems.error("empty-match", f"`{item}` in group `{group}` matches no node", at)
        return found

    def order(self) -> list[str]:
        """The order in which groups give attributes, the first one wins: by name, members before their groups.

        The format documents only that the most specific group wins; the rest was measured on its behaviour.
        """
        done: dict[str, None] = {}

        def visit(name: str, chain: tuple[str, ...]) -> None:
            if name in done or name in chain:
                return
            inner = {item for item, _ in self.entries(self.groups[name]) if isinstance(item, str)}
            for item in sorted(inner):
                if item in self.groups and item not in self.nodes:
                    visit(item, (*chain, name))
            done[name] = None

        for name in sorted(self.groups):
            if self.kind(self.groups[name]) == "node":
                visit(name, ())
        return list(done)

    def apply(self) -> dict[str, Group]:
        """Give members what their groups say; returns the resolved groups in their own order."""
        order = self.order()
        for name in order:
            group = self.groups[name]
            attributes = self.attributes(group)
            for node in self.members.get(name, ()):
                data = self.nodes[node]
                if attributes:
                    merge_missing(data, attributes)
                self.add_modules(data, group)
                if "device" in group and "device" not in data:
                    data.move("device", group)
        self.find_automatic()
        for name in order:
            if AS_GROUP.match(name):
                attributes = self.attributes(self.groups[name])
                for node in self.members[name]:
                    merge_missing(self.nodes[node], attributes)
        self.give_configuration(order)
        return {name: self.result(name, group) for name, group in self.groups.items()}

    def find_automatic(self) -> None:
        """Members of device groups and of AS groups, as far as the topology mentions such groups."""
        wanted = {name for name in self.groups if AS_GROUP.match(name)}
        known = self.as_numbers() if wanted else {}
        for name in wanted:
            self.members[name] = tuple(node for node, asn in known.items() if f"as{asn}" == name)
        for name in self.groups.keys() & DEVICE_TYPES:
            self.members[name] = tuple(n for n, data in self.nodes.items() if data.get("device", self.device) == name)

    def as_numbers(self) -> dict[str, Any]:
        """AS of every node that runs BGP: its own, that of `bgp.as_list`, or the global one."""
        everywhere = self.settings.get("bgp")
        everywhere = everywhere if isinstance(everywhere, Map) else Map()
        listed: dict[str, Any] = {}
        as_list = everywhere.get("as_list")
        for asn, entry in as_list.items() if isinstance(as_list, Map) else ():
            members = entry.get("members") if isinstance(entry, Map) else None
            names = members if isinstance(members, list) else [members]
            listed.update((name, asn) for name in names if isinstance(name, str))
        found = {}
        for node, data in self.nodes.items():
            modules = data.get("module", self.modules)
            if "bgp" in (modules if isinstance(modules, (list, tuple)) else [modules]):
                own = data.get("bgp")
                given = own.get("as") if isinstance(own, Map) else None
                found[node] = given if given is not None else listed.get(node, everywhere.get("as"))
        return found

    def give_configuration(self, order: list[str]) -> None:
        """Templates of every group of a node, the least specific group first, then its own."""
        configs: dict[str, list[str]] = {name: [] for name in self.nodes}
        for name in reversed(order):
            group = self.groups[name]
            templates = self.templates(name, group.get("config"), f"_g_{name}", group.at("config"))
            for node in self.members.get(name, ()):
                extend_templates(configs[node], templates)
        for node, data in self.nodes.items():
            self.finish_config(node, data, configs[node])

    def attributes(self, group: Map) -> Map:
        """What members inherit, `node_data` (the older spelling) included."""
        found = Map(span=group.span)
        for key in group:
            if key not in OWN_KEYS:
                found.move(key, group)
                found[key] = copy_tree(group[key])
        older = group.get("node_data")
        if isinstance(older, Map):
            merge_missing(found, older)
        return found

    def add_modules(self, data: Map, group: Map) -> None:
        """Modules of a group join those of the node; both replace the global list."""
        wanted = group.get("module")
        if wanted is None:
            return
        listed = wanted if isinstance(wanted, list) else [wanted]
        present = data.get("module")
        if not isinstance(present, Seq):
            present = Seq([present] if isinstance(present, str) else (), group.at("module"))
            data.put("module", present, group.key_at("module"), group.at("module"))
        for index, module in enumerate(listed):
            if module not in present:
                present.put(module, listed.at(index) if isinstance(listed, Seq) else group.at("module"))

    def templates(self, owner: str, config: Any, inline: str, at: Span) -> list[str]:
        """Names of templates; a mapping becomes configlets under its keys."""
        if config is None:
            return []
        if isinstance(config, str):
            return [config]
        if isinstance(config, list):
            return [str(item) for item in config]
        if not isinstance(config, Map):
            self.problems.error("wrong-type", f"`config` of `{owner}` must be a list or a mapping", at)
            return []
        names = []
        for key in config:
            name = inline if key == "inline" else key
            self.add_configlet(name, config[key], config.at(key), owner if inline.startswith("_n_") else None)
            names.append(name)
        return names

    def add_configlet(self, name: str, content: Any, at: Span, node: str | None) -> None:
        configlets = self.settings.get("configlets")
        if not isinstance(configlets, Map):
            configlets = Map(span=at)
            self.settings.put("configlets", configlets, at)
        if node is not None and not name.startswith("_n_"):
            of_node = configlets.get(name)
            if of_node is not None and not isinstance(of_node, Map):
                base = Map(span=at)
                base.put("base", of_node, configlets.key_at(name), configlets.at(name))
                of_node = base
                configlets[name] = base
            if of_node is None:
                of_node = Map(span=at)
                configlets.put(name, of_node, at)
            of_node.put(node, copy_tree(content), at)
        elif name in configlets and configlets[name] != content:
            self.problems.error("duplicate-configlet", f"template `{name}` is given twice with different text", at)
        else:
            configlets.put(name, copy_tree(content), at)

    def finish_config(self, node: str, data: Map, inherited: list[str]) -> None:
        """Configuration of groups, then of the node; `-x` and `-` remove what was inherited."""
        at = data.at("config")
        own = self.templates(node, data.take("config"), f"_n_{node}", at)
        result = list(inherited)
        extend_templates(result, own)
        if result:
            data.put("config", Seq(result, at), at)

    def result(self, name: str, group: Map) -> Group:
        values = group.get("vars")
        return Group(
            name=name,
            members=self.members.get(name, ()),
            kind=self.kind(group),
            vars=dict(values) if isinstance(values, Map) else {},
            config=tuple(str(c) for c in group["config"]) if isinstance(group.get("config"), list) else (),
            attributes={k: group[k] for k in group if k not in OWN_KEYS},
        )
