"""Named objects of a section (`vrfs`): members of groups, links within them.

Owns: normal form of such sections, groups of kind `vrf`, `vrfs.X.links`. Must not: allocate.
Source: the topology format's "Specify Links within VRF Definition" and "VLAN and VRF groups": what a group says holds
for those of its members that do not say it themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Problems, Span, nearest
from ..model import Map, Seq, copy_tree, merge_missing
from .groups import OWN_KEYS

SECTIONS = {"vlans": "vlan", "vrfs": "vrf"}
"""Sections of named objects in a topology or node -> their module, which also names their level and groups of them."""


def normal_section(owner: Map, section: str, problems: Problems) -> Map | None:
    """The section with a mapping for each object; None when there is none."""
    value = owner.get(section)
    if value is None:
        owner.take(section)
        return None
    if not isinstance(value, Map):
        problems.error("wrong-type", f"`{section}` must be a mapping of names", owner.at(section))
        owner.take(section)
        return None
    for name in list(value):
        if value[name] is None:
            value.put(name, Map(span=value.key_at(name)), value.key_at(name))
        elif not isinstance(value[name], Map):
            message = f"`{section}.{name}` must be a mapping of attributes or empty"
            problems.error("wrong-type", message, value.at(name))
            value.take(name)
    return value


def apply_groups(
    groups: Mapping[str, Map], create_all: bool, kind: str, owner: Map, section: str, problems: Problems
) -> None:
    """Groups of a kind create missing members when they may, and give all of them what they do not say."""
    for name, group in groups.items():
        if group.get("type") != kind:
            continue
        create = group.get("_auto_create", create_all)
        for member, at in _members(group):
            objects = owner.get(section)
            if not isinstance(objects, Map):
                objects = Map(span=at)
                owner.put(section, objects, at)
            if member not in objects and create:
                objects.put(member, Map(span=at), at)
            found = objects.get(member)
            if isinstance(found, Map):
                merge_missing(found, _attributes(group))
            elif member not in objects:
                hint = nearest(member, objects) or "`_auto_create: True` creates missing members"
                message = f"member `{member}` of group `{name}` is no {kind.upper()}"
                problems.error("unknown-member", message, at, hint)


def _members(group: Map) -> Iterator[tuple[str, Span]]:
    listed = group.get("members")
    items = listed if isinstance(listed, list) else [] if listed is None else [listed]
    for index, item in enumerate(items):
        yield str(item), listed.at(index) if isinstance(listed, Seq) else group.at("members")


def _attributes(group: Map) -> Map:
    found = Map(span=group.span)
    for key in group:
        if key not in OWN_KEYS:
            found.move(key, group)
            found[key] = copy_tree(group[key])
    return found


def section_links(section: Mapping[str, object]) -> Iterator[tuple[object, Span, str]]:
    """Links within the objects, which keep none: value, place and the object's name."""
    for name, data in section.items():
        if isinstance(data, Map) and data.get("links") is not None:
            at = data.at("links")
            yield data.take("links"), at, name


def mark_links(links: list[Map], attribute: str, name: str, at: Span) -> list[Map]:
    """Links within an object have it as their attribute (`vrf`, `vlan.access`), unless they say otherwise."""
    *outer, key = attribute.split(".")
    for link in links:
        owner = link
        for part in outer:
            inner = owner.get(part)
            if not isinstance(inner, Map):
                inner = Map(span=at)
                owner.put(part, inner, at)
            owner = inner
        if key not in owner:
            owner.put(key, name, at)
    return links
