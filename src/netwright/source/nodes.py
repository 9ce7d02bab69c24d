"""`nodes` in every form -> name -> Map, and reusable components.

Owns: node shorthands, names, `components` with `include`. Must not: apply groups or allocate.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Map, Seq, copy_tree

LONGEST_NAME = 16
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
DEEPEST_INCLUDE = 8


def read_nodes(value: Any, at: Span, problems: Problems) -> dict[str, Map]:
    """A list of names (or of mappings with `name`), or a mapping; order is kept."""
    nodes: dict[str, Map] = {}
    if value is None:
        return nodes
    if isinstance(value, Map):
        for name, data in value.items():
            _add(nodes, name, data, value.key_at(name), value.at(name), problems)
    elif isinstance(value, Seq):
        for index, item in enumerate(value):
            where = value.at(index)
            if isinstance(item, Map) and "name" in item:
                _add(nodes, item["name"], item, item.at("name"), where, problems)
            elif isinstance(item, Map) and len(item) == 1:
                name = next(iter(item))
                _add(nodes, name, item[name], item.key_at(name), item.at(name), problems)
            elif isinstance(item, (dict, list)):
                problems.error("wrong-type", "a node in a list is a name or a mapping with `name`", where)
            else:
                _add(nodes, item, None, where, where, problems)
    else:
        problems.error("wrong-type", "`nodes` must be a list of names or a mapping", at, "example: `nodes: [ r1, r2 ]`")
    return nodes


def _add(nodes: dict[str, Map], name: Any, data: Any, name_at: Span, at: Span, problems: Problems) -> None:
    if not check_name(name, name_at, problems):
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


def check_name(name: Any, at: Span, problems: Problems) -> bool:
    """Node names: a letter first, letters, digits, `_` and `-`; at most 16 characters."""
    if not isinstance(name, str) or not NAME.match(name):
        problems.error(
            "bad-name",
            f"`{name}` is no node name: a letter, then letters, digits, `_` or `-`",
            at,
            "quote it if it looks like a number" if not isinstance(name, str) else "",
        )
        return False
    if len(name) > LONGEST_NAME:
        problems.error("bad-name", f"node name `{name}` is longer than {LONGEST_NAME} characters", at)
        return False
    return True


def include_components(
    nodes: dict[str, Map], links: list[Any], components: Any, groups: Map, problems: Problems
) -> dict[str, Map]:
    """Replace every node with `include` by the nodes and links of its components.

    Node `r` including a component with node `x` becomes `r_x`; all of them are members of group `inc_r`,
    which carries the remaining attributes of `r`.
    """
    if not any("include" in data for data in nodes.values()):
        return nodes
    known = components if isinstance(components, Map) else Map()
    done: dict[str, Map] = {}
    for name, data in nodes.items():
        if "include" in data:
            _instantiate(name, data, known, done, links, groups, problems, ())
        else:
            done[name] = data
    return done


def _instantiate(
    name: str,
    data: Map,
    components: Map,
    done: dict[str, Map],
    links: list[Any],
    groups: Map,
    problems: Problems,
    chain: tuple[str, ...],
) -> None:
    at = data.at("include")
    wanted = data.take("include")
    members = Seq(span=at)
    for component_name in wanted if isinstance(wanted, list) else [wanted]:
        component = components.get(component_name) if isinstance(component_name, str) else None
        if not isinstance(component, Map):
            problems.error(
                "unknown-component",
                f"unknown component `{component_name}`",
                at,
                nearest(str(component_name), components),
            )
            continue
        if component_name in chain or len(chain) >= DEEPEST_INCLUDE:
            problems.error("include-cycle", f"component `{component_name}` includes itself", at)
            continue
        inner = read_nodes(copy_tree(component.get("nodes")), component.at("nodes"), problems)
        names = {old: f"{name}_{old}" for old in inner}
        for old, inner_data in inner.items():
            new = names[old]
            if not check_name(new, at, problems):
                continue
            inner_data.pop("name", None)
            if "include" in inner_data:
                _instantiate(new, inner_data, components, done, links, groups, problems, (*chain, component_name))
            else:
                done[new] = inner_data
            members.put(new if new in done else f"inc_{new}", at)
        inner_links = component.get("links")
        if inner_links is not None and not isinstance(inner_links, Seq):
            problems.error("wrong-type", "`links` of a component must be a list", component.at("links"))
            continue
        links.extend(rename_link(link, names) for link in copy_tree(inner_links) or ())
    group = Map(span=at)
    group.put("members", members, at)
    for key in data:
        if key != "name":
            group.move(key, data)
    groups.put(f"inc_{name}", group, at)


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
