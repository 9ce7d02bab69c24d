"""`nodes` in every form -> name -> Map, and reusable components.

Owns: node shorthands, names, `components` with `include`. Must not: apply groups or allocate.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Map, Seq, copy_tree, merge_missing

LONGEST_NAME = 16
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
DEEPEST_INCLUDE = 8


def read_nodes(value: Any, at: Span, problems: Problems, longest: int = LONGEST_NAME) -> dict[str, Map]:
    """A name, a list of names (or of mappings with `name`), or a mapping; order is kept."""
    nodes: dict[str, Map] = {}
    if value is None:
        return nodes
    if isinstance(value, Map):
        for name, data in value.items():
            _add(nodes, name, data, value.key_at(name), value.at(name), problems, longest)
    elif isinstance(value, Seq):
        for index, item in enumerate(value):
            where = value.at(index)
            if isinstance(item, Map) and "name" in item:
                _add(nodes, item["name"], item, item.at("name"), where, problems, longest)
            elif isinstance(item, Map) and len(item) == 1:
                name = next(iter(item))
                _add(nodes, name, item[name], item.key_at(name), item.at(name), problems, longest)
            elif isinstance(item, (dict, list)):
                problems.error("wrong-type", "a node in a list is a name or a mapping with `name`", where)
            else:
                _add(nodes, item, None, where, where, problems, longest)
    elif isinstance(value, str):
        _add(nodes, value, None, at, at, problems, longest)
    else:
        problems.error("wrong-type", "`nodes` must be a list of names or a mapping", at, "example: `nodes: [ r1, r2 ]`")
    return nodes


def _add(
    nodes: dict[str, Map], name: Any, data: Any, name_at: Span, at: Span, problems: Problems, longest: int
) -> None:
    if not check_name(name, name_at, problems, longest):
        return
    if name in nodes:
        problems.error("duplicate-node", f"node `{name}` is defined twice", name_at)
        return
    if data is None:
        data = Map(span=name_at)
    if not isinstance(data, Map):
        problems.error("wrong-type", f"node `{name}` must be a mapping of attributes or empty", at)
        data = Map(span=name_at)
    nodes[name] = data


def check_name(name: Any, at: Span, problems: Problems, longest: int = LONGEST_NAME) -> bool:
    """Node names: a letter first, letters, digits, `_` and `-`; at most `longest` characters."""
    if not isinstance(name, str) or not NAME.match(name):
        problems.error(
            "bad-name",
            f"`{name}` is no node name: a letter, then letters, digits, `_` or `-`",
            at,
            "quote it if it looks like a number" if not isinstance(name, str) else "",
        )
        return False
    if len(name) > longest:
        problems.error(
            "bad-name",
            f"node name `{name}` is longer than {longest} characters",
            at,
            "`defaults.const.MAX_NODE_ID_LENGTH` sets the limit",
        )
        return False
    return True


def include_components(
    nodes: dict[str, Map],
    links: list[Any],
    components: Any,
    groups: Map,
    problems: Problems,
    longest: int = LONGEST_NAME,
) -> dict[str, Map]:
    """Replace every node with `include` by the nodes and links of its components.

    Node `r` including a component with node `x` becomes `r_x`; all of them are members of group `inc_r`,
    which carries the remaining attributes of `r` and, where `r` does not say it, those of the component.
    They come after the nodes that are written out.
    """
    if not any("include" in data for data in nodes.values()):
        return nodes
    reader = _ComponentReader(components if isinstance(components, Map) else Map(), links, groups, problems, longest)
    reader.done.update((name, data) for name, data in nodes.items() if "include" not in data)
    for name, data in nodes.items():
        if "include" in data:
            reader.instantiate(name, data, ())
    return reader.done


class _ComponentReader:
    """Instantiates components, those within components included."""

    def __init__(self, components: Map, links: list[Any], groups: Map, problems: Problems, longest: int) -> None:
        self.components = components
        self.links = links
        self.groups = groups
        self.problems = problems
        self.longest = longest
        self.done: dict[str, Map] = {}

    def instantiate(self, name: str, data: Map, chain: tuple[str, ...]) -> None:
        at = data.at("include")
        wanted = data.take("include")
        group = Map(span=at)
        members = Seq(span=at)
        group.put("members", members, at)
        for key in data:
            if key != "name":
                group.move(key, data)
        for component_name in wanted if isinstance(wanted, list) else [wanted]:
            component = self.component(component_name, at, chain)
            if component is not None:
                self.include(name, component, members, at, (*chain, str(component_name)))
                merge_missing(group, component_attributes(component))
        self.groups.put(f"inc_{name}", group, at)

    def component(self, name: Any, at: Span, chain: tuple[str, ...]) -> Map | None:
        """A component by name; None with a problem when there is none, or when it includes itself."""
        component = self.components.get(name) if isinstance(name, str) else None
        if not isinstance(component, Map):
            hint = nearest(str(name), self.components)
            self.problems.error("unknown-component", f"unknown component `{name}`", at, hint)
            return None
        if name in chain or len(chain) >= DEEPEST_INCLUDE:
            self.problems.error("include-cycle", f"component `{name}` includes itself", at)
            return None
        return component

    def include(self, name: str, component: Map, members: Seq, at: Span, chain: tuple[str, ...]) -> None:
        inner = read_nodes(copy_tree(component.get("nodes")), component.at("nodes"), self.problems, self.longest)
        names = {old: f"{name}_{old}" for old in inner}
        for old, inner_data in inner.items():
            new = names[old]
            if not check_name(new, at, self.problems, self.longest):
                continue
            inner_data.pop("name", None)
            if "include" in inner_data:
                before = len(self.done)
                self.instantiate(new, inner_data, chain)
                names.update((made[len(name) + 1 :], made) for made in list(self.done)[before:])
                members.put(f"inc_{new}", at)
                continue
            if new in self.done:
                self.problems.error("duplicate-node", f"node `{new}` is defined twice", at)
            self.done[new] = inner_data
            members.put(new, at)
        inner_links = component.get("links")
        if inner_links is not None and not isinstance(inner_links, Seq):
            self.problems.error("wrong-type", "`links` of a component must be a list", component.at("links"))
            return
        self.links.extend(rename_link(link, names) for link in copy_tree(inner_links) or ())


def component_attributes(component: Map) -> Map:
    """What a component says of its nodes, beside which they are and how they are linked."""
    found = Map(span=component.span)
    for key in component:
        if key not in ("nodes", "links"):
            found.move(key, component)
            found[key] = copy_tree(component[key])
    return found


def rename_link(link: Any, names: dict[str, str]) -> Any:
    """A component's link with its nodes renamed."""
    if isinstance(link, str):
        parts = link.split("-")
        return "-".join(names.get(p, p) for p in parts) if link not in names else names[link]
    if isinstance(link, Seq):
        return Seq((rename_link(item, names) for item in link), link.span)
    if isinstance(link, Map):
        renamed = Map(span=link.span)
        for key in link:
            new_key = names.get(key, key)
            renamed.move(key, link, new_key)
            if key == "interfaces" and isinstance(link[key], list):
                renamed[key] = Seq((rename_link(item, names) for item in link[key]), link.at(key))
            elif key == "node" and isinstance(link[key], str):
                renamed[key] = names.get(link[key], link[key])
        return renamed
    return link
