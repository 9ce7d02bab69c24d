"""Sections of named objects (`vlans`): groups of them, and the links written with them.

Owns: groups with `type`, `_auto_create` of their members, `links` of an object. Must not: know what an object means.
Source: the topology format's "Object Groups": a group gives its members attributes they do not set themselves; `links`
of a VLAN are access links of it, and come after all other links.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any

from ..errors import Problems, nearest
from ..model import Map, Seq, copy_tree, merge_missing
from .groups import OWN_KEYS
from .links import read_links

ATTRIBUTE = {"vlans": ("vlan", "access")}
"""Section -> the link attribute by which a link names its object."""


def apply_object_groups(section: str, kind: str, groups: Mapping[str, Map], tree: Map, problems: Problems) -> None:
    """Groups of the kind give attributes to their members in a section; missing members are made when asked for."""
    wanted = {name: group for name, group in groups.items() if group.get("type") == kind}
    if not wanted:
        return
    objects = tree.get(section)
    if objects is None:
        objects = Map(span=next(iter(wanted.values())).span)
        tree.put(section, objects, objects.span)
    if not isinstance(objects, Map):
        return
    everywhere = tree.get("groups")
    create_all = isinstance(everywhere, Map) and bool(everywhere.get("_auto_create"))
    for group in wanted.values():
        if group.get("_auto_create", create_all):
            for item in _listed(group):
                if isinstance(item, str) and item.isidentifier() and item not in objects and item not in wanted:
                    objects.put(item, Map(span=group.at("members")), group.at("members"))
    for name in sorted(wanted):
        attributes = Map(span=wanted[name].span)
        for key in wanted[name]:
            if key not in OWN_KEYS:
                attributes.move(key, wanted[name])
        for member in _members(name, wanted, objects, problems, ()):
            if objects[member] is None:
                objects[member] = Map(span=objects.key_at(member))
            if isinstance(objects[member], Map):
                merge_missing(objects[member], attributes)


def _listed(group: Map) -> list[Any]:
    value = group.get("members")
    return value if isinstance(value, list) else [] if value is None else [value]


def _members(
    name: str, groups: Mapping[str, Map], objects: Map, problems: Problems, chain: tuple[str, ...]
) -> dict[str, None]:
    """Names of a group's members, nested groups and wildcards included."""
    found: dict[str, None] = {}
    listed = _listed(groups[name])
    for index, item in enumerate(listed):
        at = listed.at(index) if isinstance(listed, Seq) else groups[name].at("members")
        text = str(item)
        if text in objects:
            found[text] = None
        elif text in groups and text not in (*chain, name):
            found.update(_members(text, groups, objects, problems, (*chain, name)))
        elif any(c in text for c in "*?["):
            found.update(dict.fromkeys(fnmatch.filter(objects, text)))
        elif not chain:
            kind = groups[name].get("type")
            hint = nearest(text, [*objects, *groups]) or f"`_auto_create: True` creates missing {kind}s"
            what = f"member `{text}` of group `{name}` is neither a {kind} nor a group of them"
            problems.error("unknown-member", what, at, hint)
    return found


def object_links(
    section: str, tree: Map, nodes: Mapping[str, Map], attributes: frozenset[str], problems: Problems
) -> list[Map]:
    """Links written with the objects of a section, each with the attribute that names its object."""
    objects = tree.get(section)
    if not isinstance(objects, Map):
        return []
    module, key = ATTRIBUTE[section]
    found: list[Map] = []
    for name in objects:
        entry = objects[name]
        if not isinstance(entry, Map) or "links" not in entry:
            continue
        at = entry.at("links")
        for link in read_links(copy_tree(entry.take("links")), at, nodes, attributes, problems):
            own = link.get(module)
            if not isinstance(own, Map):
                own = Map(span=link.span)
                link.put(module, own, link.span)
            if key not in own:
                own.put(key, name, link.span)
            found.append(link)
    return found
